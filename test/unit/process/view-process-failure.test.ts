import { channel } from "node:diagnostics_channel"
import { z } from "zod"
import { event, liveView } from "../../../src/index.js"
import type { Frame } from "../../../src/process/output/frame.js"
import { topic } from "../../../src/pubsub/topic.js"
import { html } from "../../../src/render/values/html.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { answering } from "../../support/asker.js"
import { allTurns, deferred, startView, ViewHarness } from "../../support/view-harness.js"

interface Fragile {
  count: number
}
const ticks = topic<string>("ticks")

function fragile(extra: { terminated?: unknown[]; renderFails?: () => boolean } = {}) {
  const { terminated = [], renderFails = () => false } = extra
  return liveView<Fragile, string>({
    name: "fragile",
    mount(_params, _session, socket) {
      socket.subscribe(ticks)
      socket.sendInterval(100, "tick")
      return { count: 0 }
    },
    render: ({ count }): Rendered => {
      if (renderFails()) throw new Error("the template is broken")
      return html`<p>${count}</p>`
    },
    events: {
      add: (_params, socket) => socket.update("count", (n) => n + 1),
      fail() {
        throw new Error("secret detail")
      },
      async failLater() {
        await Promise.resolve()
        throw new Error("secret detail")
      },
      checked: event(
        z.object({ n: z.number() }).transform(() => {
          throw new Error("secret detail")
        }),
        () => {},
      ),
      misspelled: (_params, socket) => socket.assign({ cuont: 1 } as unknown as Fragile),
      circular(_params, socket) {
        socket.assign({ count: 5 })
      },
      noText: () => {
        throw "just a text"
      },
    },
    handleEvent() {
      throw new Error("secret detail")
    },
    handleInfo(message, socket) {
      if (message === "fail") throw new Error("secret detail")
      socket.update("count", (n) => n + 1)
    },
    terminate: (reason, socket) => terminated.push([reason, socket.assigns.count]),
  })
}

