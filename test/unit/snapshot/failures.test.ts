import { Failures } from "../../../src/snapshot/failures.js"

test("a series has failed too often after five times, and of many the oldest are forgotten", () => {
  const failures = new Failures()
  for (let time = 1; time <= 5; time++) {
    expect(failures.areTooMany("a")).toBe(false)
    failures.add("a")
  }
  expect(failures.areTooMany("a")).toBe(true)
  expect(failures.areTooMany("b")).toBe(false)
  for (let other = 0; other < 1000; other++) failures.add(`other ${other}`)
  expect(failures.areTooMany("a")).toBe(false)
})
