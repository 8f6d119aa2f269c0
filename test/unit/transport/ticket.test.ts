import type { VoidedStore } from "../../../src/pubsub/voided-store.js"
import { html } from "../../../src/render/values/html.js"
import { signPageToken, verifyPageToken } from "../../../src/security/page-token.js"
import { Signer } from "../../../src/security/signer.js"
import { PageConnection } from "../../../src/transport/page-connection.js"
import type { LiveView } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import type { FakeClock } from "../../support/fake-clock.js"
import { PeerServer, type PeerServerOptions } from "../../support/peer-server.js"
import type { PageOptions } from "../../support/signed-page.js"

const report = liveView<{ id: string; note: string }>({
  name: "report",
  mount: () => ({ id: "", note: "" }),
  handleParams({ id = "none" }, _uri, socket) {
    socket.assign({ id: String(id) })
  },
  events: {
    go: (params, socket) => socket.pushPatch(String(params["to"])),
  },
  render: ({ id }) => html`<p>${id}</p>`,
})
const other = liveView({ name: "other", mount: () => ({}), handleParams() {}, render: () => html`<p></p>` })

const names = ["id"]
const ONE: PageOptions = { id: "report-1", url: "/reports/1", params: { id: "1" }, route: { names } }
const TWO: PageOptions = { id: "report-1", url: "/reports/2", params: { id: "2" }, route: { names } }

/** A page at `/reports/1`, joined; and what gives out tickets to its browser. */
async function joined(given: PageOptions = {}, options: PeerServerOptions = {}) {
  const server = new PeerServer(options)
  const page = await server.page(report, { ...ONE, ...given })
  const ends = server.connect(page)
  const reply = await ends.join(page)
  server.clock.pass(1000)
  const ticket = async ({ of = report, ...told }: PageOptions & { readonly of?: LiveView } = {}) => {
    const { token } = await server.page(of, { ...TWO, cookie: page.cookie, ...told })
    return token
  }
  const read = (token: unknown) => verifyPageToken(server.signer, token, page.cookie)
  return { server, page, ends, reply, ticket, read }
}

test("a ticket leads the view there; what changed is in its acknowledgement, as often as it is handed over", async () => {
  const { ends, ticket } = await joined()
  const [first, second] = [await ticket(), await ticket({ url: "/reports/3", params: { id: "3" } })]
  expect(await ends.patch(0, first)).toEqual([{ 0: "2" }])
  expect(await ends.patch(0, second)).toEqual([{ 0: "3" }])
  expect(await ends.patch(0, first)).toEqual([{ 0: "2" }])
})

test("of a view without `handleParams`, a ticket says what it lacks: another one is no better", async () => {
  const plain = liveView({ name: "plain", mount: () => ({}), render: () => html`<p></p>` })
  const server = new PeerServer()
  const page = await server.page(plain, { id: "plain-1", url: "/plain", route: { names: [] } })
  const ends = server.connect(page)
  await ends.join(page)
  const { token } = await server.page(plain, {
    id: "plain-1",
    url: "/plain?a=1",
    route: { names: [] },
    cookie: page.cookie,
  })
  const [, extras] = (await ends.patch(0, token)) as [unknown, { x?: { code: string; message: string } }]
  expect(extras.x).toMatchObject({ code: "LV_PATCH_REFUSED", message: expect.stringContaining("no `handleParams") })
})

