import { inTime, LATE } from "../../../src/util/in-time.js"
import { FakeClock } from "../../support/fake-clock.js"
import { deferred } from "../../support/view-harness.js"

const clock = new FakeClock(0)

test("an answer in time is what it settles as, and nothing waits any more", async () => {
  expect(await inTime(Promise.resolve(5), 1000, clock)).toBe(5)
  await expect(inTime(Promise.reject(new Error("no")), 1000, clock)).rejects.toThrow("no")
  expect(clock.waiting).toBe(0)
})

test("one that comes later is late, whatever becomes of it", async () => {
  const answer = deferred<number>()
  const asked = inTime(answer.promise, 1000, clock)
  clock.pass(999)
  clock.pass(1)
  expect(await asked).toBe(LATE)
  answer.reject(new Error("no"))
  expect(clock.waiting).toBe(0)
})
