/** What a page brings back by its snapshot, and what it cannot bring. */

import { tracingChannel } from "node:diagnostics_channel"
import type { Extras, Joined, JoinReply, JoinRequest } from "../../../src/protocol/frames.js"
import { html } from "../../../src/render/values/html.js"
import { memorySnapshots } from "../../../src/snapshot/memory-snapshots.js"
import { liveView } from "../../../src/view/live-view.js"
import { PeerServer, type PeerServerOptions } from "../../support/peer-server.js"
import type { LivePage, PageOptions } from "../../support/signed-page.js"
import { allTurns, deferred } from "../../support/view-harness.js"

interface Assigns {
  step: number
  text: string
}

const wizard = liveView<Assigns>({
  name: "wizard",
  persist: ["step", "text"],
  mount: (params) => ({ step: 1, text: String(params.of ?? "") }),
  events: {
    next: (_params, socket) => socket.update("step", (step) => step + 1),
    write: ({ text }, socket) => socket.assign({ text: String(text) }),
    poison: (_params, socket) => socket.assign({ step: -1 }),
  },
  handleParams: () => {},
  render: ({ step, text }) => {
    // As a template that does not expect what an older version of the app has persisted.
    if (step < 0) throw new Error("no such step")
    return html`<p>${step} ${text}</p>`
  },
})

const counter = liveView({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: { up: (_params, socket) => socket.update("count", (count) => count + 1) },
  render: ({ count }) => html`<p>${count}</p>`,
})

async function setUp(options: PeerServerOptions = {}, given: PageOptions = {}) {
  const server = new PeerServer(options)
  const page = await server.page(wizard, given)
  return { server, page }
}

async function join(server: PeerServer, page: LivePage, given: Partial<JoinRequest> = {}) {
  const ends = server.connect(page)
  const reply = await ends.join(page, { a: true, ...given })
  return { ends, reply }
}

/** Joins, and goes on to step 3. Returns the snapshots in their order. */
async function goOn(server: PeerServer, page: LivePage): Promise<string[]> {
  const { ends, reply } = await join(server, page)
  const { i, e } = reply as Joined
  const texts = [e?.s]
  for (let step = 0; step < 2; step++) texts.push(((await ends.event(i, "next"))[1] as Extras).s)
  return texts.map(String)
}

/** What the view shows. */
const shown = (reply: JoinReply): unknown[] => ("d" in reply ? Object.values(reply.d ?? {}) : [])
const codes = (server: PeerServer): unknown[] =>
  server.logger.entries.filter(({ level }) => level === "warn").map(({ details }) => details["code"])

it("a page has its first snapshot from the join, and each further one from the event that has changed it", async () => {
  const { server, page } = await setUp()
  const texts = await goOn(server, page)
  expect(new Set(texts).size).toBe(3)
  for (const text of texts) expect(text).toMatch(/^1\./)
})

it("another process goes on from it", async () => {
  const { server, page } = await setUp()
  const [, , newest] = await goOn(server, page)
  const { ends, reply } = await join(server, page, { s: newest as string })
  expect(shown(reply)).toEqual(["3", ""])
  const { i, e } = reply as Joined
  expect(e?.s).not.toBe(newest)
  const [diff, extras] = await ends.event(i, "next")
  expect(diff).toEqual({ 0: "4" })
  expect((extras as Extras).s).toBeDefined()
  expect(codes(server)).toEqual([])
})

it("a first join with one is told what differs from its HTML", async () => {
  const { server, page } = await setUp()
  const [, second] = await goOn(server, page)
  const reply = await server.connect(page).join(page, { s: second as string })
  expect((reply as Joined).d).toEqual({ 0: "2" })
})

it("a view that persists nothing is told nothing, and takes nothing", async () => {
  const server = new PeerServer()
  const page = await server.page(counter)
  const { ends, reply } = await join(server, page, { s: "1.abc" })
  expect((reply as Joined).e?.s).toBeUndefined()
  expect(await ends.event((reply as Joined).i, "up")).toEqual([{ 0: "1" }])
  expect(codes(server)).toEqual([])
})

