import { roughSize } from "../../../src/util/rough-size.js"

const MOST = 1_000_000

test("texts, lists and records count with what is in them", () => {
  expect(roughSize("x".repeat(1000), MOST)).toBeGreaterThanOrEqual(1000)
  expect(roughSize(["x".repeat(500), "x".repeat(500)], MOST)).toBeGreaterThanOrEqual(1000)
  expect(roughSize({ a: { b: "x".repeat(1000) } }, MOST)).toBeGreaterThanOrEqual(1000)
  expect(roughSize(new Map([[1, 1]]), MOST)).toBeLessThan(
    roughSize(new Map([...Array(100).keys()].map((n) => [n, n])), MOST),
  )
})

test("nothing is walked through once it is too much, nor what goes in circles", () => {
  const circle: { self?: unknown; text: string } = { text: "x" }
  circle.self = circle
  expect(roughSize(circle, MOST)).toBeLessThan(20_000)
  const list: unknown[] = []
  let reads = 0
  for (let n = 0; n < 10_000; n++) {
    Object.defineProperty(list, n, { get: () => ((reads += 1), "x".repeat(10)), enumerable: true })
  }
  expect(roughSize(list, 1000)).toBeGreaterThan(1000)
  expect(reads).toBeLessThan(100)
})

test("what is of a class is one thing, and not looked into", () => {
  class Row {
    get lazy(): never {
      throw new Error("asked the database")
    }
  }
  expect(roughSize([new Row()], MOST)).toBeLessThan(200)
})
