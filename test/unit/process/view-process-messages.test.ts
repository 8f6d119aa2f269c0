import { z } from "zod"
import { event, liveView } from "../../../src/index.js"
import type { PubSub } from "../../../src/pubsub/pubsub.js"
import { topic } from "../../../src/pubsub/topic.js"
import { html } from "../../../src/render/values/html.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { allTurns, deferred, startView } from "../../support/view-harness.js"

interface Log {
  log: readonly string[]
}
const news = topic<string>("news")

const reader = liveView<Log, string>({
  name: "reader",
  mount: () => ({ log: [] }),
  render: ({ log }) => html`<p>${log.join()}</p>`,
  events: {
    subscribe(_params, socket) {
      socket.subscribe(news)
      socket.subscribe(news)
      socket.subscribe(news(7))
    },
    unsubscribe: (_params, socket) => socket.unsubscribe(news),
    after(_params, socket) {
      socket.sendAfter(100, "after 100")
      socket.sendAfter(50, "after 50")
      socket.sendAfter(0, "after 0")
    },
    every: (_params, socket) => socket.sendInterval(10, "tick"),
    broken: (params, socket) => socket.sendAfter(params["ms"] as number, "never"),
  },
  handleInfo: (message, socket) => socket.update("log", (log) => [...log, message]),
})

describe("a subscription", () => {
  it("brings each message once, however often it was made", async () => {
    const harness = await startView(reader)
    await harness.process.event("subscribe", {})
    harness.pubsub.broadcast(news, "a")
    harness.pubsub.broadcast(news(7), "b")
    harness.pubsub.broadcast(news(8), "c")
    await allTurns()
    expect(harness.shown).toEqual(["a,b"])
    await harness.process.event("unsubscribe", {})
    harness.pubsub.broadcast(news, "d")
    await allTurns()
    expect(harness.shown).toEqual(["a,b"])
  })

  it("brings no message that the view itself has broadcast from its socket", async () => {
    const view = liveView<Log, string>({
      name: "talker",
      mount(_params, _session, socket) {
        socket.subscribe(news)
        pubsub?.broadcastFrom(socket, news, "mounted")
        return { log: [] }
      },
      render: ({ log }) => html`<p>${log.join()}</p>`,
      events: { say: (_params, socket) => pubsub?.broadcastFrom(socket, news, "said") },
      handleInfo: (message, socket) => socket.update("log", (log) => [...log, message]),
    })
    let pubsub: PubSub | undefined
    const listener = await startView(reader)
    await listener.process.event("subscribe", {})
    pubsub = listener.pubsub
    const talker = await startView(view, { pubsub })
    await talker.process.event("say", {})
    await allTurns()
    expect([talker.shown, listener.shown]).toEqual([[""], ["mounted,said"]])
  })

  it("is refused where no handleInfo would take its messages, also in the HTTP render", async () => {
    const view = liveView<{ a: number }, string>({
      name: "deaf",
      render: () => html`a`,
      mount(_params, _session, socket) {
        socket.subscribe(news)
        return { a: 1 }
      },
    })
    await expect(startView(view, { isLive: false })).rejects.toMatchObject({ code: "LV_NO_HANDLE_INFO" })
  })
})

describe("a message to a view without handleInfo", () => {
  it("is dropped and logged, and the view goes on", async () => {
    const view = liveView({ name: "deaf", mount: () => ({}), render: () => html`a` })
    const harness = await startView(view)
    harness.process.info("hello")
    await allTurns()
    expect(harness.process.state).toBe("mounted")
    expect(harness.logger.entries).toMatchObject([
      { level: "error", details: { code: "LV_NO_HANDLE_INFO", view: "deaf" } },
    ])
  })
})

describe("a timer", () => {
  it("brings its message when its time has come", async () => {
    const harness = await startView(reader)
    await harness.process.event("after", {})
    harness.clock.pass(99)
    await allTurns()
    expect(harness.shown).toEqual(["after 0,after 50"])
    harness.clock.pass(1)
    await allTurns()
    expect(harness.shown).toEqual(["after 0,after 50,after 100"])
    expect(harness.clock.waiting).toBe(0)
  })

  it("that is asked for while an asynchronous engine renders starts too", async () => {
    const gate = deferred()
    const rendering = deferred()
    let isLate = false
    const renderer = {
      render: async (assigns: object): Promise<Rendered> => {
        if (isLate) await rendering.promise
        return html`<p>${(assigns as Log).log.join()}</p>`
      },
    }
    const view = liveView<Log, string>({
      name: "late",
      mount: () => ({ log: [] }),
      template: "late.njk",
      events: {
        go(_params, socket) {
          socket.assign({ log: ["go"] })
          void gate.promise.then(() => socket.sendAfter(10, "late"))
        },
      },
      handleInfo: (message, socket) => socket.update("log", (log) => [...log, message]),
    })
    const harness = await startView(view, { renderer })
    isLate = true
    const event = harness.process.event("go", {})
    gate.resolve()
    await allTurns()
    rendering.resolve()
    await event
    await allTurns()
    harness.clock.pass(10)
    await allTurns()
    expect(harness.shown).toEqual(["go,late"])
  })

  it("that repeats leaves ticks out while the last one waits", async () => {
    const harness = await startView(reader)
    await harness.process.event("every", {})
    harness.clock.pass(1000)
    await allTurns()
    expect(harness.shown).toEqual(["tick"])
    harness.clock.pass(10)
    await allTurns()
    expect(harness.shown).toEqual(["tick,tick"])
  })

  it.each([-1, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY, "100"])("with the delay %s is refused", async (ms) => {
    const { process, clock } = await startView(reader)
    const { extras } = await process.event("broken", { ms })
    expect(extras?.x?.code).toBe("LV_DELAY_INVALID")
    expect(clock.waiting).toBe(0)
  })
})

