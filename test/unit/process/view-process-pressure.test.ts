/** A live process whose client may not be told now what it did not ask for. */

import { html, liveView, type Stream, stream, topic } from "../../../src/index.js"
import { CarriedBus } from "../../../src/pubsub/between/carried-bus.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import { notices } from "../../../src/telemetry/channels.js"
import { BusHub } from "../../support/bus-hub.js"
import { RecordingLogger } from "../../support/recording-logger.js"
import { allTurns, startView } from "../../support/view-harness.js"

const news = topic<number>("news")

const counter = liveView<{ count: number }, number>({
  name: "counter",
  mount(_params, _session, socket) {
    socket.subscribe(news)
    return { count: 0 }
  },
  render: ({ count }) => html`<p>${count}</p>`,
  events: {
    add(_params, socket) {
      socket.update("count", (n) => n + 1)
      return "added"
    },
  },
  handleInfo(n, socket) {
    socket.update("count", (count) => count + n)
    socket.title(`now ${n}`)
    socket.pushEvent("counted", n)
  },
})

const silent = liveView({
  name: "silent",
  mount: () => ({ count: 0 }),
  render: ({ count }) => html`<p>${count}</p>`,
  handleInfo: (n: number, socket) => socket.update("count", (count) => count + n),
})

describe("a view whose client may not be told", () => {
  it("handles messages and renders nothing; then it tells all in one frame", async () => {
    const harness = await startView(counter)
    const { process, pushed, pubsub, renders } = harness
    harness.client.isReading = false
    for (const n of [1, 2, 3]) {
      pubsub.broadcast(news, n)
      await allTurns()
    }
    expect([renders.length, pushed]).toEqual([1, []])
    harness.client.isReading = true
    process.touched()
    await allTurns()
    const e = [1, 2, 3].map((n) => ["counted", n])
    expect(pushed).toEqual([{ diff: { 0: "6" }, extras: { n: "now 3", e } }])
    expect(renders).toHaveLength(2)
  })

  it("tells nothing where nothing has changed", async () => {
    const harness = await startView(silent)
    harness.client.isReading = false
    harness.process.info(2)
    harness.process.info(-2)
    await allTurns()
    harness.client.isReading = true
    harness.process.touched()
    await allTurns()
    expect([harness.pushed, harness.renders.length]).toEqual([[], 1])
  })

  it("answers events at once, with all that has waited: nothing is told twice, and nothing in another order", async () => {
    const harness = await startView(counter)
    const { process, pushed, pubsub } = harness
    harness.client.isReading = false
    pubsub.broadcast(news, 5)
    await allTurns()
    expect(await process.event("add", {})).toEqual({
      diff: { 0: "6" },
      extras: { n: "now 5", e: [["counted", 5]], y: "added" },
    })
    pubsub.broadcast(news, 4)
    await allTurns()
    harness.client.isReading = true
    process.touched()
    await allTurns()
    expect(pushed).toEqual([{ diff: { 0: "10" }, extras: { n: "now 4", e: [["counted", 4]] } }])
  })

  it("keeps the last hundred events for the page, and tells how many it has dropped", async () => {
    const harness = await startView(counter)
    const told: unknown[] = []
    const note = (notice: unknown): void => void told.push(notice)
    notices.limit.subscribe(note)
    harness.client.isReading = false
    for (let n = 1; n <= 250; n++) harness.process.info(n)
    await allTurns()
    harness.process.info(251)
    await allTurns()
    notices.limit.unsubscribe(note)
    harness.client.isReading = true
    harness.process.touched()
    await allTurns()
    const { extras } = harness.pushed[0] ?? {}
    expect(extras?.e).toEqual(Array.from({ length: 100 }, (_, n) => ["counted", 152 + n]))
    expect(extras?.n).toBe("now 251")
    expect(told).toEqual([
      { limit: "pageEventsWaiting", view: "counter", given: 150 },
      { limit: "pageEventsWaiting", view: "counter", given: 1 },
    ])
  })

  it("shows what a new mount has brought meanwhile", async () => {
    const hub = new BusHub()
    const pubsub = new PubSub(new CarriedBus(hub.connect()), new RecordingLogger())
    let stored = "first"
    const view = liveView<{ text: string }, number>({
      name: "stored",
      mount(_params, _session, socket) {
        socket.subscribe(news)
        return { text: stored }
      },
      render: ({ text }) => html`<p>${text}</p>`,
      handleInfo: () => {},
    })
    const harness = await startView(view, { pubsub })
    harness.client.isReading = false
    stored = "changed"
    hub.goDown()
    hub.comeBack()
    await allTurns()
    harness.clock.pass(1_000)
    await allTurns()
    harness.client.isReading = true
    harness.process.touched()
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "changed" } }])
  })

  it("fetches the rows of a stream once more where too many have changed meanwhile", async () => {
    let fetched = 0
    let taken = 0
    const row = (id: number): { readonly id: number } => ({ id })
    const view = liveView<{ lines: Stream<{ readonly id: number }> }, number>({
      name: "log",
      mount: () => ({ lines: stream([row(0)], { key: ({ id }) => id }) }),
      restream() {
        fetched += 1
        return [row(1), row(2)]
      },
      handleInfo(id, socket) {
        taken = id
        socket.stream("lines").insert(row(id))
      },
      render: ({ lines }) => html`<ul>${lines.map(({ id }) => html`<li>${id}</li>`)}</ul>`,
    })
    const harness = await startView(view)
    harness.process.shown()
    harness.client.isReading = false
    for (let id = 1; id <= 1_500; id++) {
      harness.process.info(id)
      // How many are handled in a turn is a matter of time.
      if (id % 500 === 0) while (taken < id) await allTurns()
    }
    expect([fetched, harness.renders.length]).toEqual([0, 1])
    harness.client.isReading = true
    harness.process.touched()
    while (harness.pushed.length === 0) await allTurns()
    expect(fetched).toBe(1)
    expect(harness.pushed).toHaveLength(1)
    expect(harness.pushed[0]?.diff).toMatchObject({ 0: { i: [["1"], ["2"]] } })
  })
})
