/** What JSON makes of replies is told in development. */
import { html, liveView } from "../../../src/index.js"
import { RootPlace } from "../../../src/process/unit/place/root-place.js"
import { allTurns, ViewHarness } from "../../support/view-harness.js"

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

it("is told of assigns that a callback returns instead of setting them, once for each", async () => {
  const forgetful = liveView<{ count: number }, string>({
    name: "forgetful",
    mount: () => ({ count: 0 }),
    handleParams: () => ({ count: 1 }),
    handleConnected: () => ({ count: 2 }),
    handleInfo: () => ({ count: 3 }),
    render: ({ count }) => html`${count}`,
  })
  const { process, logger } = new ViewHarness(forgetful, {
    place: new RootPlace("/", { action: undefined, names: [] }),
  })
  await process.start()
  for (const message of ["one", "two"]) process.info(message)
  await allTurns()
  expect(logger.entries.map(({ message }) => message.slice(0, message.indexOf(", which")))).toEqual([
    '`handleParams` of the view "forgetful" returned an object',
    '`handleConnected` of the view "forgetful" returned an object',
    '`handleInfo` of the view "forgetful" returned an object',
  ])
  expect(logger.entries[0]?.details).toEqual({ code: "LV_RESULT_UNTAKEN", view: "forgetful" })
})
