/** A part that is loaded when it is first used, over a network that fails. */
import { Lazy } from "../../../../client/util/lazy.js"

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

/** A part that cannot be loaded the first times. */
function failing(times: number): { readonly lazy: Lazy<string>; readonly load: jest.Mock<Promise<string>> } {
  let left = times
  const load = jest.fn(async () => {
    if (left-- > 0) throw new TypeError("Failed to fetch dynamically imported module")
    return "part"
  })
  return { lazy: new Lazy<string>(load), load }
}

it("does what waited, in order and once, when it has come", async () => {
  const { lazy, load } = failing(0)
  const done: string[] = []
  const first = (part: string): number => done.push(`first ${part}`)
  lazy.use(first)
  lazy.use(() => done.push("second"))
  lazy.use(first)
  expect([done, lazy.part]).toEqual([[], undefined])
  await jest.advanceTimersByTimeAsync(0)
  expect([done, lazy.part]).toEqual([["first part", "second"], "part"])
  lazy.use(() => done.push("at once"))
  expect([done.at(-1), load.mock.calls.length]).toEqual(["at once", 1])
})

it("is asked for again by itself when it could not be loaded, and what waited is done", async () => {
  const { lazy, load } = failing(2)
  const done = jest.fn()
  lazy.use(done)
  await jest.advanceTimersByTimeAsync(2_999)
  expect(load).toHaveBeenCalledTimes(1)
  await jest.advanceTimersByTimeAsync(1)
  expect(load).toHaveBeenCalledTimes(2)
  await jest.advanceTimersByTimeAsync(6_000)
  expect([load.mock.calls.length, done.mock.calls]).toEqual([3, [["part"]]])
})

it("is asked for once a minute at most by a page that will never get it, however often it is needed", async () => {
  const { lazy, load } = failing(Number.POSITIVE_INFINITY)
  for (let second = 0; second < 600; second++) {
    lazy.use(() => undefined)
    await jest.advanceTimersByTimeAsync(1_000)
  }
  expect(load.mock.calls.length).toBeGreaterThan(10)
  expect(load.mock.calls.length).toBeLessThan(16)
})
