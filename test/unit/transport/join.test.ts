import type { JoinReply } from "../../../src/protocol/frames.js"
import type { VoidedStore } from "../../../src/pubsub/voided-store.js"
import { html } from "../../../src/render/values/html.js"
import { defaultLimits } from "../../../src/transport/limits.js"
import { liveView } from "../../../src/view/live-view.js"
import { type PeerConnection, PeerServer, type PeerServerOptions } from "../../support/peer-server.js"
import type { LivePage } from "../../support/signed-page.js"
import { allTurns, type Deferred, deferred } from "../../support/view-harness.js"

let mounting: Deferred<void> | undefined
let reasons: string[]
const counter = liveView({
  name: "counter",
  async mount(_params, _session, socket) {
    if (socket.connected) await mounting?.promise
    return { count: 0 }
  },
  terminate: (reason) => void reasons.push(reason),
  render: ({ count }) => html`<p>${count}</p>`,
})
const other = liveView({ name: "other", mount: () => ({}), render: () => html`<p>other</p>` })

beforeEach(() => {
  mounting = undefined
  reasons = []
})

async function setUp(options: PeerServerOptions = {}, identify?: string) {
  const server = new PeerServer(options)
  const page = await server.page(counter, identify === undefined ? {} : { identify })
  return { server, page, ends: server.connect(page) }
}

function codeOf(reply: JoinReply): string {
  return "x" in reply ? reply.x.code : "joined"
}

/** A join that one step refuses, and each step behind it would refuse, too. */
type Wrong = (set: { server: PeerServer; ends: PeerConnection; page: LivePage }) => Promise<JoinReply>

describe("the steps of a join", () => {
  const full = { viewsPerConnection: 1, joinsPerSecond: 0 }
  const large = "x".repeat(defaultLimits.messageSize)
  const steps: [code: string, limits: PeerServerOptions["limits"], wrong: Wrong][] = [
    ["LV_BAD_MESSAGE", full, ({ ends, page }) => ends.join(page, { h: "all" as never, v: 9, t: large })],
    ["LV_PROTOCOL_VERSION", full, ({ ends, page }) => ends.join(page, { v: 9, t: large })],
    ["LV_MESSAGE_TOO_LARGE", full, ({ ends, page }) => ends.join(page, { t: large, p: { large } })],
    [
      "LV_CONNECT_PARAMS_TOO_LARGE",
      full,
      ({ ends, page }) => ends.join(page, { t: "", p: { text: "x".repeat(5000) } }),
    ],
    [
      "LV_UNREAD",
      full,
      ({ ends, page }) => {
        ends.peer.unsentBytes = defaultLimits.unsentBytes + 1
        return ends.join(page, { t: "" })
      },
    ],
    ["LV_TOO_MANY_JOINS", full, ({ ends, page }) => ends.join(page, { t: "" })],
    [
      "LV_TOKEN_INVALID",
      {},
      ({ server, ends, page }) => {
        server.voids.add("ann")
        return ends.join(page, { t: "forged" })
      },
    ],
    [
      "LV_TOKEN_FOREIGN",
      {},
      async ({ server, page }) => server.connect({ ...page, cookie: "0".repeat(32) }).join(page),
    ],
    [
      "LV_TOKEN_EXPIRED",
      { waitingSize: 0 },
      ({ server, ends, page }) => {
        server.voids.add("ann")
        return ends.join(page)
      },
    ],
  ]

  test.each(steps)("come in order: %s before what is wrong behind it", async (code, limits = {}, wrong) => {
    const { server, page, ends } = await setUp({ limits }, "ann")
    if (limits === full) {
      ends.connection.page.takeJoin(server.limits, server.clock.now(), 2)
      ends.connection.page.takeView(server.limits)
    }
    expect(codeOf(await wrong({ server, ends, page }))).toBe(code)
    expect(server.supervisor.count).toBe(0)
  })

  test("a token opens its own view only", async () => {
    const { server, ends } = await setUp()
    expect(codeOf(await ends.join(await server.page(other, { cookie: ends.peer.cookie?.slice(10) ?? "" })))).toBe(
      "LV_TOKEN_INVALID",
    )
  })

  test("views that are refused take no room, and those that leave give it back", async () => {
    const { server, page, ends } = await setUp({ limits: { viewsPerConnection: 2, joinsPerSecond: 1e9 } })
    for (let count = 0; count < 3; count++) expect(codeOf(await ends.join(page, { t: "" }))).toBe("LV_TOKEN_INVALID")
    server.clock.pass(1000)
    const first = (await ends.join(page)) as { i: number }
    expect(codeOf(await ends.join(page))).toBe("joined")
    server.clock.pass(1000)
    expect(codeOf(await ends.join(page))).toBe("LV_TOO_MANY_VIEWS")
    ends.connection.leave(first.i)
    server.clock.pass(1000)
    expect(codeOf(await ends.join(page))).toBe("joined")
  })

  test("what waits is released when a join is answered, one way or the other, and the room of one that waits too much", async () => {
    const { page, ends } = await setUp({ limits: { waitingSize: 500, viewsPerConnection: 2, joinsPerSecond: 1e9 } })
    mounting = deferred()
    const waiting = ends.join(page)
    for (let count = 0; count < 2; count++) expect(codeOf(await ends.join(page))).toBe("LV_WAITING_TOO_LARGE")
    mounting.resolve()
    expect(codeOf(await waiting)).toBe("joined")
    await allTurns()
    expect(codeOf(await ends.join(page))).toBe("joined")
  })
})

