import { channel } from "node:diagnostics_channel"
import type { Joined, JoinReply } from "../../../src/protocol/frames.js"
import { stream } from "../../../src/render/stream/stream.js"
import { html } from "../../../src/render/values/html.js"
import type { LimitContext } from "../../../src/telemetry/channels.js"
import { PageConnection } from "../../../src/transport/page-connection.js"
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

  test("is told all values where the budget of all views is used up, by another's, too", async () => {
    const { server, ends, back } = await setUp({ limits: { unconfirmedSizeOfAll: 1000 } })
    const other = await server.page(counter)
    const busy = server.connect(other)
    await busy.join(other)
    for (let n = 0; n < 4; n++) await busy.event(0, "increment")
    for (let n = 0; n < 4; n++) await ends.event(0, "increment")
    ends.connection.left()
    expect((await back(0, 0)).reply).toMatchObject({
      d: { 0: "4" },
      r: {
        e: 4,
        w: 1,
        f: [
          [1, 0],
          [2, 0],
          [3, 0],
          [4, 0],
        ],
      },
    })
    busy.connection.leave(0)
    await allTurns()
    expect(server.frameBudget.left).toBeGreaterThan(0)
  })

  test("keeps what it has missed where another address confirms nothing, over many views of one connection", async () => {
    const limits: string[] = []
    const listen = (message: unknown): void => void limits.push((message as LimitContext).limit)
    channel("livemount.limit").subscribe(listen)
    const { server, ends, back } = await setUp({
      limits: { unconfirmedSizeOfAll: 4000, unconfirmedSizePerAddress: 1000 },
    })
    const page = new PageConnection(server.limits, server.clock.now())
    const attacker = await Promise.all(Array.from({ length: 20 }, () => server.page(counter)))
    for (const [number, other] of attacker.entries()) {
      const busy = server.connect(other, page)
      busy.peer.address = "203.0.113.9"
      await busy.join(other)
      for (let n = 0; n < 4; n++) await busy.event(0, "reply", { number, text: "x".repeat(100) })
    }
    channel("livemount.limit").unsubscribe(listen)
    expect(new Set(limits)).toEqual(new Set(["unconfirmedSizePerAddress"]))
    expect(server.frameBudget.left).toBeGreaterThanOrEqual(3000)
    await ends.event(0, "reply", { a: 1 })
    ends.connection.left()
    expect((await back(0, 0)).reply).toMatchObject({ r: { e: 1, f: [[1, 0, { y: { a: 1 } }]] } })
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

  test("whose handler never returns gets another view in the same join, which is told what it has and knows nothing of that event", async () => {
    const { server, ends, back } = await setUp()
    await ends.event(0, "increment")
    void ends.event(0, "hang")
    await allTurns()
    ends.connection.left()
    const coming = back(1, 2)
    await allTurns()
    server.clock.pass(29_999)
    await allTurns()
    expect([mounts, server.supervisor.count]).toEqual([0, 1])
    server.clock.pass(1)
    const { ends: next, reply } = await coming
    expect(reply).toEqual({ i: 0, d: { 0: "0", 1: null }, k: expect.any(String) })
    expect([mounts, server.supervisor.count, server.kept?.detachedCount]).toEqual([1, 1, 0])
    expect(server.logger.entries.at(-1)).toMatchObject({ level: "error", details: { code: "LV_VIEW_BUSY" } })
    expect(await next.event(0, "increment")).toEqual([{ 0: "1" }])
    next.connection.left()
    expect(server.kept?.detachedCount).toBe(1)
    expect(server.clock.waiting).toBe(2)
  })

  test("that comes twice while its handler hangs gets one other view", async () => {
    const { server, page, ends, reply, back } = await setUp()
    void ends.event(0, "hang")
    await allTurns()
    ends.connection.left()
    const lost = server.connect(page)
    void lost.join(page, { a: true, n: [], r: { k: reply.k ?? "", f: 0, e: 1 } })
    await allTurns()
    server.clock.pass(20_000)
    const coming = back(0, 1)
    await allTurns()
    server.clock.pass(9_000)
    expect((await coming).reply).toMatchObject({ i: 0, d: { 0: "0" } })
    await allTurns()
    expect([mounts, server.supervisor.count, lost.peer.sent]).toEqual([1, 1, []])
  })

  test("is played what it was promised, though an answer that comes meanwhile would be too much", async () => {
    const { ends, back } = await setUp({ limits: { unconfirmedSize: 600 } })
    for (let n = 0; n < 3; n++) await ends.event(0, "increment")
    void ends.event(0, "hang")
    await allTurns()
    ends.connection.left()
    const coming = back(0, 0)
    await allTurns()
    hanging.resolve()
    const played = [
      [1, { 0: "1" }],
      [2, { 0: "2" }],
      [3, { 0: "3" }],
      [4, 0, { y: "done" }],
    ]
    expect((await coming).reply).toMatchObject({ d: { 0: "4" }, r: { e: 4, f: played } })
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

  test("has its key until it has said that it has another, whatever is lost on the way", async () => {
    const { server, page, ends, reply, back } = await setUp()
    void ends.event(0, "hang")
    await allTurns()
    ends.connection.left()
    const r = { k: reply.k ?? "", f: 0, e: 0 }
    const lost = server.connect(page)
    void lost.join(page, { a: true, n: [], r })
    await allTurns()
    // It is under way over a line that may be dead by now: the page comes once more.
    const coming = back(0, 0)
    await allTurns()
    expect(lost.peer.isCutOff).toBe(true)
    hanging.resolve()
    const answered = [[1, 0, { y: "done" }]]
    expect((await coming).reply).toMatchObject({ d: { 0: "1" }, r: { e: 1, f: answered } })
    // That answer may be lost, too: what it has said is said again, and all else anew.
    const { ends: again, reply: whole } = await back(0, 0)
    expect(whole).toMatchObject({ d: { 0: "1" }, r: { e: 1, w: 1, f: answered } })
    again.connection.confirm((whole as Joined).i, 0)
    expect(((await back(0, 0)).reply as Joined).r).toBeUndefined()
    expect(server.kept?.detachedCount).toBe(0)
  })
})

describe("nobody comes back", () => {
  const isNew = (reply: JoinReply): boolean => "i" in reply && reply.r === undefined

  test("who has said that it leaves", async () => {
    const { server, ends, back } = await setUp()
    ends.connection.leave(0)
    await allTurns()
    expect([closed, server.supervisor.count]).toEqual([["leave"], 0])
    expect(isNew((await back(0, 0)).reply)).toBe(true)
  })

  test("who has left all that it has, while its join is under way or its answer on the way", async () => {
    const { server, ends, page } = await setUp()
    const beside = server.connect(page, ends.connection.page)
    await beside.join(page)
    // Said with the end of the connection: what is heard in the same breath counts.
    ends.connection.leaving(-1)
    ends.connection.left()
    beside.connection.leave(-1)
    await allTurns()
    expect([closed, server.supervisor.count]).toEqual([["leave", "leave"], 0])
  })

  test.each(["before it is looked for", "while it waits for a handler"])(
    "who leaves while it comes back, %s",
    async (when) => {
      const { server, page, ends, reply } = await setUp()
      if (when !== "before it is looked for") void ends.event(0, "hang")
      await allTurns()
      ends.connection.left()
      const next = server.connect(page)
      const answers: unknown[] = []
      const r = { k: reply.k ?? "", f: 0, e: 0 }
      void next.join(page, { a: true, n: [], r }).then((answer) => answers.push(answer))
      if (when !== "before it is looked for") await allTurns()
      next.connection.leave(-1)
      await allTurns()
      expect([server.supervisor.count, server.kept?.detachedCount, mounts]).toEqual([0, 0, 0])
      expect(answers.filter((answer) => "i" in (answer as object))).toEqual([])
      hanging.resolve()
      await allTurns()
      expect(closed).toEqual(["leave"])
    },
  )

  test.each([-2, -0.5, "-1", null, undefined, Number.NEGATIVE_INFINITY, {}])(
    "who says %p leaves nothing",
    async (number) => {
      const { server, ends } = await setUp()
      ends.connection.leaving(number)
      ends.connection.leave(number)
      ends.connection.left()
      expect([closed, server.kept?.detachedCount]).toEqual([[], 1])
    },
  )

  test("when the window is over: the view is told of the lost connection", async () => {
    const { server, ends, back } = await setUp()
    await ends.event(0, "increment")
    ends.connection.left()
    server.clock.pass(59_999)
    expect(server.supervisor.count).toBe(1)
    server.clock.pass(1)
    await allTurns()
    expect([closed, server.supervisor.count, server.kept?.detachedCount]).toEqual([["disconnect"], 0, 0])
    expect(server.frameBudget.left).toBe(server.limits.unconfirmedSizeOfAll)
    expect(isNew((await back(1, 1)).reply)).toBe(true)
  })

  test("whose events, which wait behind a slow handler, take more than views that wait may", async () => {
    const { server, ends } = await setUp({ limits: { detachedSize: 5_000 } })
    void ends.event(0, "hang")
    for (let n = 0; n < 5; n++) void ends.event(0, "reply", { text: "x".repeat(1_000) })
    await allTurns()
    ends.connection.left()
    hanging.resolve()
    await allTurns()
    expect([closed, server.supervisor.count, server.kept?.detachedCount]).toEqual([["disconnect"], 0, 0])
  })

  test("where nothing waits: the option is 0", async () => {
    const { server, ends, reply } = await setUp({ resumeWindow: 0 })
    expect(reply).not.toHaveProperty("k")
    ends.connection.left()
    await allTurns()
    expect([closed, server.supervisor.count]).toEqual([["disconnect"], 0])
  })

  test("with a key that was used, another's, or none of ours", async () => {
    const { server, page, ends, reply, back } = await setUp()
    ends.connection.left()
    const { ends: now, reply: joined } = await back(0, 0)
    // So it has another one.
    now.connection.confirm((joined as Joined).i, 0)
    const other = await server.page(counter)
    for (const k of [reply.k ?? "", "", "x".repeat(100), `${reply.k}x`]) {
      server.clock.pass(1000)
      const r = { k, f: 0, e: 0 }
      expect(isNew(await server.connect(page).join(page, { a: true, n: [], r }))).toBe(true)
      expect(isNew(await server.connect(other).join(other, { a: true, n: [], r }))).toBe(true)
    }
    expect(server.supervisor.find("counter", "counter-1").next().value?.hasClient).toBe(true)
  })

  test("by the key of another browser, of another root: whose it is comes back by it still", async () => {
    const { server, ends, reply, back } = await setUp({}, { cookie: "a".repeat(32) })
    ends.connection.left()
    const r = { k: reply.k ?? "", f: 0, e: 0 }
    for (const given of [
      { cookie: "b".repeat(32), id: "counter-1" },
      { cookie: "a".repeat(32), id: "counter-9" },
    ]) {
      const stranger = await server.page(counter, given)
      expect(isNew(await server.connect(stranger).join(stranger, { a: true, n: [], r }))).toBe(true)
    }
    expect(closed).toEqual([])
    expect((await back(0, 0)).reply).toMatchObject({ r: { e: 0 } })
  })

  test.each<[string, PageOptions]>([
    ["another user has logged in", { identify: "bob", session: { name: "ann" } }],
    ["nobody is logged in any more", { session: { name: "ann" } }],
    ["the session is another", { identify: "ann", session: { name: "Ann" } }],
  ])("where the token was fetched anew and %s: the view that waited ends", async (_what, given) => {
    const { server, page, ends, reply } = await setUp({}, { identify: "ann", session: { name: "ann" } })
    ends.connection.left()
    server.clock.pass(1000)
    const renewed = await server.page(counter, { id: "counter-1", cookie: page.cookie, ...given })
    const r = { k: reply.k ?? "", f: 0, e: 0 }
    expect(isNew(await server.connect(renewed).join(renewed, { a: true, n: [], r }))).toBe(true)
    await allTurns()
    expect([closed, server.supervisor.count]).toEqual([["disconnect"], 1])
  })

  test("after the user was disconnected: views that wait end, and the token is refused", async () => {
    const { server, ends, back } = await setUp({}, { identify: "ann" })
    ends.connection.left()
    server.orders.disconnect("ann")
    await allTurns()
    expect([closed, server.supervisor.count]).toEqual([["disconnect"], 0])
    expect((await back(0, 0)).reply).toMatchObject({ x: { code: "LV_TOKEN_EXPIRED" } })
  })

  test("whose view has crashed while nobody was there, and after the shutdown", async () => {
    const { server, ends, back } = await setUp()
    void ends.event(0, "hang")
    void ends.event(0, "crash")
    await allTurns()
    ends.connection.left()
    hanging.resolve()
    await allTurns()
    expect([closed, server.supervisor.count, server.kept?.detachedCount]).toEqual([["crash"], 0, 0])
    const { ends: next } = await back(0, 0)
    next.connection.left()
    await server.supervisor.close()
    expect([closed, server.supervisor.count, server.clock.waiting]).toEqual([["crash", "shutdown"], 0, 0])
  })

  test("whose answers were not confirmed a thousand times: nobody could say what has become of them", async () => {
    const { server, ends, back } = await setUp({ limits: { unconfirmedSize: 1000 } })
    for (let n = 0; n < 1100; n++) await ends.event(0, "reply")
    expect(server.frameBudget.left).toBe(server.limits.unconfirmedSizeOfAll)
    ends.connection.left()
    expect(isNew((await back(0, 0)).reply)).toBe(true)
    expect(server.supervisor.count).toBe(1)
  })

  test.each([
    { k: 1, f: 0, e: 0 },
    { k: "x".repeat(101), f: 0, e: 0 },
    { k: "x", f: -1, e: 0 },
    { k: "x", f: 0, e: 0.5 },
    { k: "x" },
    null,
    "x",
  ])("by %j, which is no way to come back", async (r) => {
    const { server, page } = await setUp()
    const given = { a: true, r } as object
    expect(await server.connect(page).join(page, given)).toMatchObject({ x: { code: "LV_BAD_MESSAGE" } })
  })
})

describe("a page that comes back", () => {
  test("with a token that was fetched anew, of the same user and session, has its view; what is voided later ends it", async () => {
    const { server, page, ends, reply } = await setUp({}, { identify: "ann", session: { name: "ann" } })
    ends.connection.left()
    server.clock.pass(5000)
    const given = { id: "counter-1", cookie: page.cookie, identify: "ann", session: { name: "ann" } }
    const renewed = await server.page(counter, given)
    guards = []
    const r = { k: reply.k ?? "", f: 0, e: 0 }
    expect(await server.connect(renewed).join(renewed, { a: true, n: [], r })).toMatchObject({ r: { e: 0 } })
    expect(guards).toEqual([{ name: "ann" }])
    const [[, claims] = []] = [...server.supervisor.claimed()]
    expect(claims).toEqual({ identify: "ann", issuedAt: server.clock.now() })
  })

  test("with such a token to a view that has other URLs, too: it runs by the newer one", async () => {
    const list = liveView({ name: "list", mount: () => ({}), handleParams: () => {}, render: () => html`<p></p>` })
    const server = new PeerServer({ resumeWindow: 60_000 })
    const page = await server.page(list, { identify: "ann" })
    const ends = server.connect(page)
    const { k = "" } = (await ends.join(page)) as Joined
    ends.connection.left()
    server.clock.pass(5000)
    const renewed = await server.page(list, { id: "list-1", cookie: page.cookie, identify: "ann" })
    await server.connect(renewed).join(renewed, { a: true, n: [], r: { k, f: 0, e: 0 } })
    expect([...server.supervisor.claimed()].map(([, { issuedAt }]) => issuedAt)).toEqual([server.clock.now()])
  })

  test("with the token that it has joined with: not with one that was altered, and not for longer than it holds", async () => {
    const { server, page, ends, reply, back } = await setUp({}, { maxAge: 30 })
    ends.connection.left()
    const r = { k: reply.k ?? "", f: 0, e: 0 }
    const [version, body = "", signature] = page.token.split(".")
    for (const t of [`${page.token}A`, `${version}.${body.slice(0, -1)}.${signature}`]) {
      server.clock.pass(1000)
      const refused = await server.connect(page).join(page, { a: true, n: [], r, t })
      expect(refused).toMatchObject({ x: { code: expect.stringMatching(/^LV_TOKEN_/) } })
    }
    const { ends: next, reply: joined } = await back(0, 0)
    expect([joined, mounts]).toMatchObject([{ r: { e: 0 } }, 0])
    next.connection.left()
    server.clock.pass(30_000)
    const again = { k: (joined as Joined).k ?? "", f: 0, e: 0 }
    expect(await server.connect(page).join(page, { a: true, n: [], r: again })).toMatchObject({
      x: { code: "LV_TOKEN_EXPIRED" },
    })
  })

  test("is led elsewhere by its guards, and its view ends", async () => {
    let isLoggedIn = true
    const members = liveView.onMount((_params, _session, socket) => (isLoggedIn ? {} : socket.redirect("/login")))({
      name: "members",
      mount: () => ({}),
      terminate: (reason) => void closed.push(reason),
      render: () => html`<p></p>`,
    })
    const server = new PeerServer({ resumeWindow: 60_000 })
    const page = await server.page(members)
    const ends = server.connect(page)
    const { k = "" } = (await ends.join(page)) as Joined
    ends.connection.left()
    isLoggedIn = false
    server.clock.pass(1000)
    const r = { k, f: 0, e: 0 }
    expect(await server.connect(page).join(page, { a: true, n: [], r })).toEqual({ r: { to: "/login" } })
    await allTurns()
    expect([closed, server.supervisor.count]).toEqual([["leave"], 0])
  })

  test("is told so where its view is ended while `handleConnected` runs", async () => {
    let joins = 0
    const greeter = liveView({
      name: "greeter",
      mount: () => ({}),
      handleConnected: () => (++joins > 1 ? hanging.promise : undefined),
      render: () => html`<p></p>`,
    })
    const server = new PeerServer({ resumeWindow: 60_000 })
    const page = await server.page(greeter, { identify: "ann" })
    const ends = server.connect(page)
    const { k = "" } = (await ends.join(page)) as Joined
    ends.connection.left()
    const coming = server.connect(page).join(page, { a: true, n: [], r: { k, f: 0, e: 0 } })
    await allTurns()
    server.orders.disconnect("ann")
    hanging.resolve()
    expect(await coming).toMatchObject({ x: { code: "LV_VIEW_CLOSED" } })
    expect(server.supervisor.count).toBe(0)
  })

  test("over two connections, one a moment after the other, has its view over the second", async () => {
    for (let moment = 0; moment < 16; moment++) {
      const { server, page, ends, reply } = await setUp()
      ends.connection.left()
      const given = { a: true, n: [], r: { k: reply.k ?? "", f: 0, e: 0 } } as const
      void server.connect(page).join(page, given)
      for (let turn = 0; turn < moment; turn++) await undefined
      const second = server.connect(page)
      const { k = "" } = (await second.join(page, given)) as Joined
      expect([k, server.logger.entries]).toEqual([expect.stringContaining(":"), []])
      second.connection.left()
      expect(await server.connect(page).join(page, { ...given, r: { k, f: 0, e: 0 } })).toMatchObject({ r: { e: 0 } })
    }
  })

  test("is told what the view wanted of its page meanwhile: the last hundred events, the last title, the last redirect", async () => {
    const { server, ends, back } = await setUp()
    ends.connection.left()
    for (let n = 0; n < 150; n++) server.orders.send("counter", "counter-1", `event ${n}`)
    await allTurns()
    const { e } = (await back(0, 0)).reply as Joined
    expect(e?.e).toHaveLength(100)
    expect(e?.e?.at(-1)).toEqual(["told", "event 149"])
  })

  test("brings the number of an event that was had before: it is not handled again, and its answer told if it is known", async () => {
    const { ends } = await setUp()
    expect(await ends.event(0, "reply", { a: 1 })).toEqual([0, { y: { a: 1 } }])
    const again: unknown[] = []
    ends.connection.event([0, "increment", {}, 1], (...values) => again.push(values))
    await allTurns()
    expect(again).toEqual([[0, { y: { a: 1 } }]])
    ends.connection.confirm(0, 1)
    ends.connection.event([0, "increment", {}, 1], (...values) => again.push(values))
    await allTurns()
    expect(again).toHaveLength(1)
    expect(await ends.event(0, "increment")).toEqual([{ 0: "1" }])
  })

  test("confirms what it has written: no more is kept; what is no number is not heard", async () => {
    const { server, ends } = await setUp()
    for (let n = 0; n < 10; n++) await ends.event(0, "increment")
    expect(server.frameBudget.left).toBeLessThan(server.limits.unconfirmedSizeOfAll)
    for (const frames of [undefined, -1, "10", Number.NaN]) ends.connection.confirm(0, frames)
    ends.connection.confirm(7, 10)
    expect(server.frameBudget.left).toBeLessThan(server.limits.unconfirmedSizeOfAll)
    ends.connection.confirm(0, 10)
    expect(server.frameBudget.left).toBe(server.limits.unconfirmedSizeOfAll)
  })

  test("says that it has more than it was told, or templates that it was not: it is told everything anew", async () => {
    for (const more of [{ f: 9 }, { f: 0, h: [] }]) {
      const { server, page, ends, reply } = await setUp()
      ends.connection.left()
      server.clock.pass(1000)
      const { f, ...others } = more
      const r = { k: reply.k ?? "", f, e: 0 }
      const answer = await server.connect(page).join(page, { a: true, n: [], ...others, r })
      expect(answer).toMatchObject({ r: { e: 0, w: 1 } })
    }
  })

  test("whose ticket waits for the store when it is lost fetches another", async () => {
    const asked: (() => void)[] = []
    const { server, page, ends, back } = await setUp(
      {
        store: (clock) => ({
          now: () => clock.now(),
          add: () => Promise.resolve(0),
          since: () => new Promise((resolve) => asked.push(() => resolve(undefined))),
        }),
      },
      { identify: undefined },
    )
    const { token } = await server.page(counter, { id: "counter-1", cookie: page.cookie, identify: "ann" })
    void ends.patch(0, token)
    ends.connection.left()
    const again = await back(0, 0)
    expect(again.reply).toMatchObject({ r: { e: 1, f: [[1, 0, { x: { code: "LV_TICKET_STALE" } }]] } })
    for (const answer of asked.splice(0)) answer()
    await allTurns()
    expect(await goesOn(again.ends, 1).event(0, "increment")).toEqual([{ 0: "1" }])
  })
})

describe("streams", () => {
  function log(restream: boolean, name: string) {
    return liveView({
      name,
      mount: () => {
        mounts += 1
        return { rows: stream([{ id: 1 }, { id: 2 }], { key: ({ id }) => id }), note: "" }
      },
      events: {
        add: ({ id }, socket) => socket.stream("rows").insert({ id: Number(id) }),
        note: (_params, socket) => socket.assign({ note: "!" }),
      },
      handleInfo: (id: number, socket) => socket.stream("rows").insert({ id }),
      ...(restream ? { restream: () => [{ id: 7 }, { id: 8 }] } : {}),
      terminate: (reason) => void closed.push(reason),
      render: ({ rows, note }) => html`<ul>${rows.map(({ id }) => html`<li>${id}</li>`)}</ul><p>${note}</p>`,
    })
  }

  async function joined(restream: boolean, limits = {}) {
    const server = new PeerServer({ resumeWindow: 60_000, limits })
    const view = log(restream, `log${restream}`)
    const page = await server.page(view)
    const ends = server.connect(page)
    const { k = "" } = (await ends.join(page)) as Joined
    mounts = 0
    const back = async (f: number) => {
      server.clock.pass(1000)
      const next = server.connect(page)
      return { ends: next, reply: (await next.join(page, { a: true, n: [], r: { k, f, e: 0 } })) as Joined }
    }
    return { server, ends, back }
  }

  test("are told the rows that have changed", async () => {
    const { server, ends, back } = await joined(false)
    await ends.event(0, "add", { id: 3 })
    ends.connection.left()
    server.orders.send("logfalse", "logfalse-1", 4)
    await allTurns()
    const { reply } = await back(0)
    expect(reply.r).toEqual({ e: 1, f: [[1, { 0: { o: [0, 2, -1, 1], n: [["3"]] } }]] })
    expect(reply.d).toEqual({ 0: { o: [0, 3, -1, 1], n: [["4"]] } })
    expect(mounts).toBe(0)
  })

  test("are given all rows by `restream` where all values are told", async () => {
    const { server, ends, back } = await joined(true)
    await ends.event(0, "note")
    ends.connection.left()
    const { ends: next, reply } = await back(5)
    expect(reply).toMatchObject({ d: { 0: { i: [["7"], ["8"]] }, 1: "!" }, r: { e: 1, w: 1 } })
    await allTurns()
    expect(next.peer.sent).toEqual([])
    server.orders.send("logtrue", "logtrue-1", 9)
    await allTurns()
    expect(next.peer.sent).toEqual([["d", 0, { 0: { o: [0, 2, -1, 1], n: [["9"]] } }]])
    expect([mounts, closed]).toEqual([0, []])
  })

  test("without it the view mounts anew, and says so", async () => {
    const { server, ends, back } = await joined(false)
    await ends.event(0, "note")
    ends.connection.left()
    const { reply } = await back(5)
    expect(reply).toMatchObject({ d: { 0: { i: [["1"], ["2"]] }, 1: "" }, r: { e: 1, w: 1 } })
    expect([mounts, closed]).toEqual([1, ["gap"]])
    expect(server.logger.at("warn").join()).toContain("which mounts anew")
  })

  test("with more changes than are kept are asked for once the page is back", async () => {
    const { server, ends, back } = await joined(true)
    ends.connection.left()
    for (let id = 10; id < 1200; id++) {
      server.orders.send("logtrue", "logtrue-1", id)
      if (id % 500 === 0) await allTurns()
    }
    await allTurns()
    const { ends: next, reply } = await back(0)
    expect(reply).toMatchObject({ r: { e: 0 } })
    for (let n = 0; n < 10; n++) await allTurns()
    expect(next.peer.sent).toMatchObject([["d", 0, { 0: { i: [["7"], ["8"]] } }]])
  })
})