describe("a ticket is refused", () => {
  const code = async (answer: Promise<readonly unknown[]>): Promise<string | undefined> => {
    const [, extras] = (await answer) as [unknown, { x?: { code: string } } | undefined]
    return extras?.x?.code
  }

  const wrong: [name: string, code: string, told: PageOptions & { readonly of?: LiveView }][] = [
    ["forged", "LV_TOKEN_INVALID", { signer: new Signer(["another secret"], () => 1_001_000) }],
    ["of another browser", "LV_TOKEN_FOREIGN", { cookie: "a".repeat(22) }],
    ["of another root", "LV_TOKEN_INVALID", { id: "report-2" }],
    ["of another view", "LV_TOKEN_INVALID", { of: other }],
    ["of another live session", "LV_TOKEN_EXPIRED", { liveSession: "admin" }],
    ["of another user in the same browser", "LV_TICKET_STALE", { identify: "bob" }],
    ["of nobody any more", "LV_TICKET_STALE", { identify: undefined }],
  ]
  test.each(wrong)("%s", async (_name, expected, told) => {
    const { server, ends, ticket } = await joined({ identify: "ada" })
    expect(await code(ends.patch(0, await ticket({ identify: "ada", ...told })))).toBe(expected)
    expect([...server.supervisor.find("report", "report-1")][0]?.facts.place.url).toBe("/reports/1")
  })

  test("that is a token of an island", async () => {
    const { ends, read, page, server } = await joined()
    const check = read(page.token)
    if (!check.ok) throw new Error(check.reason)
    const island = signPageToken(server.signer, { ...check, token: { ...check.token, route: undefined } }, page.cookie)
    expect(await code(ends.patch(0, island))).toBe("LV_TOKEN_INVALID")
  })

  test("when it is older than a minute", async () => {
    const { server, ends, ticket } = await joined()
    const old = await ticket()
    server.clock.pass(60_000)
    expect(await ends.patch(0, old)).toEqual([{ 0: "2" }])
    server.clock.pass(1)
    expect(await code(ends.patch(0, old))).toBe("LV_TICKET_STALE")
  })

  test("when it was taken before a log-out, by what this process knows and by the store", async () => {
    const { server, ends, ticket } = await joined({ identify: "ada" })
    const taken = await ticket({ identify: "ada" })
    server.voids.add("ada")
    expect(await code(ends.patch(0, taken))).toBe("LV_TOKEN_EXPIRED")

    let since: number | undefined
    const store = (clock: FakeClock): VoidedStore => ({
      now: () => clock.now(),
      add: () => Promise.resolve(0),
      since: () => Promise.resolve(since),
    })
    const elsewhere = await joined({ identify: "ada" }, { store })
    const later = await elsewhere.ticket({ identify: "ada" })
    expect(await elsewhere.ends.patch(0, later)).toEqual([{ 0: "2" }])
    since = elsewhere.server.clock.now()
    expect(await code(elsewhere.ends.patch(0, later))).toBe("LV_TOKEN_EXPIRED")
  })

  test("when its view has been left, or has enough to do, by the time that the store has answered; nothing is kept of it", async () => {
    const asked: (() => void)[] = []
    const store = (clock: FakeClock): VoidedStore => ({
      now: () => clock.now(),
      add: () => Promise.resolve(0),
      since: () => new Promise((resolve) => asked.push(() => resolve(undefined))),
    })
    const server = new PeerServer({ store, limits: { eventsWaiting: 2 } })
    const page = await server.page(report, { ...ONE, identify: "ada" })
    const own = new PageConnection(server.limits, server.clock.now())
    const ends = server.connect(page, own)
    const joining = ends.join(page)
    await Promise.resolve()
    asked.splice(0).forEach((answer) => answer())
    await joining
    server.clock.pass(1000)
    const { token } = await server.page(report, { ...TWO, identify: "ada", cookie: page.cookie })
    const many = [1, 2, 3].map(() => ends.patch(0, token))
    asked.splice(0).forEach((answer) => answer())
    expect((await Promise.all(many.map(code))).sort()).toEqual(["LV_TOO_MANY_EVENTS", undefined, undefined])
    const late = ends.patch(0, token)
    ends.connection.leave(0)
    asked.splice(0).forEach((answer) => answer())
    expect(await code(late)).toBe("LV_UNKNOWN_INSTANCE")
    expect(own.takeWaiting(server.limits.waitingSize, server.limits)).toBe(true)
  })

  test("when it is none, too large, or for no view that is there", async () => {
    const { ends, ticket } = await joined()
    expect(await code(ends.patch(0, { t: 1 }))).toBe("LV_BAD_MESSAGE")
    expect(await code(ends.patch(0, "x".repeat(200_000)))).toBe("LV_MESSAGE_TOO_LARGE")
    expect(await code(ends.patch(7, await ticket()))).toBe("LV_UNKNOWN_INSTANCE")
  })
})

describe("a ticket whose handling fails is answered, and its number had", () => {
  test.each(["the checks", "the process", "the store"])("by %s", async (where) => {
    const fail = (): never => {
      throw new Error("out of order")
    }
    const store = (clock: FakeClock): VoidedStore => ({
      now: () => clock.now(),
      add: () => Promise.resolve(0),
      since: () => Promise.resolve(undefined),
    })
    const { server, ends, ticket } = await joined({ identify: "ada" }, { store })
    const [process] = [...server.supervisor.find("report", "report-1")]
    if (process === undefined) throw new Error("no process")
    const broken = [
      where === "the checks" && jest.spyOn(ends.connection.page, "takeJoin").mockImplementation(fail),
      where === "the process" && jest.spyOn(process, "patch").mockImplementation(fail),
      where === "the store" && jest.spyOn(server.voids, "ask").mockRejectedValue(new Error("out of order")),
    ]
    const answer = await ends.patch(0, await ticket({ identify: "ada" }))
    expect(answer).toMatchObject([0, { x: { code: "LV_CALLBACK_FAILED" } }])
    expect(server.logger.at("error")).toEqual(['A message to the view "report" could not be handled.'])
    for (const spy of broken) if (spy !== false) spy.mockRestore()
    expect(await ends.patch(0, await ticket({ identify: "ada" }))).toEqual([{ 0: "2" }])
    const [seat] = ends.connection.deafen()
    expect(seat?.ledger?.waiting).toBe(0)
  })
})