it("an island without an id of its own persists nothing, one with an id does", async () => {
  const island = liveView<Assigns>({
    name: "island",
    persist: ["step"],
    mount: () => ({ step: 1, text: "" }),
    render: ({ step }) => html`<p>${step}</p>`,
  })
  const server = new PeerServer()
  const counted = await server.page(island, { id: "island-1", route: undefined })
  const named = await server.page(island, { id: "cart", route: undefined })
  expect(((await join(server, counted)).reply as Joined).e?.s).toBeUndefined()
  expect(((await join(server, named)).reply as Joined).e?.s).toBeDefined()
})

describe("a snapshot that is not this page's leaves the view as new, once, with a warning", () => {
  type Other = (set: {
    server: PeerServer
    page: LivePage
    newest: string
  }) => Promise<Partial<JoinRequest> & { page?: LivePage }>
  const given: PageOptions = {
    identify: "ann",
    session: { user: "ann" },
    params: { shop: "7" },
    route: { names: ["shop"] },
  }
  it.each<[what: string, other: Other]>([
    [
      "of another browser",
      async ({ server, newest }) => ({ s: newest, page: await server.page(wizard, { ...given, id: "wizard-1" }) }),
    ],
    [
      "of another user",
      async ({ server, page, newest }) => ({
        s: newest,
        page: await server.page(wizard, { ...given, id: "wizard-1", cookie: page.cookie, identify: "bob" }),
      }),
    ],
    [
      "of another session",
      async ({ server, page, newest }) => ({
        s: newest,
        page: await server.page(wizard, { ...given, id: "wizard-1", cookie: page.cookie, session: {} }),
      }),
    ],
    [
      "of another root",
      async ({ server, page, newest }) => ({
        s: newest,
        page: await server.page(wizard, { ...given, id: "wizard-2", cookie: page.cookie }),
      }),
    ],
    [
      "of another path",
      async ({ server, page, newest }) => ({
        s: newest,
        page: await server.page(wizard, { ...given, id: "wizard-1", cookie: page.cookie, params: { shop: "8" } }),
      }),
    ],
    ["that was changed on its way", async ({ newest }) => ({ s: `${newest.slice(0, 60)}A${newest.slice(61)}B` })],
    ["that is none", async () => ({ s: "hello" })],
    ["that is much too large", async () => ({ s: `1.${"A".repeat(125_000)}` })],
    [
      "that is older than it may be",
      async ({ server, newest }) => {
        server.clock.pass(3_600_000)
        return { s: newest, page: await server.page(wizard, given) }
      },
    ],
  ])("%s", async (_what, other) => {
    const { server, page } = await setUp({}, { ...given, id: "wizard-1" })
    const [, , newest = ""] = await goOn(server, page)
    const { page: theirs = page, ...brought } = await other({ server, page, newest })
    const { reply } = await join(server, theirs, brought)
    expect(shown(reply)).toEqual(["1", ""])
    expect(codes(server)).toEqual(["LV_SNAPSHOT_REFUSED"])
  })

  it("of a user who was disconnected since", async () => {
    const { server, page } = await setUp({}, { ...given, id: "wizard-1" })
    const [, , newest = ""] = await goOn(server, page)
    server.orders.disconnect("ann")
    server.clock.pass(1000)
    const theirs = await server.page(wizard, { ...given, id: "wizard-1", cookie: page.cookie })
    const { reply } = await join(server, theirs, { s: newest })
    expect(shown(reply)).toEqual(["1", ""])
    expect(codes(server)).toEqual(["LV_SNAPSHOT_REFUSED"])
  })

  it("of another secret", async () => {
    const { server, page } = await setUp()
    const [, , newest = ""] = await goOn(server, page)
    const other = new PeerServer({ snapshots: { secrets: ["another one"] } })
    const theirs = await other.page(wizard, { id: "wizard-1", cookie: page.cookie })
    const { reply } = await join(other, theirs, { s: newest })
    expect(shown(reply)).toEqual(["1", ""])
    expect(codes(other)).toEqual(["LV_SNAPSHOT_REFUSED"])
  })
})

