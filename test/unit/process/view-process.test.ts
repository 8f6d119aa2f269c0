import { liveView, type Params, type Socket } from "../../../src/index.js"
import { takeTurnSoon } from "../../../src/process/messages/turns.js"
import { topic } from "../../../src/pubsub/topic.js"
import { html } from "../../../src/render/values/html.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { answering } from "../../support/asker.js"
import { allTurns, deferred, startView, ViewHarness } from "../../support/view-harness.js"

const render = ({ count }: { readonly count: unknown }): Rendered => html`<p>${String(count)}</p>`

const counter = liveView<{ count: number; other: string }, number>({
  name: "counter",
  mount: () => ({ count: 0, other: "a" }),
  render,
  events: {
    add: (_params, socket) => socket.update("count", (n) => n + 1),
    async addLater(_params, socket) {
      await Promise.resolve()
      socket.update("count", (n) => n + 1)
    },
    nothing: () => undefined,
    touch: (_params, socket) => socket.assign("other", "a"),
    back(_params, socket) {
      socket.assign({ count: 7 })
      socket.assign({ count: 0 })
    },
    reply: () => ({ saved: true }),
    push(_params, socket) {
      socket.pushEvent("one", { n: 1 })
      socket.title("New")
      socket.pushEvent("two")
    },
    leave: (_params, socket) => socket.redirect("/next"),
  },
  handleInfo: (n, socket) => socket.update("count", (count) => count + n),
})

describe("start", () => {
  it("mounts and renders, and gives the tree and what mount asked for", async () => {
    const view = liveView<{ count: number }, string>({
      name: "asking",
      render,
      mount(_params, _session, socket) {
        socket.title("Hello")
        socket.pushEvent("ready", { at: 1 })
        return { count: 1 }
      },
      handleInfo: () => {},
    })
    const harness = new ViewHarness(view)
    const started = await harness.process.start()
    const effects = [
      { kind: "title", text: "Hello" },
      { kind: "event", name: "ready", payload: { at: 1 } },
    ]
    expect(started).toMatchObject({ kind: "rendered", effects })
    expect(harness.shown).toEqual(["1"])
    expect(harness.renders).toEqual([undefined])
  })

  it("gives mount the params, the session and the socket's facts", async () => {
    const seen: unknown[] = []
    const view = liveView({
      name: "facts",
      render: () => html`a`,
      mount(params, session, { connected, id, view, connectParams }) {
        seen.push(params, session, { connected, id, view, connectParams })
        return {}
      },
    })
    await startView(view, { params: { id: "7" }, session: { user: 1 }, connectParams: { zone: "UTC" } })
    const facts = { connected: true, id: "facts-1", view: "facts", connectParams: { zone: "UTC" } }
    expect(seen).toEqual([{ id: "7" }, { user: 1 }, facts])
  })

  it.each(["assign", "update", "assignAsync", "startAsync"])(
    "tells that mount returns its assigns: no `%s`",
    async (method) => {
      const view = liveView({
        name: "assigning",
        mount(_params, _session, socket) {
          ;(socket as unknown as Record<string, (values: object) => void>)[method]?.({ count: 1 })
          return { count: 0 }
        },
        render: ({ count }) => html`${count}`,
      })
      await expect(startView(view)).rejects.toMatchObject({ code: "LV_ASSIGN_IN_MOUNT" })
    },
  )

  it("shows nothing where mount makes a redirect and does not return it", async () => {
    const view = liveView({
      name: "forgetful",
      mount: (_params, _session, socket) => {
        socket.redirect("/login")
        return {}
      },
      render: () => html`<p>secret</p>`,
    })
    await expect(new ViewHarness(view).process.start()).rejects.toMatchObject({ code: "LV_REDIRECT_LOST" })
  })

  it("resolves to a redirect where mount returns one, and the view has ended", async () => {
    const news = topic<string>("news")
    const view = liveView<{ count: number }, string>({
      name: "redirecting",
      render,
      mount(_params, _session, socket) {
        socket.subscribe(news)
        return socket.redirect("/login?from=ä")
      },
      handleInfo: () => {},
    })
    const harness = new ViewHarness(view)
    expect(await harness.process.start()).toEqual({ kind: "redirect", to: "/login?from=%C3%A4" })
    expect(harness.process.state).toBe("ended")
    expect(harness.renders).toEqual([])
  })

  it.each([
    ["undefined", undefined],
    ["an array", []],
    ['the number "1"', 1],
    ["an instance of Map", new Map()],
    ["null", null],
  ])("rejects when mount gives %s instead of assigns", async (got, mounted) => {
    const view = liveView({ name: "wrong", render: () => html`a`, mount: () => mounted as object })
    const harness = new ViewHarness(view)
    await expect(harness.process.start()).rejects.toMatchObject({
      code: "LV_ASSIGNS_INVALID",
      message: expect.stringContaining(`gave ${got} where`),
    })
    expect(harness.process.state).toBe("ended")
  })

  it("has assignNew return what the request holds, else what it makes", async () => {
    const made: string[] = []
    const view = liveView({
      name: "held",
      mount(_params, _session, socket) {
        const make = (name: string): string => {
          made.push(name)
          return name
        }
        return {
          user: socket.assignNew("user", () => make("made")),
          other: socket.assignNew("toString", () => make("own")),
        }
      },
      render: ({ user, other }) => html`<p>${user}</p><p>${other}</p>`,
    })
    const harness = await startView(view, { held: { user: "held" } })
    expect(harness.shown).toEqual(["held", "own"])
    expect(made).toEqual(["own"])
  })

  it("takes an asynchronous renderer", async () => {
    const renderer = { render: async (assigns: object): Promise<Rendered> => render(assigns as { count: number }) }
    const harness = await startView(counter, { renderer })
    const frame = await harness.process.event("add", {})
    expect(frame).toEqual({ diff: { 0: "1" } })
    harness.process.info(5)
    harness.process.info(5)
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "11" } }])
  })
})

