import { tellRarely } from "../../../src/telemetry/told-rarely.js"
import { RecordingLogger } from "../../support/recording-logger.js"

let now = 0
beforeEach(() => {
  now = 0
  jest.spyOn(performance, "now").mockImplementation(() => now)
})
afterEach(() => jest.restoreAllMocks())

const tell = (logger: RecordingLogger, times: number, kind = "a"): void => {
  for (let time = 0; time < times; time++) tellRarely({ logger, kind }, "No.", { code: kind })
}

it("tells the first ten of a minute, and in the next how many were left out", () => {
  const logger = new RecordingLogger()
  tell(logger, 500)
  expect(logger.at("warn")).toEqual(Array.from({ length: 10 }, () => "No."))
  now = 59_999
  tell(logger, 1)
  now = 60_000
  tell(logger, 2)
  expect(logger.entries.slice(10)).toEqual([
    { level: "warn", message: "No. (491 more of these were left out before.)", details: { code: "a", leftOut: 491 } },
    { level: "warn", message: "No.", details: { code: "a" } },
  ])
})

it("counts each kind, and each app, by itself", () => {
  const [one, other] = [new RecordingLogger(), new RecordingLogger()]
  tell(one, 20)
  tell(one, 3, "b")
  tell(other, 3)
  tellRarely({ logger: other, kind: "c", level: "error" }, "Broken.", {})
  expect([one.entries.length, other.at("warn").length, other.at("error")]).toEqual([13, 3, ["Broken."]])
})

it("says nothing of what was left out where nothing was", () => {
  const logger = new RecordingLogger()
  tell(logger, 10)
  now = 60_000
  tell(logger, 1)
  expect(logger.entries.at(-1)).toEqual({ level: "warn", message: "No.", details: { code: "a" } })
})
