/** `handleConnected`: at the join that mounts a view, and when a client comes to a view that runs already. */

import { liveView } from "../../../src/index.js"
import { RootPlace } from "../../../src/process/unit/place/root-place.js"
import { topic } from "../../../src/pubsub/topic.js"
import { stream } from "../../../src/render/stream/stream.js"
import { html } from "../../../src/render/values/html.js"
import {
  allTurns,
  deferred,
  type HarnessOptions,
  RecordingClient,
  startView,
  ViewHarness,
} from "../../support/view-harness.js"

const news = topic<number>("news")
const ARRIVAL = { params: {}, session: {}, connectParams: { zone: "CET" } }

interface Clock {
  zone: string
  count: number
}

function clock(seen: unknown[] = []) {
  return liveView<Clock, number>({
    name: "clock",
    mount(_params, _session, socket) {
      seen.push(["mount", socket.connected, socket.connectParams])
      socket.subscribe(news)
      return { zone: "UTC", count: 0 }
    },
    handleConnected(socket) {
      seen.push(["connected", socket.connected, socket.connectParams])
      const { zone } = socket.connectParams
      if (typeof zone === "string") socket.assign({ zone })
      socket.pushEvent("ready", zone)
    },
    handleInfo: (n, socket) => socket.update("count", (count) => count + n),
    render: ({ zone, count }) => html`<p>${zone}</p><p>${count}</p>`,
  })
}

/** A live process of a page: nobody has joined it. */
async function parked(view: Parameters<typeof startView>[0], options: HarnessOptions = {}): Promise<ViewHarness> {
  const harness = await startView(view, { hasClient: false, ...options })
  harness.process.shown()
  return harness
}

describe("a join that mounts", () => {
  it("runs it after `mount`, before the first render, with the connect parameters", async () => {
    const seen: unknown[] = []
    const { process } = new ViewHarness(clock(seen), { connectParams: { zone: "CET" } })
    const started = await process.start()
    expect(seen).toEqual([
      ["mount", true, { zone: "CET" }],
      ["connected", true, { zone: "CET" }],
    ])
    expect(process.rendered.slice(1)).toEqual(["CET", "0"])
    expect(started).toMatchObject({ effects: [{ kind: "event", name: "ready", payload: "CET" }] })
  })

  it("redirects where it does, and ends what it throws in, under its own name", async () => {
    const away = liveView({
      name: "away",
      mount: () => ({}),
      handleConnected: (socket) => socket.redirect("/elsewhere"),
      render: () => html`<p></p>`,
    })
    expect(await new ViewHarness(away).process.start()).toEqual({ kind: "redirect", to: "/elsewhere" })
    const failing = liveView({
      name: "failing",
      mount: () => ({}),
      handleConnected: () => Promise.reject(new Error("no")),
      render: () => html`<p></p>`,
    })
    const { process, errors } = new ViewHarness(failing)
    await expect(process.start()).rejects.toThrow("no")
    expect(errors).toMatchObject([[{ message: "no" }, { callback: "handleConnected", view: "failing" }]])
  })

  it("runs it once more after a new mount in place of the old one", async () => {
    const seen: unknown[] = []
    const view = liveView({
      name: "log",
      mount: () => ({ rows: stream([{ id: 1 }], { key: ({ id }) => id }), zone: "" }),
      handleConnected(socket) {
        seen.push(socket.connectParams["zone"])
        socket.assign({ zone: String(socket.connectParams["zone"]) })
      },
      render: ({ rows, zone }) => html`<p>${zone}</p><ul>${rows.map(({ id }) => html`<li>${id}</li>`)}</ul>`,
    })
    const { process } = await startView(view, { connectParams: { zone: "CET" } })
    process.shown()
    process.restream()
    await allTurns()
    expect([seen, process.rendered[1]]).toEqual([["CET", "CET"], "CET"])
  })

  it("is not run for a response of HTTP", async () => {
    const seen: unknown[] = []
    await startView(clock(seen), { isLive: false })
    expect(seen).toEqual([["mount", false, {}]])
  })
})