describe("an event", () => {
  it("is answered with the difference it made", async () => {
    const { process } = await startView(counter)
    expect(await process.event("add", {})).toEqual({ diff: { 0: "1" } })
    expect(await process.event("addLater", {})).toEqual({ diff: { 0: "2" } })
  })

  it("is answered at once where its handler is synchronous", async () => {
    const { process } = await startView(counter)
    // The first of a round of turns, of which nothing is spent yet.
    await new Promise<void>((resolve) => takeTurnSoon({ takeTurn: () => resolve() }))
    const frames: unknown[] = []
    process.dispatch(
      { name: "add", params: {} },
      answering((frame) => frames.push(frame)),
      0,
    )
    expect(frames).toEqual([{ diff: { 0: "1" } }])
  })

  it("that assigns nothing new renders nothing", async () => {
    const harness = await startView(counter)
    for (const name of ["nothing", "touch", "back"])
      expect(await harness.process.event(name, {})).toEqual({ diff: null })
    expect(harness.renders).toHaveLength(1)
  })

  it("that assigns several times renders once, and says which names changed", async () => {
    const list = [1]
    const view = liveView<{ a: number; b: number[]; c: number }>({
      name: "several",
      mount: () => ({ a: 0, b: list, c: 0 }),
      render: ({ a, b }) => html`<p>${a}</p><p>${b.join()}</p>`,
      events: {
        go(_params, socket) {
          socket.assign("a", 1)
          list.push(2)
          socket.assign({ a: 2, b: list, c: 0 })
        },
      },
    })
    const harness = await startView(view)
    expect(await harness.process.event("go", {})).toEqual({ diff: { 0: "2", 1: "1,2" } })
    expect(harness.renders).toEqual([undefined, { dirty: new Set(["a"]), mutated: new Set(["b"]) }])
  })

  it("brings reply, page events, title and redirect beside its difference", async () => {
    const { process } = await startView(counter)
    expect(await process.event("reply", {})).toEqual({ diff: null, extras: { y: { saved: true } } })
    const extras = {
      e: [
        ["one", { n: 1 }],
        ["two", undefined],
      ],
      n: "New",
    }
    expect(await process.event("push", {})).toEqual({ diff: null, extras })
    expect(await process.event("leave", {})).toEqual({ diff: null, extras: { r: { to: "/next" } } })
  })

  it("that no view handles is refused, and nothing is touched", async () => {
    const harness = await startView(counter)
    for (const name of ["adds", "constructor", "__proto__", "toString"]) {
      const { diff, extras } = await harness.process.event(name, {})
      expect(diff).toBeNull()
      expect(extras?.x?.code).toBe("LV_UNKNOWN_EVENT")
    }
    expect(harness.process.state).toBe("mounted")
    expect(await harness.process.event("add", {})).toEqual({ diff: { 0: "1" } })
  })

  it("that is unknown does not tell the names of others in production", async () => {
    const { process } = await startView(counter, { development: false })
    const { extras } = await process.event("adds", {})
    expect(extras?.x).toEqual({ code: "LV_UNKNOWN_EVENT", message: 'The view "counter" refused this.' })
  })

  it("goes to handleEvent where no list has it", async () => {
    const view = liveView({
      name: "dynamic",
      mount: () => ({ count: "" }),
      render,
      events: { known: (_params, socket) => socket.assign({ count: "known" }) },
      handleEvent: (name, params, socket) => socket.assign({ count: `${name}:${String(params["id"])}` }),
    })
    const { process } = await startView(view)
    expect(await process.event("row-7", { id: 1 })).toEqual({ diff: { 0: "row-7:1" } })
    expect(await process.event("known", {})).toEqual({ diff: { 0: "known" } })
  })

  it("sees its events' object as this", async () => {
    type CountSocket = Socket<{ count: number }>
    const events = {
      one(_params: Params, socket: CountSocket): void {
        socket.update("count", (n) => n + 1)
      },
      two(params: Params, socket: CountSocket): void {
        this.one(params, socket)
        this.one(params, socket)
      },
    }
    const view = liveView({ name: "this", mount: () => ({ count: 0 }), render, events })
    const { process } = await startView(view)
    expect(await process.event("two", {})).toEqual({ diff: { 0: "2" } })
  })

  it("waits until the one before is done, however long that takes", async () => {
    const gate = deferred()
    const log: string[] = []
    const view = liveView({
      name: "slow",
      mount: () => ({ count: 0 }),
      render,
      events: {
        async slow() {
          log.push("slow begins")
          await gate.promise
          log.push("slow ends")
        },
        fast: () => {
          log.push("fast")
        },
      },
    })
    const { process } = await startView(view)
    const both = Promise.all([process.event("slow", {}), process.event("fast", {})])
    await allTurns()
    expect(log).toEqual(["slow begins"])
    gate.resolve()
    await both
    expect(log).toEqual(["slow begins", "slow ends", "fast"])
  })
})