it("a text that is no text is no join", async () => {
  const { server, page } = await setUp()
  const { reply } = await join(server, page, { s: 5 as never })
  expect(reply).toMatchObject({ x: { code: "LV_BAD_MESSAGE" } })
})

it("one that the view fails with is left, and the view begins anew: no loop", async () => {
  const { server, page } = await setUp()
  const series = await server.snapshots.begin(
    { view: "wizard", id: "wizard-1", session: {}, params: {}, route: { names: [] } },
    page.cookie,
  )
  const poisoned = series.seal({ values: { step: -1, text: "x" }, version: 1 })
  const { ends, reply } = await join(server, page, { s: poisoned })
  expect(shown(reply)).toEqual(["1", ""])
  expect(codes(server)).toEqual(["LV_SNAPSHOT_RESTORE"])
  expect(await ends.event((reply as Joined).i, "next")).toEqual([{ 0: "2" }, { s: expect.any(String) }])
  expect(server.supervisor.count).toBe(1)
})

it("one that the view fails with later, by a message, is left after five times: no loop", async () => {
  const cursed = liveView<{ step: number }, string>({
    name: "cursed",
    persist: ["step"],
    mount: () => ({ step: 1 }),
    events: { next: (_params, socket) => socket.update("step", (step) => step + 1) },
    restore({ step = 1 }, socket) {
      socket.assign({ step })
      socket.sendAfter(10, "tick")
    },
    handleInfo() {
      throw new Error("no message fits this step")
    },
    render: ({ step }) => html`<p>${step}</p>`,
  })
  const server = new PeerServer()
  const page = await server.page(cursed)
  const { ends, reply } = await join(server, page)
  let text = ((await ends.event((reply as Joined).i, "next"))[1] as Extras).s
  const steps: unknown[] = []
  for (let time = 0; time < 8; time++) {
    const { reply } = await join(server, page, { s: text as string })
    text = (reply as Joined).e?.s
    steps.push(...shown(reply))
    server.clock.pass(10)
    await allTurns()
  }
  expect(steps).toEqual(["2", "2", "2", "2", "2", "1", "1", "1"])
  expect(server.logger.entries.map(({ details }) => details["reason"]).filter(Boolean)).toEqual(["failing"])
})

it("a view that is brought back to what cannot be sealed is not joined, and nothing of it stays", async () => {
  const odd = liveView<{ value: unknown }>({
    name: "odd",
    persist: ["value"],
    mount: () => ({ value: 1 }),
    restore: (_saved, socket) => socket.assign({ value: new Map() }),
    render: () => html`<p>odd</p>`,
  })
  const server = new PeerServer()
  const page = await server.page(odd)
  const first = (await join(server, page)).reply as Joined
  const { reply } = await join(server, page, { s: first.e?.s as string })
  expect(reply).toMatchObject({ x: { code: "LV_PERSIST_UNPLAIN" } })
  await allTurns()
  expect(server.supervisor.count).toBe(1)
})

it("the span of a join says that the view was brought back", async () => {
  const ended: unknown[] = []
  const span = tracingChannel("livemount.join")
  const hear = {
    asyncEnd({ view, restored }: { view: string; restored?: true }) {
      ended.push([view, restored])
    },
  }
  const { server, page } = await setUp()
  const [, , newest] = await goOn(server, page)
  span.subscribe(hear as never)
  await join(server, page, { s: newest as string })
  await join(server, page, { s: "1.forged" })
  await allTurns()
  span.unsubscribe(hear as never)
  expect(ended).toEqual([
    ["wizard", true],
    ["wizard", undefined],
  ])
})

