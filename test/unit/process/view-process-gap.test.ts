/** A view whose topics reach other processes: what it does when their broadcasts may have been missed. */

import { z } from "zod"
import { asyncResult, html, liveView, topic } from "../../../src/index.js"
import { RootPlace } from "../../../src/process/unit/place/root-place.js"
import { CarriedBus } from "../../../src/pubsub/between/carried-bus.js"
import { currentHops } from "../../../src/pubsub/between/hops.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import { BusHub } from "../../support/bus-hub.js"
import { RecordingLogger } from "../../support/recording-logger.js"
import { deferred, ViewHarness } from "../../support/view-harness.js"

const news = topic<string>("news")

/** Two processes on one hub: the first one's, for the view under test, and another one. */
function processes(): { hub: BusHub; near: PubSub; far: PubSub } {
  const hub = new BusHub()
  const pubsub = (): PubSub => new PubSub(new CarriedBus(hub.connect()), new RecordingLogger())
  return { hub, near: pubsub(), far: pubsub() }
}

/** Lets everything that is under way in this process arrive. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** The longest that a view waits with what a gap asks of it. */
const SPREAD = 1_000

describe("a view that may have missed broadcasts of other processes", () => {
  it("mounts anew, and pushes what differs; what it held before has ended", async () => {
    const { hub, near, far } = processes()
    let stored = "first"
    let mounts = 0
    const view = liveView<{ text: string; clicks: number }, string>({
      name: "news",
      mount(_params, _session, socket) {
        mounts += 1
        socket.subscribe(news)
        socket.sendInterval(5_000, "tick")
        return { text: stored, clicks: 0 }
      },
      render: ({ text, clicks }) => html`<p>${text}</p><b>${clicks}</b>`,
      events: { click: (_params, socket) => socket.update("clicks", (n) => n + 1) },
      handleInfo: (message, socket) => socket.assign({ text: message }),
    })
    const harness = new ViewHarness(view, { pubsub: near })
    await harness.process.start()
    await harness.process.event("click", {})
    hub.goDown()
    stored = "changed while away"
    hub.comeBack()
    await settled()
    harness.clock.pass(SPREAD)
    await settled()
    expect(mounts).toBe(2)
    expect(harness.shown).toEqual(["changed while away", "0"])
    expect(harness.pushed.map(({ diff }) => diff)).toEqual([{ 0: "changed while away", 1: "0" }])
    expect(harness.clock.waiting).toBe(1)
    far.broadcast(news, "and on")
    await settled()
    expect(harness.shown[0]).toBe("and on")
    expect(harness.exits).toEqual([])
  })

  it("mounts anew with params that have passed its schema, where its page's token has them as they came", async () => {
    const { hub, near } = processes()
    const seen: unknown[] = []
    const paged = liveView.params(z.object({ page: z.coerce.number() }))<{ page: number }, string>({
      name: "paged",
      mount({ page }, _session, socket) {
        seen.push(page)
        socket.subscribe(news)
        return { page }
      },
      handleParams: () => {},
      handleInfo: () => {},
      render: ({ page }) => html`<p>${page}</p>`,
    })
    // The process of a GET, whose params were checked, and which its page has taken over.
    const place = new RootPlace("/paged?page=2", { names: [] })
    const harness = new ViewHarness(paged, { pubsub: near, params: { page: 2 }, areChecked: true, place })
    await harness.process.start()
    const told = { view: "paged", id: "paged-1", session: {}, digests: "", route: { names: [] } }
    const token = { ...told, params: { page: "2" }, url: "/paged?page=2" }
    place.vouchedBy({ token, issuedAt: 0, maxAge: 60 }, 1_000)
    hub.goDown()
    hub.comeBack()
    await settled()
    harness.clock.pass(SPREAD)
    await settled()
    expect(seen).toEqual([2, 2])
  })

  it("lets go of what mount took before it mounts anew: terminate runs once for each mount that returned", async () => {
    const { hub, near } = processes()
    const held = new Set<number>()
    const ended: string[] = []
    let mounts = 0
    const view = liveView<{ seat: number }, string>({
      name: "seats",
      async mount(_params, _session, socket) {
        socket.subscribe(news)
        await Promise.resolve()
        if (mounts === 2) throw new Error("no seat")
        mounts += 1
        held.add(mounts)
        return { seat: mounts }
      },
      render: ({ seat }) => html`<p>${seat}</p>`,
      events: {},
      handleInfo: () => {},
      terminate(reason, socket) {
        ended.push(reason)
        held.delete(socket.assigns.seat)
      },
    })
    const harness = new ViewHarness(view, { pubsub: near })
    const gap = async (): Promise<void> => {
      hub.goDown()
      hub.comeBack()
      await settled()
      harness.clock.pass(SPREAD)
      await settled()
    }
    await harness.process.start()
    await gap()
    expect({ ended, held: [...held], shown: harness.shown }).toEqual({ ended: ["gap"], held: [2], shown: ["2"] })
    await gap()
    expect({ ended, held: [...held] }).toEqual({ ended: ["gap", "gap"], held: [] })
    expect(harness.exits).toHaveLength(1)
  })

  it("says itself what to do where it has handleGap", async () => {
    const { hub, near } = processes()
    const told: (readonly string[])[] = []
    let mounts = 0
    const view = liveView<{ text: string }, string>({
      name: "news",
      mount(_params, _session, socket) {
        mounts += 1
        socket.subscribe(news)
        socket.subscribe(topic<string>("weather"))
        return { text: "first" }
      },
      render: ({ text }) => html`<p>${text}</p>`,
      handleInfo: () => {},
      handleGap(topics, socket) {
        told.push(topics)
        socket.assign({ text: "fetched" })
      },
    })
    const harness = new ViewHarness(view, { pubsub: near })
    await harness.process.start()
    hub.goDown()
    hub.comeBack()
    await settled()
    harness.clock.pass(SPREAD)
    await settled()
    expect(told.map((topics) => topics.toSorted())).toEqual([["news", "weather"]])
    expect(mounts).toBe(1)
    expect(harness.shown).toEqual(["fetched"])
  })

  it("starts the tasks of its new mount, and drops the outcomes of the old one's", async () => {
    const { hub, near } = processes()
    const finish: ((value: string) => void)[] = []
    const view = liveView<{ list: ReturnType<typeof asyncResult<string>> }, string>({
      name: "news",
      mount(_params, _session, socket) {
        socket.subscribe(news)
        return { list: asyncResult(() => new Promise<string>((resolve) => finish.push(resolve))) }
      },
      render: ({ list }) => html`<p>${list.ok ? list.result : "…"}</p>`,
      handleInfo: () => {},
    })
    const harness = new ViewHarness(view, { pubsub: near })
    await harness.process.start()
    hub.goDown()
    hub.comeBack()
    await settled()
    harness.clock.pass(SPREAD)
    await settled()
    expect(finish).toHaveLength(2)
    finish[0]?.("old")
    await settled()
    expect(harness.shown).toEqual(["…"])
    finish[1]?.("new")
    await settled()
    expect(harness.shown).toEqual(["new"])
  })

  it("follows a redirect of its new mount, and ends when that throws", async () => {
    for (const outcome of ["redirect", "throw"] as const) {
      const { hub, near } = processes()
      let isFirst = true
      const view = liveView<{ n: number }, string>({
        name: "news",
        mount(_params, _session, socket) {
          socket.subscribe(news)
          if (isFirst) return { n: 1 }
          if (outcome === "throw") throw new Error("no database")
          return socket.redirect("/login")
        },
        render: ({ n }) => html`<p>${n}</p>`,
        handleInfo: () => {},
      })
      const harness = new ViewHarness(view, { pubsub: near })
      await harness.process.start()
      isFirst = false
      hub.goDown()
      hub.comeBack()
      await settled()
      harness.clock.pass(SPREAD)
      await settled()
      if (outcome === "redirect") expect(harness.pushed[0]?.extras?.r).toEqual({ to: "/login" })
      else expect(harness.errors).toEqual([[expect.any(Error), expect.objectContaining({ callback: "mount" })]])
      expect(harness.process.state).toBe(outcome === "throw" ? "ended" : "mounted")
    }
  })

  it("is not mounted anew when it is closed while it lets go", async () => {
    const { hub, near } = processes()
    const gate = deferred()
    const ended: string[] = []
    let mounts = 0
    const view = liveView<{ n: number }, string>({
      name: "news",
      mount(_params, _session, socket) {
        mounts += 1
        socket.subscribe(news)
        return { n: mounts }
      },
      render: ({ n }) => html`<p>${n}</p>`,
      handleInfo: () => {},
      async terminate(reason) {
        await gate.promise
        ended.push(reason)
      },
    })
    const harness = new ViewHarness(view, { pubsub: near })
    await harness.process.start()
    hub.goDown()
    hub.comeBack()
    await settled()
    harness.clock.pass(SPREAD)
    await settled()
    const closing = harness.process.close("leave")
    gate.resolve()
    await closing
    expect({ mounts, ended, pushed: harness.pushed }).toEqual({ mounts: 1, ended: ["gap"], pushed: [] })
    expect(harness.clock.waiting).toBe(0)
  })

  it("has what a new mount took let go of, also when that returns long after the view was closed", async () => {
    const { hub, near } = processes()
    const gate = deferred()
    const ended: [reason: string, n: number][] = []
    let mounts = 0
    const view = liveView<{ n: number }, string>({
      name: "news",
      async mount(_params, _session, socket) {
        mounts += 1
        const n = mounts
        socket.subscribe(news)
        if (n === 2) await gate.promise
        return { n }
      },
      render: ({ n }) => html`<p>${n}</p>`,
      handleInfo: () => {},
      terminate: (reason, socket) => ended.push([reason, socket.assigns.n]),
    })
    const harness = new ViewHarness(view, { pubsub: near })
    await harness.process.start()
    hub.goDown()
    hub.comeBack()
    await settled()
    harness.clock.pass(SPREAD)
    await settled()
    const closing = harness.process.close("leave")
    await settled()
    harness.clock.pass(10_000)
    await closing
    expect(ended).toEqual([["gap", 1]])
    gate.resolve()
    await settled()
    expect(ended).toEqual([
      ["gap", 1],
      ["leave", 2],
    ])
  })

  it("does nothing when it has ended meanwhile", async () => {
    const { hub, near } = processes()
    let mounts = 0
    const view = liveView<{ n: number }, string>({
      name: "news",
      mount(_params, _session, socket) {
        mounts += 1
        socket.subscribe(news)
        return { n: 1 }
      },
      render: ({ n }) => html`<p>${n}</p>`,
      handleInfo: () => {},
    })
    const harness = new ViewHarness(view, { pubsub: near })
    await harness.process.start()
    hub.goDown()
    hub.comeBack()
    await settled()
    await harness.process.close("leave")
    harness.clock.pass(SPREAD)
    await settled()
    expect(mounts).toBe(1)
    expect(harness.clock.waiting).toBe(0)
  })
})

