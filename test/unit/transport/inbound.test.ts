import * as fc from "fast-check"
import { isEventName, isIndex, isJoinRequest, payloadSize, readPaths } from "../../../src/transport/inbound.js"

describe("payloadSize", () => {
  test.each<[unknown, number]>([
    ["abc", 16 + 3],
    ["", 16],
    [7, 8],
    [true, 8],
    [null, 8],
    [undefined, 8],
    [[], 32],
    [{}, 32],
    [{ ab: "cd", e: [1, 2] }, 32 + (24 + 2 + 16 + 2) + (24 + 1 + 32 + 8 + 8)],
  ])("counts texts, keys and values: %j", (value, size) => {
    expect(payloadSize(value)).toBe(size)
  })

  test("of whatever JSON that is not too deep: no less than its texts and keys, and more with each value more", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.string(), (value, more) => {
        if (JSON.stringify(value).includes('"__proto__":')) return
        const size = payloadSize(value) as number
        expect(size).toBeGreaterThanOrEqual(textIn(value) + 8)
        expect(payloadSize([value, more])).toBe(32 + size + 16 + more.length)
        expect(payloadSize({ key: value })).toBe(32 + 24 + 3 + size)
      }),
    )
  })

  test("knows no size of what is deeper than 32 levels", () => {
    const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth))
    expect(payloadSize(nested(32))).toBe(32 * 32)
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
    expect(payloadSize({ constructor: 1 })).toBe(32 + 24 + 11 + 8)
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

  /** Requests as clients make them. */
  const request = fc
    .record({
      t: fc.string(),
      h: fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 8 }),
      chosen: fc.array(fc.nat(), { maxLength: 8 }),
      a: fc.option(fc.constant(true as const), { nil: undefined }),
      p: fc.option(fc.dictionary(fc.string(), fc.jsonValue()), { nil: undefined }),
    })
    .map(({ chosen, ...rest }) => ({
      v: 1,
      ...rest,
      n: chosen.slice(0, rest.h.length).map((number) => number % rest.h.length),
    }))

  /** What each field may not be. */
  const wrong = fc.oneof(
    ...Object.entries({
      v: [undefined, null, "1", true, [1], {}],
      t: [undefined, null, 1, ["t"], {}],
      h: [undefined, null, "abc", {}, [1], [""], [null], ["x".repeat(41)], Array.from({ length: 2001 }, () => "x")],
      n: [undefined, null, "0", {}, [8], [-1], [0.5], ["0"], [Number.NaN], Array.from({ length: 9 }, () => 0)],
      a: [null, false, 1, "true", {}],
      p: [null, "p", 1, true, []],
    }).flatMap(([field, values]) => values.map((value) => fc.constant([field, value] as const))),
  )

  test("a join request is one whose fields are all of their kinds; with any field of another kind it is none", () => {
    fc.assert(
      fc.property(request, wrong, (right, [field, value]) => {
        expect(isJoinRequest(right)).toBe(true)
        expect(isJoinRequest({ ...right, [field]: value })).toBe(false)
      }),
      { numRuns: 500 },
    )
    for (const value of [undefined, null, 1, "x", true, []]) expect(isJoinRequest(value)).toBe(false)
  })

  const isPaths = (given: unknown): boolean => readPaths(given) !== undefined

  test("paths are lists of indexes, or the whole root", () => {
    expect(isPaths([[0], [1, 2, 3], [2]])).toBe(true)
    expect(isPaths([[-1]])).toBe(true)
    expect(isPaths([])).toBe(true)
    expect([1024, 1025].map((length) => isPaths([Array.from({ length }, () => 0)]))).toEqual([true, false])
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

  test("a path brings values once more if it was said before, or starts with another", () => {
    const path = fc.array(fc.constantFrom(0, 1, 2, 3, 10, 11, 30, 300), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(path, { maxLength: 8 }), (paths) => {
        const names = paths.map((one) => `${one.join()},`)
        const again = names.filter(
          (name, index) =>
            names.indexOf(name) < index || names.some((other) => other !== name && name.startsWith(other)),
        )
        expect(readPaths(paths)).toEqual({ paths, overlaps: again.length })
      }),
      { numRuns: 500 },
    )
  })
})

/** How many UTF-16 units stand in the texts and keys of a value. */
function textIn(value: unknown): number {
  if (typeof value === "string") return value.length
  if (typeof value !== "object" || value === null) return 0
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textIn(item), 0)
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + textIn(item), 0)
}