describe("an exception in a callback", () => {
  it.each(["fail", "failLater", "checked"])("ends the view alone: %s", async (name) => {
    const terminated: unknown[] = []
    const other = await startView(fragile())
    const harness = await startView(fragile({ terminated }))
    await harness.process.event("add", {})
    const { diff, extras } = await harness.process.event(name, { n: 1 })
    expect(diff).toBeNull()
    expect(extras?.x).toMatchObject({ code: "LV_CALLBACK_FAILED", message: "secret detail" })
    expect(harness.exits).toEqual([])
    await allTurns()
    expect(harness.exits).toEqual([extras?.x])
    expect(harness.process.state).toBe("ended")
    expect(terminated).toEqual([["crash", 1]])
    expect(await other.process.event("add", {})).toEqual({ diff: { 0: "1" } })
  })

  it("is logged and handed to onError with view, callback and event", async () => {
    const harness = await startView(fragile())
    await harness.process.event("fail", {})
    const context = { view: "fragile", id: "fragile-1", callback: "events.fail", event: "fail" }
    expect(harness.errors).toEqual([[expect.objectContaining({ message: "secret detail" }), context]])
    expect(harness.logger.entries).toEqual([
      {
        level: "error",
        message: 'events.fail of the view "fragile" threw; this view has ended.',
        details: { ...context, error: expect.any(Error) },
      },
    ])
  })

  it("of handleEvent and handleInfo is named as such", async () => {
    const first = await startView(fragile())
    await first.process.event("some-event", {})
    const second = await startView(fragile())
    second.process.info("fail")
    await allTurns()
    expect(first.errors[0]?.[1]).toMatchObject({ callback: "handleEvent", event: "some-event" })
    expect(second.errors[0]?.[1]).toEqual({ view: "fragile", id: "fragile-1", callback: "handleInfo" })
    expect(second.exits).toHaveLength(1)
  })

  it("tells the browser a general sentence in production, and the stack in development", async () => {
    const production = await startView(fragile(), { development: false })
    const { extras } = await production.process.event("fail", {})
    expect(extras?.x).toEqual({
      code: "LV_CALLBACK_FAILED",
      message: 'Something went wrong in the view "fragile". The server\'s log says what.',
    })
    const development = await startView(fragile())
    const frame = await development.process.event("fail", {})
    expect(frame.extras?.x?.detail).toContain("view-process-failure.test.ts")
  })

  it("may be anything that was thrown", async () => {
    const { process } = await startView(fragile())
    const { extras } = await process.event("noText", {})
    expect(extras?.x).toEqual({ code: "LV_CALLBACK_FAILED", message: "just a text" })
  })

  it.each<[string, () => unknown]>([
    ["nothing", () => undefined],
    ['the text "<p>hello</p>"', () => "<p>hello</p>"],
    ["an array", () => [html`<p>a</p>`]],
    ["an object", () => ({})],
  ])("a render that returns %s is told what it should return", async (what, render) => {
    const view = liveView({ name: "careless", mount: () => ({}), render: render as () => Rendered })
    const got = what.replace("the text", "the string").replace("nothing", "undefined")
    await expect(startView(view, { isLive: false })).rejects.toMatchObject({
      code: "LV_RENDER_INVALID",
      message: expect.stringMatching(new RegExp(`"careless" gave ${got}.*return`, "s")) as string,
    })
  })

  it("in the render ends the view too", async () => {
    let broken = false
    const harness = await startView(fragile({ renderFails: () => broken }))
    broken = true
    const { extras } = await harness.process.event("add", {})
    expect(extras?.x?.message).toBe("the template is broken")
    expect(harness.errors[0]?.[1]).toMatchObject({ callback: "render", event: "add" })
    expect(harness.process.state).toBe("ended")
  })

  it("of an asynchronous renderer ends the view too", async () => {
    let broken = false
    const renderer = {
      render: async (assigns: object): Promise<Rendered> => {
        if (broken) throw new Error("later")
        return html`<p>${(assigns as Fragile).count}</p>`
      },
    }
    const harness = await startView(fragile(), { renderer })
    broken = true
    const { extras } = await harness.process.event("add", {})
    expect(extras?.x?.message).toBe("later")
    expect(harness.process.state).toBe("ended")
  })

  it("in the first render or in mount makes start reject, and is reported if the view is connected", async () => {
    const terminated: unknown[] = []
    const first = new ViewHarness(fragile({ renderFails: () => true, terminated }))
    await expect(first.process.start()).rejects.toThrow("the template is broken")
    expect(first.errors.map(([, { callback }]) => callback)).toEqual(["render"])
    expect(first.process.state).toBe("ended")
    expect(terminated).toEqual([["crash", 0]])

    const failing = liveView({
      name: "failing",
      render: () => html`a`,
      mount: async () => {
        throw new Error("no database")
      },
    })
    const second = new ViewHarness(failing)
    await expect(second.process.start()).rejects.toThrow("no database")
    expect(second.errors.map(([, { callback }]) => callback)).toEqual(["mount"])

    const third = new ViewHarness(failing, { isLive: false })
    await expect(third.process.start()).rejects.toThrow("no database")
    expect(third.errors).toEqual([])
  })

  it("in a reply that cannot be written ends the view", async () => {
    const harness = await startView(fragile())
    const frames: unknown[] = []
    harness.process.dispatch(
      { name: "add", params: {} },
      answering((frame) => {
        if (frames.push(frame) === 1) throw new TypeError("cyclic")
      }),
      0,
    )
    await allTurns()
    expect(harness.process.state).toBe("ended")
    expect(frames).toHaveLength(2)
    expect(harness.exits[0]?.message).toBe("cyclic")
  })

  it("of the option onError itself is contained", async () => {
    const harness = await startView(fragile())
    harness.errors.push = () => {
      throw new Error("onError fails")
    }
    const { extras } = await harness.process.event("fail", {})
    expect(extras?.x?.message).toBe("secret detail")
    expect(harness.logger.at("error")).toContain("The option `onError` threw itself.")
  })

  it("is published on the crash channel", async () => {
    const crashes: unknown[] = []
    const listener = (crash: unknown): void => {
      crashes.push(crash)
    }
    channel("livemount.crash").subscribe(listener)
    const { process } = await startView(fragile())
    await process.event("fail", {})
    channel("livemount.crash").unsubscribe(listener)
    expect(crashes).toEqual([
      {
        view: "fragile",
        id: "fragile-1",
        callback: "events.fail",
        event: "fail",
        error: expect.any(Error),
        message: "secret detail",
      },
    ])
  })

  it("that a misspelled assign makes in development says what was meant", async () => {
    const { process } = await startView(fragile())
    const { extras } = await process.event("misspelled", {})
    expect(extras?.x?.code).toBe("LV_ASSIGN_UNKNOWN")
    expect(extras?.x?.message).toContain('Did you mean "count"?')
  })

  it("leaves events that waited told of the view's end", async () => {
    const gate = deferred()
    const view = liveView({
      name: "waiting",
      mount: () => ({ count: 0 }),
      render: ({ count }) => html`<p>${count}</p>`,
      events: { wait: () => gate.promise, next: () => {} },
    })
    const { process } = await startView(view)
    const frames = Promise.all([process.event("wait", {}), process.event("next", {})])
    await allTurns()
    gate.reject(new Error("no"))
    expect((await frames).map(({ extras }) => extras?.x?.code)).toEqual(["LV_CALLBACK_FAILED", "LV_VIEW_CLOSED"])
  })
})

