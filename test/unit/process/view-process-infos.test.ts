/** A view to which more messages are sent than it handles. */

import { html, liveView, topic } from "../../../src/index.js"
import { currentHops, withHops } from "../../../src/pubsub/between/hops.js"
import { notices } from "../../../src/telemetry/channels.js"
import { allTurns, deferred, startView, ViewHarness } from "../../support/view-harness.js"

interface Price {
  readonly symbol: string
  readonly price: number
}

const prices = topic<Price>("prices", { coalesce: ({ symbol }) => symbol })
const news = topic<Price>("news")

/** A view whose first `handleInfo` waits; it notes what it handles. */
function slow() {
  const gate = deferred()
  const handled: string[] = []
  const ended: string[] = []
  const view = liveView<{ shown: string }, Price>({
    name: "slow",
    mount(_params, _session, socket) {
      socket.subscribe(prices)
      socket.subscribe(prices("eu"))
      socket.subscribe(news)
      return { shown: "" }
    },
    events: {},
    async handleInfo({ symbol, price }, socket) {
      handled.push(`${symbol} ${price}`)
      if (handled.length === 1) await gate.promise
      socket.assign({ shown: handled.join() })
    },
    terminate: (reason) => void ended.push(reason),
    render: ({ shown }) => html`<p>${shown}</p>`,
  })
  return { gate, handled, ended, view }
}

async function noticed(run: () => Promise<void>): Promise<unknown[]> {
  const told: unknown[] = []
  const note = (notice: unknown): void => void told.push(notice)
  notices.limit.subscribe(note)
  await run()
  notices.limit.unsubscribe(note)
  return told
}

describe("messages that wait for a view", () => {
  it("are the newest of each key, where their topic says what they are about", async () => {
    const { view, gate, handled } = slow()
    const { pubsub } = await startView(view)
    for (let price = 1; price <= 5_000; price++) {
      pubsub.broadcast(prices, { symbol: price % 2 === 0 ? "even" : "odd", price })
      // A topic for an id has its own.
      if (price === 3) pubsub.broadcast(prices("eu"), { symbol: "even", price })
      if (price === 1) await allTurns()
    }
    gate.resolve()
    await allTurns()
    expect(handled).toEqual(["odd 1", "even 5000", "odd 4999", "even 3"])
  })

  it("may be a thousand: they are one render", async () => {
    const { view, gate, handled } = slow()
    const { pubsub, pushed, process } = await startView(view)
    pubsub.broadcast(news, { symbol: "a", price: 0 })
    await allTurns()
    const told = await noticed(async () => {
      for (let price = 1; price <= 1_000; price++) pubsub.broadcast(news, { symbol: "a", price })
      gate.resolve()
      for (let round = 0; handled.length < 1_001 && round < 1_000; round++) await allTurns()
    })
    await allTurns()
    expect([handled.length, pushed.length, process.state, told]).toEqual([1_001, 2, "mounted", []])
  })

  it("end it where they are more: the page is told why, and so is the app", async () => {
    const { view, gate, ended, handled } = slow()
    const harness = await startView(view)
    const { pubsub, process, exits, logger } = harness
    pubsub.broadcast(news, { symbol: "a", price: 0 })
    await allTurns()
    const told = await noticed(async () => {
      for (let price = 1; price <= 1_002; price++) pubsub.broadcast(news, { symbol: "a", price })
      await Promise.resolve()
    })
    expect(process.state).toBe("ended")
    expect(exits).toEqual([expect.objectContaining({ code: "LV_TOO_MANY_INFOS" })])
    expect(exits[0]?.message).toContain("`limits.infosWaiting`")
    expect(told).toEqual([{ limit: "infosWaiting", view: "slow" }])
    expect(logger.at("error")).toEqual([exits[0]?.message])
    gate.resolve()
    await allTurns()
    expect([ended, handled.length, exits.length, harness.clock.waiting]).toEqual([["crash"], 1, 1, 0])
  })

  it("are as many as the option says, of whatever they are sent by", async () => {
    const { view, ended } = slow()
    const { process, exits } = await startView(view, { infosWaiting: 2 })
    for (const price of [1, 2]) process.info({ symbol: "a", price })
    expect(process.state).toBe("mounted")
    process.info({ symbol: "a", price: 3 })
    await allTurns()
    expect([process.state, exits.map(({ code }) => code), ended]).toEqual(["ended", ["LV_TOO_MANY_INFOS"], ["crash"]])
  })

  it("end a view that is still being mounted, too: its start fails", async () => {
    const mounting = deferred()
    const view = liveView<object, Price>({
      name: "mounting",
      async mount(_params, _session, socket) {
        socket.subscribe(news)
        await mounting.promise
        return {}
      },
      handleInfo: () => {},
      render: () => html`<p>never</p>`,
    })
    const harness = new ViewHarness(view, { infosWaiting: 2 })
    const start = harness.process.start()
    for (const price of [1, 2, 3]) harness.pubsub.broadcast(news, { symbol: "a", price })
    mounting.resolve()
    await expect(start).rejects.toMatchObject({ code: "LV_VIEW_CLOSED" })
    expect(harness.exits.map(({ code }) => code)).toEqual(["LV_TOO_MANY_INFOS"])
  })
})

