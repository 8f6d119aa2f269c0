import * as fc from "fast-check"
import { isEventName, isIndex, isJoinRequest, isPaths, payloadSize } from "../../../src/transport/inbound.js"

describe("payloadSize", () => {
  test.each<[unknown, number]>([
    ["abc", 3],
    ["", 0],
    [7, 1],
    [true, 1],
    [null, 1],
    [undefined, 1],
    [[], 1],
    [{}, 1],
    [{ ab: "cd", e: [1, 2] }, 1 + 2 + 2 + 1 + 3],
  ])("counts texts, keys and values: %j", (value, size) => {
    expect(payloadSize(value)).toBe(size)
  })

  test("takes whatever JSON is not too deep, and never says less than its texts", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const size = payloadSize(value)
        if (JSON.stringify(value).includes('"__proto__":')) return
        expect(size).toBeGreaterThanOrEqual(0)
        expect(size).toBeLessThanOrEqual(JSON.stringify(value).length)
      }),
    )
  })

  test("knows no size of what is deeper than 32 levels", () => {
    const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth))
    expect(payloadSize(nested(32))).toBe(32)
    expect(payloadSize(nested(33))).toBeUndefined()
    expect(payloadSize(JSON.parse('{"a":'.repeat(33) + "1" + "}".repeat(33)))).toBeUndefined()
  })

  test("knows no size of what no JSON makes", () => {
    for (const value of [Buffer.from("x"), [Buffer.from("x")], () => {}, { a: () => {} }, new Uint8Array(1)]) {
      expect(payloadSize(value)).toBeUndefined()
    }
  })

  test("knows no size of an object with a key __proto__", () => {
    expect(payloadSize(JSON.parse('{"__proto__":1}'))).toBeUndefined()
    expect(payloadSize(JSON.parse('[{"a":{"__proto__":{}}}]'))).toBeUndefined()
    expect(payloadSize({ constructor: 1 })).toBe(13)
  })
})

describe("shapes", () => {
  test("an index is a whole number from 0 on", () => {
    expect([0, 1, 2 ** 53 - 1].every(isIndex)).toBe(true)
    expect([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "0", null, undefined, [0]].some(isIndex)).toBe(
      false,
    )
  })

  test("an event's name is a text of 1 to 100 characters", () => {
    expect(["a", "x".repeat(100), "__proto__"].every(isEventName)).toBe(true)
    expect(["", "x".repeat(101), 0, null, undefined, ["a"]].some(isEventName)).toBe(false)
  })

  test("whatever is given is a join request or not, without an exception", () => {
    const field = fc.oneof(fc.jsonValue(), fc.array(fc.string()), fc.array(fc.nat()), fc.constant(1))
    fc.assert(
      fc.property(
        fc.record({ v: field, t: field, h: field, n: field, a: field, p: field }, { requiredKeys: [] }),
        (value) => {
          expect(typeof isJoinRequest(value)).toBe("boolean")
        },
      ),
    )
    expect(isJoinRequest({ v: 1, t: "x", h: ["a", "b"], n: [1], a: true, p: {} })).toBe(true)
    expect(isJoinRequest({ v: 1, t: "x", h: [], n: [] })).toBe(true)
  })

  test("paths are lists of indexes, or the whole root", () => {
    expect(isPaths([[0], [1, 2, 3], [2]])).toBe(true)
    expect(isPaths([[-1]])).toBe(true)
    expect(isPaths([])).toBe(true)
    for (const wrong of [null, {}, "0", [0], [[]], [["0"]], [[-1, 0]], [[0, -1]], [[-2]], [[0.5]]])
      expect(isPaths(wrong)).toBe(false)
  })

  test("few paths may lie within another", () => {
    const within = (count: number): number[][] => Array.from({ length: count }, (_, i) => [3, i, 0])
    expect(isPaths([[3], ...within(16)])).toBe(true)
    expect(isPaths([[3], ...within(17)])).toBe(false)
    expect(isPaths([[-1], ...within(17)])).toBe(false)
    // 3 is no beginning of 30.
    expect(isPaths([[3], ...within(0), ...Array.from({ length: 50 }, (_, i) => [30 + i, 1])])).toBe(true)
    expect(isPaths(Array.from({ length: 17 }, () => [5]))).toBe(true)
    expect(isPaths(Array.from({ length: 18 }, () => [5]))).toBe(false)
  })
})
