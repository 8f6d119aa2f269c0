import type { Joined, JoinReply } from "../../../src/protocol/frames.js"
import { html } from "../../../src/render/values/html.js"
import { liveView } from "../../../src/view/live-view.js"
import { type PeerConnection, PeerServer, type PeerServerOptions } from "../../support/peer-server.js"
import type { PageOptions } from "../../support/signed-page.js"
import { allTurns, type Deferred, deferred } from "../../support/view-harness.js"

let hanging: Deferred<void>
let closed: string[]
let mounts: number
let guards: object[]

const guarded = liveView.onMount((_params, session) => {
  guards.push(session)
  return {}
})

const counter = guarded({
  name: "counter",
  mount: () => {
    mounts += 1
    return { count: 0, note: null as string | null }
  },
  events: {
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
    reply: (params) => params,
    say: (_params, socket) => socket.pushEvent("said", { now: socket.assigns.count }),
    note: (_params, socket) => socket.assign({ note: "!" }),
    async hang(_params, socket) {
      await hanging.promise
      socket.update("count", (count) => count + 1)
      return "done"
    },
    crash() {
      throw new Error("broken")
    },
  },
  handleInfo: (message: number | string, socket) => {
    if (typeof message === "number") socket.assign({ count: message })
    else socket.pushEvent("told", message)
  },
  terminate: (reason) => {
    closed.push(reason)
  },
  render: ({ count, note }) => html`<p>${count}</p>${note === null ? null : html`<b>${note}</b>`}`,
})

beforeEach(() => {
  hanging = deferred()
  closed = []
  mounts = 0
  guards = []
})

async function setUp(options: PeerServerOptions = {}, given: PageOptions = {}) {
  const server = new PeerServer({ resumeWindow: 60_000, ...options })
  const page = await server.page(counter, given)
  const ends = server.connect(page)
  const reply = (await ends.join(page)) as Joined
  mounts = 0
  guards = []
  const back = async (f: number, e: number, more: object = {}) => {
    server.clock.pass(1000)
    const next = server.connect(page)
    return {
      ends: next,
      reply: (await next.join(page, { a: true, n: [], r: { k: reply.k ?? "", f, e }, ...more })) as JoinReply,
    }
  }
  return { server, page, ends, reply, back }
}

/** Goes on counting where another connection has stopped. */
function goesOn(ends: PeerConnection, from: number): PeerConnection {
  ends.sent.set(0, from)
  return ends
}

describe("a page that has lost its connection", () => {
  test("comes back to its view, which has gone on, and mounts nothing", async () => {
    const { server, ends, reply, back } = await setUp()
    expect(reply).toMatchObject({ i: 0, k: expect.any(String) })
    expect(await ends.event(0, "increment")).toEqual([{ 0: "1" }])
    ends.connection.left()
    await allTurns()
    expect([server.supervisor.count, server.kept?.detachedCount, closed]).toEqual([1, 1, []])
    server.orders.send("counter", "counter-1", 7)
    const again = await back(1, 1)
    expect(again.reply).toEqual({ i: 0, d: { 0: "7" }, r: { e: 1 }, k: expect.any(String) })
    expect((again.reply as Joined).k).not.toBe(reply.k)
    expect([mounts, guards.length, server.supervisor.count, server.kept?.detachedCount]).toEqual([0, 1, 1, 0])
    expect(await goesOn(again.ends, 1).event(0, "increment")).toEqual([{ 0: "8" }])
  })

  test("is played what it has not taken: differences, answers, effects, in order", async () => {
    const { server, ends, back } = await setUp()
    await ends.event(0, "increment")
    await ends.event(0, "reply", { a: 1 })
    server.orders.send("counter", "counter-1", "hello")
    server.orders.send("counter", "counter-1", 5)
    await allTurns()
    await ends.event(0, "note")
    ends.connection.left()
    const { reply } = await back(1, 1)
    expect(reply).toMatchObject({
      r: {
        e: 3,
        f: [
          [2, 0, { y: { a: 1 } }],
          [0, { 0: "5" }, { e: [["told", "hello"]] }],
          [3, { 1: [1, "!"] }, { t: { 1: expect.any(String) } }],
        ],
      },
    })
    // The text of what they name comes beside them.
    expect((reply as Joined).e?.t).toEqual({ 1: [expect.any(String), "<b><!--$--></b>"] })
    expect(reply).not.toHaveProperty("d")
  })

  test("is told all values where frames were let go; answers and effects are played, and frames counted anew", async () => {
    const { server, ends, back } = await setUp({ limits: { unconfirmedSize: 400 } })
    await ends.event(0, "reply", { a: 1 })
    for (let count = 10; count < 20; count++) {
      server.orders.send("counter", "counter-1", count)
      await allTurns()
    }
    ends.connection.left()
    const again = await back(0, 0)
    expect(again.reply).toEqual({
      i: 0,
      d: { 0: "19", 1: null },
      r: { e: 1, w: 1, f: [[1, 0, { y: { a: 1 } }]] },
      k: expect.any(String),
    })
  })

  test("is told that an answer is lost where that was let go, too", async () => {
    const { ends, back } = await setUp({ limits: { unconfirmedSize: 200 } })
    await ends.event(0, "reply", { text: "x".repeat(300) })
    ends.connection.left()
    const { reply } = await back(0, 0)
    expect(reply).toMatchObject({ r: { e: 1, f: [[1, 0, { x: { code: "LV_ANSWER_LOST" } }]] } })
  })

  test("whose event is still handled has its answer played, after what came before it", async () => {
    const { ends, back } = await setUp()
    void ends.event(0, "hang")
    void ends.event(0, "increment")
    await allTurns()
    ends.connection.left()
    const coming = back(0, 0)
    await allTurns()
    hanging.resolve()
    expect((await coming).reply).toMatchObject({
      d: { 0: "2" },
      r: {
        e: 2,
        f: [
          [1, 0, { y: "done" }],
          [2, 0],
        ],
      },
    })
  })

  test("takes the seat of a connection that is not known to be lost: what that still brings is not heard, and it is closed", async () => {
    const { server, ends, back } = await setUp()
    const again = await back(0, 0)
    expect(again.reply).toMatchObject({ i: 0, r: { e: 0 } })
    expect(ends.peer.isCutOff).toBe(true)
    expect(await ends.event(0, "increment")).toMatchObject([0, { x: { code: "LV_UNKNOWN_INSTANCE" } }])
    ends.connection.leave(0)
    ends.connection.left()
    await allTurns()
    expect(server.supervisor.count).toBe(1)
    expect(await again.ends.event(0, "increment")).toEqual([{ 0: "1" }])
    expect(ends.peer.sent).toEqual([])
  })

  test("has the key once, and once more if it is lost again before it was answered", async () => {
    const { server, page, ends, reply, back } = await setUp()
    void ends.event(0, "hang")
    await allTurns()
    ends.connection.left()
    const r = { k: reply.k ?? "", f: 0, e: 0 }
    server.clock.pass(1000)
    const lost = server.connect(page)
    void lost.join(page, { a: true, n: [], r })
    await allTurns()
    // It is under way: nobody else comes by this key.
    expect(((await back(0, 0)).reply as Joined).r).toBeUndefined()
    lost.connection.left()
    await allTurns()
    expect(server.kept?.detachedCount).toBe(1)
    const coming = back(0, 0)
    await allTurns()
    hanging.resolve()
    expect((await coming).reply).toMatchObject({ d: { 0: "1" }, r: { e: 1, f: [[1, 0, { y: "done" }]] } })
    expect(((await back(0, 0)).reply as Joined).r).toBeUndefined()
  })
})