describe("a join whose `mount` does not return", () => {
  const late = (server: PeerServer) =>
    server.logger.entries.filter(({ details }) => details["code"] === "LV_MOUNT_LATE")

  test("ends after 30 seconds: its page and the log are told, nothing is held, and the next one is joined", async () => {
    const { server, page, ends } = await setUp({ limits: { viewsPerConnection: 1, waitingSize: 500 } })
    mounting = deferred()
    const joining = ends.join(page)
    await allTurns()
    server.clock.pass(29_999)
    await allTurns()
    expect([server.supervisor.count, late(server)]).toEqual([1, []])
    server.clock.pass(1)
    expect(await joining).toMatchObject({
      x: { code: "LV_MOUNT_LATE", message: expect.stringContaining("assignAsync") },
    })
    expect(server.supervisor.count).toBe(0)
    expect(late(server)).toMatchObject([{ level: "error", details: { view: "counter" } }])
    await allTurns()
    const hung = mounting
    mounting = undefined
    expect(codeOf(await ends.join(page))).toBe("joined")
    // What it returns at last is let go of.
    hung.resolve()
    await allTurns()
    expect([server.supervisor.count, reasons]).toEqual([1, ["crash"]])
  })

  test("is told of nobody whose page has left meanwhile", async () => {
    const { server, page, ends } = await setUp()
    mounting = deferred()
    void ends.join(page)
    await allTurns()
    ends.connection.left()
    server.clock.pass(30_000)
    await allTurns()
    expect([server.supervisor.count, late(server)]).toEqual([0, []])
  })

  test("leaves no timer behind where it does", async () => {
    const { server, page, ends } = await setUp()
    const timers = server.clock.waiting
    await ends.join(page)
    expect(server.clock.waiting).toBe(timers)
  })
})

describe("a join whose page leaves while it waits", () => {
  test("for `mount`: its process ends, and no seat stays behind", async () => {
    const { server, page, ends } = await setUp()
    mounting = deferred()
    void ends.join(page)
    await allTurns()
    expect(server.supervisor.count).toBe(1)
    ends.connection.left()
    mounting.resolve()
    await allTurns()
    expect(server.supervisor.count).toBe(0)
    expect(ends.peer.sent).toEqual([])
  })

  test("for good: it is told that it was left", async () => {
    const { server, page, ends } = await setUp()
    mounting = deferred()
    void ends.join(page)
    await allTurns()
    ends.connection.leave(-1)
    mounting.resolve()
    await allTurns()
    expect([server.supervisor.count, reasons]).toEqual([0, ["leave"]])
    // One that is asked for afterwards is another.
    expect(codeOf(await ends.join(page))).toBe("joined")
  })

  test("for the store of voided tokens: no process is started", async () => {
    const asked = deferred<number | undefined>()
    const store = (): VoidedStore => ({
      now: () => 1_000_000,
      add: () => Promise.resolve(0),
      since: () => asked.promise,
    })
    const { server, page, ends } = await setUp({ store }, "ann")
    let answer: JoinReply | undefined
    void ends.join(page).then((reply) => (answer = reply))
    ends.connection.left()
    asked.resolve(undefined)
    await allTurns()
    expect(server.supervisor.count).toBe(0)
    expect(answer).toBeUndefined()
  })
})

describe("a token that is voided while the store is asked", () => {
  test.each(["by the store", "here"])("%s opens nothing", async (where) => {
    const asked = deferred<number | undefined>()
    const store = (): VoidedStore => ({
      now: () => 1_000_000,
      add: () => Promise.resolve(0),
      since: () => asked.promise,
    })
    const { server, page, ends } = await setUp({ store }, "ann")
    const reply = ends.join(page)
    if (where === "here") server.orders.disconnect("ann")
    asked.resolve(where === "here" ? undefined : 1_000_000)
    expect(codeOf(await reply)).toBe("LV_TOKEN_EXPIRED")
    expect(server.supervisor.count).toBe(0)
  })
})