it("an event after which the view cannot be shown leaves the page with the snapshot before", async () => {
  const { server, page } = await setUp()
  const { ends, reply } = await join(server, page)
  const [, extras] = await ends.event((reply as Joined).i, "poison")
  expect(extras).toMatchObject({ x: { code: "LV_CALLBACK_FAILED" } })
  expect(extras).not.toHaveProperty("s")
})

it("what becomes too large is forgotten by the page, too", async () => {
  const { server, page } = await setUp({ snapshots: { size: 1000 } })
  const { ends, reply } = await join(server, page)
  const [, extras] = await ends.event((reply as Joined).i, "write", { text: "x".repeat(1000) })
  expect((extras as Extras).s).toBe("")
  expect(codes(server)).toEqual(["LV_SNAPSHOT_TOO_LARGE"])
})

describe("a page that comes back to its process", () => {
  it("has the newest snapshot, which answers that it missed do not repeat", async () => {
    const { server, page } = await setUp({ resumeWindow: 60_000 })
    const { ends, reply } = await join(server, page)
    const { i, k } = reply as Joined
    // Two answers under way that nobody hears.
    const first = (await ends.event(i, "next"))[1] as Extras
    const second = (await ends.event(i, "write", { text: "x".repeat(40_000) }))[1] as Extras
    ends.connection.left()
    await allTurns()
    const back = (await server
      .connect(page)
      .join(page, { a: true, n: [], r: { k: k ?? "", f: 0, e: 0 }, s: first.s as string })) as Joined
    const frames = back.r?.f ?? []
    expect(frames.map(([answers]) => answers)).toEqual([1, 2])
    expect(frames.flatMap(([, , extras]) => Object.keys(extras ?? {}))).toEqual([])
    const newest = back.e?.s as string
    expect([first.s, second.s]).not.toContain(newest)
    server.clock.pass(1)
    expect(shown((await join(server, page, { s: newest })).reply)).toEqual(["2", "x".repeat(40_000)])
  })
})

describe("with a store", () => {
  it("an older one leads to the newest, and nothing leads back", async () => {
    const { server, page } = await setUp({ snapshots: { store: memorySnapshots() } })
    const [first, second] = await goOn(server, page)
    await allTurns()
    for (const older of [first, second]) {
      expect(shown((await join(server, page, { s: older as string })).reply)).toEqual(["3", ""])
    }
  })

  it("a user who is disconnected while it is asked has no view afterwards", async () => {
    const asked = deferred<undefined>()
    const store = Object.assign(memorySnapshots(), { newest: () => asked.promise })
    const { server, page } = await setUp({ snapshots: { store } }, { identify: "ann" })
    const [, second = ""] = await goOn(server, page)
    const joined = join(server, page, { s: second })
    await allTurns()
    server.orders.disconnect("ann")
    asked.resolve(undefined)
    expect((await joined).reply).toMatchObject({ x: { code: "LV_TOKEN_EXPIRED" } })
    await allTurns()
    expect(server.supervisor.count).toBe(0)
  })

  it("a view that is left is forgotten after a minute, one whose user is disconnected at once", async () => {
    const dropped: number[] = []
    const store = memorySnapshots()
    const { server, page } = await setUp(
      {
        snapshots: {
          store: {
            epoch: () => store.epoch(),
            put: (...given) => store.put(...given),
            newest: (series) => store.newest(series),
            drop: async (_series, _upTo, after) => void dropped.push(after),
          },
        },
      },
      { identify: "ann" },
    )
    const { ends, reply } = await join(server, page)
    ends.connection.leave((reply as Joined).i)
    await allTurns()
    expect(dropped).toEqual([60_000])
    await join(server, page)
    server.orders.disconnect("ann")
    await allTurns()
    expect(dropped).toEqual([60_000, 0])
  })
})