describe("messages", () => {
  it("that wait together make one render", async () => {
    const harness = await startView(counter)
    for (const n of [1, 2, 3]) harness.process.info(n)
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "6" } }])
    expect(harness.renders).toHaveLength(2)
  })

  it("that change nothing push nothing", async () => {
    const harness = await startView(counter)
    harness.process.info(0)
    await allTurns()
    expect(harness.pushed).toEqual([])
  })

  it("are shown before an event that came after them", async () => {
    const harness = await startView(counter)
    const order: string[] = []
    harness.process.info(10)
    harness.process.dispatch(
      { name: "add", params: {} },
      answering(({ diff }) => order.push(`${harness.pushed.length} pushed, then ${JSON.stringify(diff)}`)),
      0,
    )
    harness.process.info(100)
    await allTurns()
    expect(order).toEqual(['1 pushed, then {"0":"11"}'])
    expect(harness.pushed).toEqual([{ diff: { 0: "10" } }, { diff: { 0: "111" } }])
  })

  it("that keep coming do not put off the render for ever", async () => {
    const view = liveView<{ count: number }, number>({
      name: "busy",
      mount: () => ({ count: 0 }),
      render,
      async handleInfo(n, socket) {
        // While this one is handled, the next one comes.
        if (n < 5) harness.process.info(n + 1)
        await Promise.resolve()
        socket.assign({ count: n })
      },
    })
    const harness = await startView(view)
    harness.process.info(1)
    await allTurns()
    await allTurns()
    expect(harness.pushed.map(({ diff }) => diff)).toEqual(["1", "2", "3", "4", "5"].map((text) => ({ 0: text })))
  })

  it("are pushed after the reply of an event that was handled before", async () => {
    const harness = await startView(counter)
    const order: string[] = []
    const event = harness.process.event("addLater", {}).then(() => order.push(`reply, ${harness.pushed.length} pushed`))
    harness.process.info(1)
    await event
    await allTurns()
    expect(order).toEqual(["reply, 0 pushed"])
    expect(harness.pushed).toHaveLength(1)
  })

  it("that come while it mounts are handled when it has", async () => {
    const gate = deferred()
    const news = topic<number>("news")
    const view = liveView<{ count: number }, number>({
      name: "mounting",
      render,
      async mount(_params, _session, socket) {
        socket.subscribe(news)
        await gate.promise
        return { count: 1 }
      },
      handleInfo: (n, socket) => socket.update("count", (count) => count + n),
    })
    const harness = new ViewHarness(view)
    const starting = harness.process.start()
    harness.pubsub.broadcast(news, 10)
    harness.pubsub.broadcast(news, 100)
    gate.resolve()
    await starting
    // The caller answers the join first.
    expect(harness.pushed).toEqual([])
    expect(harness.shown).toEqual(["1"])
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "111" } }])
  })

  it("keep the event loop going while many views show them", async () => {
    const slow = liveView<{ count: number }, number>({
      name: "slow",
      mount: () => ({ count: 0 }),
      render,
      handleInfo(n, socket) {
        const end = performance.now() + 2
        while (performance.now() < end);
        socket.assign({ count: n })
      },
    })
    const harnesses = await Promise.all(Array.from({ length: 20 }, () => startView(slow)))
    for (const { process } of harnesses) process.info(1)
    let rounds = 0
    while (harnesses.some(({ pushed }) => pushed.length === 0)) {
      rounds += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    // 40 ms of work in slices of 8 ms: the loop went round several times meanwhile.
    expect(rounds).toBeGreaterThan(3)
  })
})