describe("close", () => {
  it("runs terminate with its reason, once", async () => {
    const terminated: unknown[] = []
    const { process } = await startView(fragile({ terminated }))
    await Promise.all([process.close("leave"), process.close("shutdown")])
    expect(terminated).toEqual([["leave", 0]])
    expect(process.state).toBe("ended")
  })

  it("ends subscriptions and timers, and nothing more is handled", async () => {
    const harness = await startView(fragile())
    expect(harness.clock.waiting).toBe(1)
    await harness.process.close("disconnect")
    expect(harness.clock.waiting).toBe(0)
    harness.pubsub.broadcast(ticks, "tick")
    harness.process.info("tick")
    const { extras } = await harness.process.event("add", {})
    expect(extras?.x?.code).toBe("LV_VIEW_CLOSED")
    await allTurns()
    expect(harness.pushed).toEqual([])
  })

  it("answers the event that is being handled, and waits for its handler before terminate", async () => {
    const gate = deferred()
    const log: string[] = []
    const view = liveView({
      name: "patient",
      mount: () => ({ count: 0 }),
      render: ({ count }) => html`<p>${count}</p>`,
      events: {
        async wait(_params, socket) {
          await gate.promise
          socket.assign({ count: 1 })
          socket.pushEvent("done")
          log.push("handler ends")
        },
      },
      terminate: (reason) => log.push(`terminate ${reason}`),
    })
    const harness = await startView(view)
    const event = harness.process.event("wait", {})
    await allTurns()
    const closing = harness.process.close("disconnect")
    expect((await event).extras?.x?.code).toBe("LV_VIEW_CLOSED")
    expect(log).toEqual([])
    gate.resolve()
    await closing
    expect(log).toEqual(["handler ends", "terminate disconnect"])
    await allTurns()
    expect(harness.pushed).toEqual([])
    expect(harness.renders).toHaveLength(1)
  })

  it("answers an event once, also when its render ends after the view", async () => {
    const gate = deferred()
    let isLate = false
    const renderer = {
      render: async (assigns: object): Promise<Rendered> => {
        if (isLate) await gate.promise
        return html`<p>${(assigns as Fragile).count}</p>`
      },
    }
    const harness = await startView(fragile(), { renderer })
    isLate = true
    const frames: Frame[] = []
    harness.process.dispatch(
      { name: "add", params: {} },
      answering((frame) => frames.push(frame)),
      0,
    )
    await allTurns()
    await harness.process.close("disconnect")
    expect(frames.map(({ extras }) => extras?.x?.code)).toEqual(["LV_VIEW_CLOSED"])
    gate.resolve()
    await allTurns()
    expect(frames).toHaveLength(1)
    expect([harness.pushed, harness.exits]).toEqual([[], []])
  })

  it("shows nothing of an info whose render ends after the view", async () => {
    const gate = deferred()
    let isLate = false
    const renderer = {
      render: async (assigns: object): Promise<Rendered> => {
        if (isLate) await gate.promise
        return html`<p>${(assigns as Fragile).count}</p>`
      },
    }
    const harness = await startView(fragile(), { renderer })
    isLate = true
    harness.process.info("tick")
    await allTurns()
    await harness.process.close("disconnect")
    gate.resolve()
    await allTurns()
    expect(harness.pushed).toEqual([])
  })

  it.each(["handler", "render"])(
    "answers an event once, also when its %s fails after the view has ended",
    async (place) => {
      const gate = deferred<never>()
      let isLate = false
      const view = liveView({
        name: "late",
        mount: () => ({ count: 0 }),
        events: { now: (_params, socket) => socket.assign({ count: 1 }), later: () => gate.promise },
        render: ({ count }) => html`<p>${count}</p>`,
      })
      const renderer = { render: async (): Promise<Rendered> => (isLate ? gate.promise : html`<p>0</p>`) }
      const harness = await startView(view, place === "render" ? { renderer } : {})
      isLate = true
      const frames: Frame[] = []
      harness.process.dispatch(
        { name: place === "render" ? "now" : "later", params: {} },
        answering((frame) => frames.push(frame)),
        0,
      )
      await allTurns()
      const closing = harness.process.close("disconnect")
      gate.reject(new Error("too late"))
      await closing
      await allTurns()
      expect(frames.map(({ extras }) => extras?.x?.code)).toEqual(["LV_VIEW_CLOSED"])
      expect(harness.exits).toEqual([])
      expect(harness.errors).toHaveLength(1)
    },
  )

  it.each(["now", "later"])("may be called from within a callback, which ends first: %s", async (name) => {
    const log: string[] = []
    const view = liveView({
      name: "closing",
      mount: () => ({ count: 0 }),
      render: ({ count }) => html`<p>${count}</p>`,
      events: {
        now(_params, socket) {
          void harness.process.close("shutdown")
          socket.assign({ count: 1 })
          log.push("handler ends")
        },
        async later() {
          void harness.process.close("shutdown")
          await Promise.resolve()
          await Promise.resolve()
          log.push("handler ends")
        },
      },
      terminate: (reason) => log.push(`terminate ${reason}`),
    })
    const harness = await startView(view)
    const frames: (string | undefined)[] = []
    harness.process.dispatch(
      { name: name, params: {} },
      answering(({ extras }) => frames.push(extras?.x?.code)),
      0,
    )
    await allTurns()
    await harness.process.close("leave")
    expect(log).toEqual(["handler ends", "terminate shutdown"])
    expect(frames).toEqual(["LV_VIEW_CLOSED"])
    expect(harness.renders).toHaveLength(1)
  })

  it("does not wait for ever for a callback that never ends", async () => {
    const reasons: string[] = []
    const view = liveView({
      name: "stuck",
      mount: () => ({ count: 0 }),
      render: ({ count }) => html`<p>${count}</p>`,
      events: { stuck: () => new Promise(() => {}) },
      terminate: (reason) => reasons.push(reason),
    })
    const harness = await startView(view)
    void harness.process.event("stuck", {})
    await allTurns()
    const closing = harness.process.close("shutdown")
    await allTurns()
    expect(reasons).toEqual([])
    harness.clock.pass(10_000)
    await closing
    expect(reasons).toEqual(["shutdown"])
  })

  it("while mount runs makes start reject, and terminate runs on what mount returned", async () => {
    const gate = deferred()
    const terminated: unknown[] = []
    const view = liveView<Fragile, string>({
      name: "early",
      async mount(_params, _session, socket) {
        await gate.promise
        // Too late for anything that would have to be ended.
        socket.subscribe(ticks)
        socket.sendInterval(1, "tick")
        return { count: 3 }
      },
      render: ({ count }) => html`<p>${count}</p>`,
      handleInfo: () => {},
      terminate: (reason, socket) => terminated.push([reason, socket.assigns.count]),
    })
    const harness = new ViewHarness(view)
    const starting = harness.process.start()
    const closing = harness.process.close("disconnect")
    gate.resolve()
    await expect(starting).rejects.toMatchObject({ code: "LV_VIEW_CLOSED" })
    await closing
    expect(terminated).toEqual([["disconnect", 3]])
    expect(harness.clock.waiting).toBe(0)
    expect(harness.errors).toEqual([])
    expect(harness.renders).toEqual([])
  })

  it("does not wait for ever for mount either, and terminate still runs on what it returns in the end", async () => {
    const gate = deferred()
    const terminated: unknown[] = []
    const view = liveView({
      name: "late",
      async mount() {
        await gate.promise
        return { lease: 7 }
      },
      render: () => html`<p>a</p>`,
      terminate: (reason, socket) => terminated.push([reason, socket.assigns.lease]),
    })
    const harness = new ViewHarness(view)
    const starting = harness.process.start()
    const closing = harness.process.close("disconnect")
    await allTurns()
    harness.clock.pass(10_000)
    await closing
    expect(terminated).toEqual([])
    gate.resolve()
    await expect(starting).rejects.toMatchObject({ code: "LV_VIEW_CLOSED" })
    await allTurns()
    expect(terminated).toEqual([["disconnect", 7]])
    expect(harness.clock.waiting).toBe(0)
  })

  it("survives an exception in terminate, and logs it", async () => {
    const view = liveView({
      name: "rude",
      mount: () => ({ count: 0 }),
      render: ({ count }) => html`<p>${count}</p>`,
      terminate: async () => {
        throw new Error("even here")
      },
    })
    const harness = await startView(view)
    await expect(harness.process.close("leave")).resolves.toBeUndefined()
    expect(harness.errors[0]?.[1]).toEqual({ view: "rude", id: "rude-1", callback: "terminate" })
    expect(harness.exits).toEqual([])
  })

  it("before start makes start reject without mounting", async () => {
    const mounted: string[] = []
    const view = liveView({
      name: "late",
      mount(_params, _session, { id }) {
        mounted.push(id)
        return { count: 0 }
      },
      render: ({ count }) => html`<p>${count}</p>`,
    })
    const harness = new ViewHarness(view)
    await harness.process.close("shutdown")
    await expect(harness.process.start()).rejects.toMatchObject({ code: "LV_VIEW_CLOSED" })
    expect(mounted).toEqual([])
  })
})