describe("a client that comes to a view which runs already", () => {
  it("is told what differs from the first HTML, after all that came before it: nothing of it in a frame of its own", async () => {
    const seen: unknown[] = []
    const { process, pubsub, renders } = await parked(clock(seen))
    pubsub.broadcast(news, 5)
    await allTurns()
    expect(renders).toHaveLength(1)
    pubsub.broadcast(news, 2)
    const page = new RecordingClient()
    const frame = await process.connect(page, ARRIVAL)
    expect(frame).toEqual({ diff: { 0: "CET", 1: "7" }, extras: { e: [["ready", "CET"]] } })
    expect(page.frames).toEqual([])
    expect(seen).toEqual([
      ["mount", false, {}],
      ["connected", true, { zone: "CET" }],
    ])
    pubsub.broadcast(news, 1)
    await allTurns()
    expect(page.frames).toEqual([{ diff: { 1: "8" } }])
  })

  it("is told nothing where nothing has changed, and nothing is rendered for it", async () => {
    const view = liveView({ name: "still", mount: () => ({ n: 1 }), render: ({ n }) => html`<p>${n}</p>` })
    const { process, renders } = await parked(view)
    expect(await process.connect(new RecordingClient(), ARRIVAL)).toEqual({ diff: null })
    expect(renders).toHaveLength(1)
  })

  it("has its frame before anything that happens meanwhile is pushed", async () => {
    const gate = deferred()
    const view = liveView<{ n: number }, number>({
      name: "slow",
      mount(_params, _session, socket) {
        socket.subscribe(news)
        return { n: 0 }
      },
      handleConnected: () => gate.promise,
      handleInfo: (n, socket) => socket.update("n", (sum) => sum + n),
      render: ({ n }) => html`<p>${n}</p>`,
    })
    const { process, pubsub } = await parked(view)
    const page = new RecordingClient()
    let isAnswered = false
    const frame = process.connect(page, ARRIVAL).then((value) => {
      isAnswered = true
      expect(page.frames).toEqual([])
      return value
    })
    await allTurns()
    pubsub.broadcast(news, 3)
    await allTurns()
    expect([isAnswered, page.frames]).toEqual([false, []])
    gate.resolve()
    expect(await frame).toEqual({ diff: null })
    await allTurns()
    expect(page.frames).toEqual([{ diff: { 0: "3" } }])
  })

  it("is told the rows of streams that have come since the page was made, and no others", async () => {
    const view = liveView<{ rows: ReturnType<typeof stream<{ id: number }>> }, number>({
      name: "log",
      mount(_params, _session, socket) {
        socket.subscribe(news)
        return { rows: stream([{ id: 1 }, { id: 2 }], { key: ({ id }) => id }) }
      },
      handleInfo: (id, socket) => socket.stream("rows").insert({ id }),
      render: ({ rows }) => html`<ul>${rows.map(({ id }) => html`<li>${id}</li>`)}</ul>`,
    })
    const { process, pubsub } = await parked(view)
    pubsub.broadcast(news, 3)
    await allTurns()
    expect((await process.connect(new RecordingClient(), ARRIVAL)).diff).toEqual({
      0: { o: [0, 2, -1, 1], n: [["3"]] },
    })
  })

  it("sees what a reload meanwhile has made of the template", async () => {
    let text = "before"
    const view = liveView({
      name: "edited",
      mount: () => ({ n: 1 }),
      render: ({ n }) => html`<p>${`${text} ${n}`}</p>`,
    })
    const { process } = await parked(view)
    text = "after"
    process.reload()
    await allTurns()
    expect((await process.connect(new RecordingClient(), ARRIVAL)).diff).toEqual({ 0: "after 1" })
  })

  it("has the guards asked: what they add replaces what they added, what they say has been said", async () => {
    let user = "Ann"
    const seen: unknown[] = []
    const view = liveView.onMount((params, session, socket) => {
      seen.push([params, session, socket.connected])
      socket.putFlash("info", `Hello ${user}`)
      return { user }
    })({
      name: "guarded",
      mount: () => ({}),
      render: ({ user, flash }) => html`<p>${user}</p><p>${flash["info"]}</p>`,
    })
    const { process } = await parked(view)
    user = "Bob"
    const arrival = { ...ARRIVAL, params: { id: "1" }, session: { is: "new" } }
    expect(await process.connect(new RecordingClient(), arrival)).toEqual({ diff: { 0: "Bob" } })
    expect(seen).toEqual([
      [{}, {}, false],
      [{ id: "1" }, { is: "new" }, true],
    ])
  })

  it("is sent elsewhere by a guard that does not let it in any more, with what the guard says, and `handleConnected` does not run", async () => {
    let isOut = false
    const seen: unknown[] = []
    const view = liveView.onMount((_params, _session, socket) => {
      if (!isOut) return {}
      socket.putFlash("error", "Log in.")
      return socket.redirect("/login")
    })({
      name: "guarded",
      mount: () => ({}),
      handleConnected: () => seen.push("connected"),
      render: ({ flash }) => html`<p>${flash["error"]}</p>`,
    })
    const { process } = await parked(view)
    isOut = true
    const frame = await process.connect(new RecordingClient(), ARRIVAL)
    expect(frame).toMatchObject({ extras: { r: { to: "/login" } }, flash: { error: "Log in." } })
    expect(seen).toEqual([])
  })

  it("is told that the view crashed in it", async () => {
    const view = liveView({
      name: "failing",
      mount: () => ({}),
      handleConnected() {
        throw new Error("no")
      },
      render: () => html`<p></p>`,
    })
    const { process, errors } = await parked(view)
    expect(await process.connect(new RecordingClient(), ARRIVAL)).toMatchObject({
      diff: null,
      extras: { x: { message: "no" } },
    })
    expect(errors).toMatchObject([[{}, { callback: "handleConnected" }]])
    expect(process.state).toBe("ended")
  })

  it("has not come at all where it has left before it was its turn", async () => {
    const gate = deferred()
    const seen: unknown[] = []
    const view = liveView<object, string>({
      name: "slow",
      mount: () => ({}),
      handleConnected: () => seen.push("connected"),
      handleInfo: () => gate.promise,
      render: () => html`<p></p>`,
    })
    const { process } = await parked(view)
    process.info("wait")
    await allTurns()
    const frame = process.connect(new RecordingClient(), { ...ARRIVAL, by: { isVacant: true } })
    gate.resolve()
    expect([await frame, process.hasClient, seen]).toEqual([{ diff: null }, false, []])
  })

  it("is told that the view has ended", async () => {
    const { process } = await parked(clock())
    await process.close("leave")
    expect(await process.connect(new RecordingClient(), ARRIVAL)).toMatchObject({
      extras: { x: { code: "LV_VIEW_CLOSED" } },
    })
  })
})

describe("a live process that a response of HTTP is made of", () => {
  const view = liveView<{ page: string }>({
    name: "pages",
    mount: () => ({ page: "" }),
    handleParams({ page = "" }, _uri, socket) {
      if (page === "") socket.pushPatch("?page=1")
      else socket.assign({ page: String(page) })
    },
    render: ({ page }) => html`<p>${page}</p>`,
  })

  it("redirects where it patches", async () => {
    const place = new RootPlace("/pages", { names: [] })
    const { process } = new ViewHarness(view, { hasClient: false, place })
    expect(await process.start()).toEqual({ kind: "redirect", to: "/pages?page=1" })
  })

  it("leaves what is thrown to the host", async () => {
    const failing = liveView({
      name: "failing",
      mount: () => Promise.reject(new Error("no")),
      render: () => html`<p></p>`,
    })
    const { process, errors, logger } = new ViewHarness(failing, { hasClient: false })
    await expect(process.start()).rejects.toThrow("no")
    expect([errors, logger.entries]).toEqual([[], []])
  })
})
