/** What JSON makes of replies is told in development. */
import { html, liveView } from "../../../src/index.js"
import { ViewHarness } from "../../support/view-harness.js"

const replies: Record<string, () => unknown> = {
  map: () => ({ points: new Map([["a", 1]]) }),
  error: () => new Error("no"),
  list: () => [1, Number.NaN],
  fine: () => ({
    at: new Date(0),
    of: new (class {
      name = "point"
    })(),
    none: undefined,
    all: [1, "a", null],
  }),
  nothing: () => undefined,
}

const view = liveView({ name: "chart", mount: () => ({}), render: () => html`chart`, events: replies })

it("once for each event, with what stands where", async () => {
  const { process, logger } = new ViewHarness(view)
  await process.start()
  for (const name of [...Object.keys(replies), "map"]) await process.event(name, {})
  const told = logger.entries.map(({ message }) => message.slice(0, message.indexOf(": it travels")))
  expect(told).toEqual([
    'What the event "map" of the view "chart" replies has `points`, an instance of Map',
    'What the event "error" of the view "chart" replies is an instance of Error',
    'What the event "list" of the view "chart" replies has `[1]`, NaN',
  ])
  expect(logger.entries[0]?.details).toEqual({ code: "LV_REPLY_UNPLAIN", view: "chart" })
})

it("not in production", async () => {
  const { process, logger } = new ViewHarness(view, { development: false })
  await process.start()
  await process.event("map", {})
  expect(logger.entries).toEqual([])
})