test("a renewed token names the newest claims: what is voided later ends the view, what was before does not", async () => {
  const { server, ends, ticket } = await joined({ identify: "ada" })
  await ends.patch(0, await ticket({ identify: "ada" }))
  const [[, claims] = []] = [...server.supervisor.claimed()]
  expect(claims).toEqual({ identify: "ada", issuedAt: server.clock.now() })
})

describe("the token of a patch by the view itself", () => {
  const answer = async (ends: Awaited<ReturnType<typeof joined>>["ends"], to: string) => {
    const [diff, extras] = (await ends.event(0, "go", { to })) as [unknown, { p?: { to: string; t?: string; r?: 1 } }]
    return { diff, patch: extras.p }
  }

  test("says the new URL, with the session, the user and the age of the one before", async () => {
    const { server, ends, read, page } = await joined({ session: { user: 7 }, identify: "ada" })
    const { patch } = await answer(ends, "?q=a")
    expect(patch).toEqual({ to: "/reports/1?q=a", t: expect.any(String) })
    const [before, after] = [read(page.token), read(patch?.t)]
    expect(after).toMatchObject({ ok: true, issuedAt: 1_000_000, maxAge: 3600 })
    expect(before).toMatchObject({ ok: true, issuedAt: 1_000_000, maxAge: 3600 })
    expect(after).toMatchObject({
      token: {
        url: "/reports/1?q=a",
        params: { id: "1", q: "a" },
        session: { user: 7 },
        identify: "ada",
        id: "report-1",
      },
    })
    const again = server.connect(page)
    expect(await again.join({ ...page, token: patch?.t ?? "" }, { a: true })).toMatchObject({ i: 0, d: { 0: "1" } })
  })

  test("is refused when its page could not join with it any more", async () => {
    const limits = { messageSize: 3000 }
    const { server, ends, page } = await joined({ session: { user: 7 } }, { limits })
    const { patch } = await answer(ends, `?q=${"é".repeat(130)}`)
    const again = server.connect(page)
    expect(await again.join({ ...page, token: patch?.t ?? "" }, { a: true })).toMatchObject({ i: 0, d: { 0: "1" } })
    const [, extras] = await ends.event(0, "go", { to: `?q=${"é".repeat(300)}` })
    expect(extras).toMatchObject({ x: { code: "LV_PATCH_REFUSED", message: expect.stringContaining("messageSize") } })
    expect(extras).not.toHaveProperty("p")
  })

  test("is there on the page's own path alone", async () => {
    const { ends } = await joined()
    expect((await answer(ends, "/reports/2")).patch).toEqual({ to: "/reports/2" })
  })

  test("costs the event no frame, and 250 bytes and the session at most", async () => {
    const session = { user: "ada@example.org" }
    const { ends } = await joined({ session })
    const { diff, patch } = await answer(ends, "?q=a")
    expect(ends.peer.sent).toEqual([])
    const bytes = JSON.stringify([diff, { p: patch }]).length - JSON.stringify([diff]).length
    expect(bytes).toBeLessThanOrEqual(250 + (JSON.stringify(session).length * 4) / 3)
  })

  test("comes with the reply of a join, if that is where the view moves", async () => {
    const moving = liveView<{ q: string }>({
      name: "moving",
      mount: () => ({ q: "" }),
      handleParams({ q }, _uri, socket) {
        if (q === undefined) socket.pushPatch("?q=all")
        socket.assign({ q: String(q) })
      },
      render: ({ q }) => html`<p>${q}</p>`,
    })
    const server = new PeerServer()
    // What the page was answered with, where the view did not patch yet.
    const page = await server.page(moving, { id: "moving-1", params: { q: "" }, url: "/moving" })
    const check = verifyPageToken(server.signer, page.token, page.cookie)
    if (!check.ok) throw new Error(check.reason)
    const token = signPageToken(server.signer, { ...check, token: { ...check.token, params: {} } }, page.cookie)
    const reply = await server.connect(page).join({ ...page, token })
    expect(reply).toMatchObject({ d: { 0: "all" }, e: { p: { to: "/moving?q=all", r: 1, t: expect.any(String) } } })
  })
})
