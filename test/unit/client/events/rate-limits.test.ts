/** Events with a limit, before the part that limits them has come. */
import { EventAttributes } from "../../../../client/events/event-attributes.js"
import { RateLimits } from "../../../../client/events/rate-limits.js"
import { RateLimit } from "../../../../client/features/rate-limits/rate-limit.js"
import { Lazy } from "../../../../client/util/lazy.js"
import { loaded } from "../../../support/loaded.js"

/** Limits whose part is on its way; `asked` counts the attempts. */
function early(): { limits: RateLimits; come: () => void; fail: () => void; asked: () => number } {
  const load = jest.fn()
  let settle: { come: () => void; fail: () => void } = { come: () => {}, fail: () => {} }
  load.mockImplementation(
    () =>
      new Promise<RateLimit>((resolve, reject) => {
        settle = { come: () => resolve(new RateLimit("live-")), fail: () => reject(new Error("cut")) }
      }),
  )
  const attributes = new EventAttributes("live-", { of: () => undefined }, loaded({ run: () => undefined }))
  const limits = new RateLimits(attributes, new Lazy<RateLimit>(load))
  return { limits, come: () => settle.come(), fail: () => settle.fail(), asked: () => load.mock.calls.length }
}

function control(html: string): Element {
  document.body.innerHTML = html
  return document.querySelector("input") as Element
}

const settled = (): Promise<void> => new Promise((turn) => process.nextTick(() => process.nextTick(turn)))

beforeEach(() => jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask"] }))
afterEach(() => jest.useRealTimers())

it("asks for no part where no attribute says a limit", () => {
  const { limits, asked } = early()
  const run = jest.fn()
  limits.apply({ element: control("<input>"), type: "change", run })
  limits.elementBlurred(document.body)
  expect([run.mock.calls.length, asked()]).toEqual([1, 0])
})

it("keeps them for the part, in order, as if they came with it", async () => {
  const { limits, come, asked } = early()
  const [element, ran] = [control('<input live-debounce="100">'), [] as number[]]
  for (const number of [1, 2]) limits.apply({ element, type: "change", run: () => ran.push(number) })
  expect([ran, asked()]).toEqual([[], 1])
  come()
  await settled()
  jest.advanceTimersByTime(99)
  expect(ran).toEqual([])
  jest.advanceTimersByTime(1)
  expect(ran).toEqual([2])
})

it("loses none when the focus leaves, or the form is sent, before it has come", () => {
  const { limits } = early()
  const [element, ran] = [control('<form live-debounce="blur"><input></form>'), [] as number[]]
  const form = document.forms[0] as HTMLFormElement
  limits.apply({ element, fallback: form, type: "change", run: () => ran.push(1) })
  limits.elementBlurred(element)
  expect(ran).toEqual([1])
  limits.apply({ element, fallback: form, type: "change", run: () => ran.push(2) })
  limits.formSubmitted(form)
  expect(ran).toEqual([1, 2])
})

it("tells them all where it cannot be had, and asks again with the next", async () => {
  const { limits, fail, come, asked } = early()
  const [element, ran] = [control('<input live-throttle="100">'), [] as number[]]
  for (const number of [1, 2]) limits.apply({ element, type: "change", run: () => ran.push(number) })
  fail()
  await settled()
  expect(ran).toEqual([1, 2])
  for (const number of [3, 4]) limits.apply({ element, type: "change", run: () => ran.push(number) })
  come()
  await settled()
  expect([ran, asked()]).toEqual([[1, 2, 3], 2])
})