describe("what is assigned when no callback runs", () => {
  it("is shown too", async () => {
    const gate = deferred()
    const view = liveView({
      name: "stray",
      mount: () => ({ count: 0 }),
      render,
      events: {
        go(_params, socket) {
          void gate.promise.then(() => {
            socket.assign({ count: 1 })
            socket.assign({ count: 2 })
            socket.pushEvent("late")
          })
        },
      },
    })
    const harness = await startView(view)
    expect(await harness.process.event("go", {})).toEqual({ diff: null })
    gate.resolve()
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "2" }, extras: { e: [["late", undefined]] } }])
  })
})

describe("a view that is not connected", () => {
  it("does nothing that only a page can have: subscriptions, timers, page events", async () => {
    const news = topic<string>("news")
    const view = liveView<{ count: number }, string>({
      name: "http",
      render,
      mount(_params, _session, socket) {
        socket.subscribe(news)
        socket.sendAfter(1, "later")
        socket.pushEvent("ready")
        socket.title("Title")
        return { count: 0 }
      },
      events: {
        go(_params, socket) {
          socket.sendInterval(1, "again")
          socket.pushEvent("gone")
          socket.assign({ count: 5 })
          socket.redirect("/done")
        },
      },
      handleInfo: (_message, socket) => socket.assign({ count: 99 }),
    })
    const harness = new ViewHarness(view, { isLive: false })
    const started = await harness.process.start()
    expect(started).toMatchObject({ effects: [{ kind: "title", text: "Title" }] })
    expect(await harness.process.event("go", {})).toEqual({ diff: null })
    expect(harness.process.takeEffects()).toEqual([{ kind: "redirect", to: "/done" }])
    harness.pubsub.broadcast(news, "x")
    expect(harness.clock.waiting).toBe(0)
    await allTurns()
    expect(harness.shown).toEqual(["5"])
    expect(harness.pushed).toEqual([])
  })

  it("rejects an event whose handler throws, for the host's error handling", async () => {
    const view = liveView({
      name: "failing",
      mount: () => ({ count: 0 }),
      render,
      events: {
        fail() {
          throw new Error("no")
        },
      },
    })
    const { process, exits } = await startView(view, { isLive: false })
    await expect(process.event("fail", {})).rejects.toThrow("no")
    await allTurns()
    expect(exits).toEqual([])
  })

  it("does not call terminate", async () => {
    const reasons: string[] = []
    const view = liveView({
      name: "t",
      mount: () => ({ count: 0 }),
      render,
      terminate: (reason) => reasons.push(reason),
    })
    const { process } = await startView(view, { isLive: false })
    await process.close("leave")
    expect(reasons).toEqual([])
  })
})