describe("a checked event", () => {
  const schema = z.object({ n: z.coerce.number().int() })
  const checking = liveView<{ text: string }>({
    name: "checking",
    mount: () => ({ text: "" }),
    render: ({ text }) => html`<p>${text}</p>`,
    events: {
      plain: event(schema, ({ n }, socket) => socket.assign({ text: `got ${n + 1}` })),
      later: event(
        schema.refine(async ({ n }) => n > 0, "must be positive"),
        async ({ n }, socket) => {
          await Promise.resolve()
          socket.assign({ text: `later ${n}` })
          return n
        },
      ),
      handled: event(
        schema,
        () => {},
        (issues, params, socket) =>
          socket.assign({ text: `${issues.map(({ path }) => path?.join()).join()} of ${JSON.stringify(params)}` }),
      ),
      text: event(z.string(), (text, socket) => socket.assign({ text })),
      sent: event(schema, ({ n }, socket, sent) => socket.assign({ text: `${n} of ${JSON.stringify(sent)}` })),
    },
  })

  it("gets what its schema made of the parameters", async () => {
    const { process } = await startView(checking)
    expect(await process.event("plain", { n: "41" })).toEqual({ diff: { 0: "got 42" } })
    expect(await process.event("text", "any JSON")).toEqual({ diff: { 0: "any JSON" } })
  })

  it("gets the parameters as they were sent, too", async () => {
    const { process } = await startView(checking)
    expect(await process.event("sent", { n: "41", more: "x" })).toEqual({ diff: { 0: '41 of {"n":"41","more":"x"}' } })
  })

  it("may have an asynchronous schema", async () => {
    const { process } = await startView(checking)
    expect(await process.event("later", { n: "1" })).toEqual({ diff: { 0: "later 1" }, extras: { y: 1 } })
    const { extras } = await process.event("later", { n: "-1" })
    expect(extras?.x?.message).toContain("must be positive")
  })

  it("is refused where parameters do not pass, and nothing is touched", async () => {
    const harness = await startView(checking)
    const { diff, extras } = await harness.process.event("plain", { n: "x" })
    expect(diff).toBeNull()
    expect(extras?.x?.code).toBe("LV_EVENT_INVALID")
    expect(extras?.x?.message).toMatch(/"plain".*: n: /)
    expect(harness.logger.at("warn")).toHaveLength(1)
    expect(harness.process.state).toBe("mounted")
    expect(harness.renders).toHaveLength(1)
  })

  it("calls invalid with the issues and the parameters as they came", async () => {
    const { process } = await startView(checking)
    expect(await process.event("handled", { n: "x" })).toEqual({ diff: { 0: 'n of {"n":"x"}' } })
    expect(await process.event("handled", "text")).toEqual({ diff: { 0: ' of {"value":"text"}' } })
  })
})

describe("parameters of a plain event", () => {
  it.each([
    [{ a: 1 }, { a: 1 }],
    [undefined, {}],
    [null, {}],
    ["text", { value: "text" }],
    [[1, 2], { value: [1, 2] }],
  ])("that came as %j are %j", async (given, expected) => {
    const seen: unknown[] = []
    const view = liveView({
      name: "p",
      mount: () => ({}),
      render: () => html`a`,
      events: { go: (params) => void seen.push(params) },
    })
    const { process } = await startView(view)
    await process.event("go", given)
    expect(seen).toEqual([expected])
  })
})

describe("an asynchronous handleInfo", () => {
  it("holds up what comes after it", async () => {
    const gate = deferred()
    const view = liveView<Log, string>({
      name: "waiting",
      mount: () => ({ log: [] }),
      render: ({ log }) => html`<p>${log.join()}</p>`,
      async handleInfo(message, socket) {
        if (message === "first") await gate.promise
        socket.update("log", (log) => [...log, message])
      },
    })
    const harness = await startView(view)
    harness.process.info("first")
    harness.process.info("second")
    await allTurns()
    expect(harness.pushed).toEqual([])
    gate.resolve()
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "first,second" } }])
  })
})