describe("messages whose `handleInfo` awaits something", () => {
  let time = 0
  beforeEach(() => {
    time = 0
    jest.spyOn(performance, "now").mockImplementation(() => time)
  })
  afterEach(() => jest.restoreAllMocks())

  /** What is shown of twenty messages that wait, each of which takes so many milliseconds. */
  async function shown(ms: number, first: "sync" | "async" = "async"): Promise<unknown[]> {
    const view = liveView<{ count: number }, number>({
      name: "waiting",
      mount: () => ({ count: 0 }),
      handleInfo(number, socket) {
        const handled = (): void => {
          time += ms
          socket.update("count", (count) => count + 1)
        }
        if (first === "sync") return handled()
        return Promise.resolve(number).then(handled)
      },
      render: ({ count }) => html`<p>${count}</p>`,
    })
    const { process, pushed } = await startView(view)
    for (let number = 0; number < 20; number++) process.info(number)
    for (let round = 0; round < 20; round++) await allTurns()
    return pushed.map(({ diff }) => diff)
  }

  it("are shown before the last of them is handled, a few times a second", async () => {
    expect(await shown(50)).toEqual([{ 0: "5" }, { 0: "10" }, { 0: "15" }, { 0: "20" }])
  })

  it("are shown one by one where each takes long", async () => {
    expect(await shown(1_000)).toHaveLength(20)
  })

  it("are one render where they take no time", async () => {
    expect(await shown(0)).toEqual([{ 0: "20" }])
  })

  it("are one render, however long it takes, where nothing is awaited", async () => {
    expect(await shown(1, "sync")).toEqual([{ 0: "20" }])
  })
})

describe("how many processes have passed on what a view handles", () => {
  const posts = topic<string>("posts")

  /** A view that notes the hops with which each of its callbacks runs. */
  async function counting(name: string, log: unknown[]) {
    const view = liveView<object, string>({
      name,
      mount(_params, _session, socket) {
        socket.subscribe(posts)
        return {}
      },
      events: { do: () => void log.push([name, "event", currentHops()]) },
      async handleInfo(message, socket) {
        log.push([name, message, currentHops()])
        await Promise.resolve()
        if (message === "task")
          socket.startAsync(
            "task",
            () => 1,
            () => void log.push([name, "done", currentHops()]),
          )
        if (message === "timer") socket.sendAfter(10, "tick")
      },
      render: () => html`<p>x</p>`,
    })
    return startView(view)
  }

  it("is of its own message, whoever has asked for the round before it", async () => {
    const log: unknown[] = []
    const [one, two] = [await counting("one", log), await counting("two", log)]
    withHops(5, () => one.pubsub.broadcast(posts, "remote"))
    two.process.info("local")
    withHops(3, () => two.process.info("sent on"))
    await allTurns()
    expect(log).toEqual([
      ["one", "remote", 5],
      ["two", "local", 0],
      ["two", "sent on", 3],
    ])
  })

  it("goes along with a task that it sets off, but with no timer", async () => {
    const log: unknown[] = []
    const { pubsub, clock } = await counting("one", log)
    withHops(5, () => pubsub.broadcast(posts, "task"))
    withHops(4, () => pubsub.broadcast(posts, "timer"))
    await allTurns()
    withHops(4, () => clock.pass(10))
    await allTurns()
    expect(log).toEqual([
      ["one", "task", 5],
      ["one", "timer", 4],
      ["one", "done", 5],
      ["one", "tick", 0],
    ])
  })
})