describe("the first render of a view with topics of other processes", () => {
  const view = liveView<{ n: number }, string>({
    name: "news",
    mount(_params, _session, socket) {
      socket.subscribe(news)
      return { n: 1 }
    },
    render: ({ n }) => html`<p>${n}</p>`,
    handleInfo: () => {},
  })

  it("waits until they are heard", async () => {
    const { hub, near } = processes()
    let confirm = (): void => {}
    hub.confirming = new Promise((resolve) => {
      confirm = resolve
    })
    const harness = new ViewHarness(view, { pubsub: near })
    let isStarted = false
    const starting = harness.process.start().then(() => {
      isStarted = true
    })
    await settled()
    expect(isStarted).toBe(false)
    confirm()
    await starting
    expect(harness.clock.waiting).toBe(0)
  })

  it("waits a second at most", async () => {
    const { hub, near } = processes()
    hub.confirming = new Promise(() => {})
    const harness = new ViewHarness(view, { pubsub: near })
    const starting = harness.process.start()
    await settled()
    harness.clock.pass(1_000)
    expect((await starting).kind).toBe("rendered")
  })

  it("that has not waited for all of them is followed by another mount when they are: what was said meanwhile is missed", async () => {
    const { hub, near, far } = processes()
    let stored = "first"
    const titled = liveView<{ text: string }, string>({
      name: "news",
      mount(_params, _session, socket) {
        socket.subscribe(news)
        return { text: stored }
      },
      render: ({ text }) => html`<p>${text}</p>`,
      handleInfo: () => {},
    })
    hub.goDown()
    const [harness, other] = [new ViewHarness(titled, { pubsub: near }), new ViewHarness(titled, { pubsub: near })]
    const starting = [harness.process.start(), other.process.start()]
    await settled()
    for (const { clock } of [harness, other]) clock.pass(1_000)
    await Promise.all(starting)
    await other.process.close("leave")
    stored = "changed while away"
    far.broadcast(news, "changed while away")
    hub.comeBack()
    await settled()
    for (const { clock } of [harness, other]) clock.pass(SPREAD)
    await settled()
    expect(harness.shown).toEqual(["changed while away"])
    expect([harness.clock.waiting, other.clock.waiting]).toEqual([0, 0])
  })
})

describe("a message of another process", () => {
  it("is followed through handleInfo, so that processes cannot answer each other for ever", async () => {
    const { near, far } = processes()
    const hops: number[] = []
    const view = liveView<{ n: number }, string>({
      name: "news",
      mount(_params, _session, socket) {
        socket.subscribe(news)
        return { n: 0 }
      },
      render: ({ n }) => html`<p>${n}</p>`,
      async handleInfo() {
        hops.push(currentHops())
        await settled()
        hops.push(currentHops())
      },
    })
    const harness = new ViewHarness(view, { pubsub: near })
    await harness.process.start()
    far.broadcast(news, "from afar")
    await settled()
    await settled()
    near.broadcast(news, "from here")
    await settled()
    await settled()
    await settled()
    expect(hops).toEqual([1, 1, 0, 0])
  })
})
