/**
 * Who may be shown what by a patch, on each host, over real connections: a ticket opens nothing that a page at its URL would
 * not, and nothing to anybody else.
 */

import type { IncomingMessage } from "node:http"
import type { Context } from "koa"
import request from "supertest"
import { html } from "../../src/render/values/html.js"
import { type PageToken, signPageToken, verifyPageToken } from "../../src/security/page-token.js"
import { Signer } from "../../src/security/signer.js"
import { liveView } from "../../src/view/live-view.js"
import type { OnMount } from "../../src/view/on-mount.js"
import { closeHosts, type Host, type HostApp, hosts, serve } from "../support/http-hosts.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"
import { openPage } from "../support/open-page.js"

const SECRET = "s".repeat(32)

/** Reports, by who may see them. */
const MAY_SEE: Readonly<Record<string, readonly string[]>> = { ada: ["7", "9"], bob: ["8"] }
const maySee = (user: string, id: unknown): boolean => MAY_SEE[user]?.includes(String(id)) === true

const declare = (name: string) =>
  ({
    name,
    layout: false,
    mount: () => ({ id: "" }),
    handleParams({ id, path }, _uri, socket) {
      socket.assign({ id: String(id ?? path) })
    },
    events: {
      go: (params, socket) => socket.pushPatch(String(params["to"])),
      read: (_params, { assigns, uri }) => `${assigns.id} at ${uri}`,
    },
    render: ({ id }) => html`<p>${id}</p>`,
  }) satisfies Parameters<typeof liveView<{ id: string }>>[0]

const report = liveView<{ id: string }>(declare("report"))
const other = liveView<{ id: string }>(declare("other"))
const files = liveView<{ id: string }>(declare("files"))
const checkSealed: OnMount = ({ id }, session, socket) =>
  maySee((session as { user: string }).user, id) ? {} : socket.redirect("/denied")
const sealed = liveView.onMount(checkSealed)<{ id: string }>(declare("sealed"))
const chart = liveView({ name: "chart", layout: false, mount: () => ({}), render: () => html`<p>A chart</p>` })

const userOf = (subject: object): string => String((subject as IncomingMessage).headers["x-user"] ?? "")

/** In front of all below it, whatever route is there. */
const SECRET_FOLDER = /^\/files\/secret(?:\/|$)/
const expressGuard = (message: IncomingMessage & { path: string }, response: unknown, next: () => void): void => {
  const answer = response as { status(code: number): { send(text: string): void } }
  if (SECRET_FOLDER.test(message.path)) answer.status(403).send("Not yours")
  else next()
}
const koaGuard = async (context: Context, next: () => Promise<void>): Promise<void> => {
  if (SECRET_FOLDER.test(context.path)) context.throw(403, "Not yours")
  await next()
}

function makeApp(host: Host): HostApp {
  const app = host.make({
    before: { express: [expressGuard], koa: [koaGuard] },
    session: (subject) => ({ user: userOf(subject) }),
    options: { identify: userOf },
  })
  app.guarded("/reports/:id", report, undefined, (user, { id }) => maySee(user, id))
  app.live.view("/others/:id", other)
  app.live.view("/files/*path", files)
  app.live.view("/sealed/:id", sealed)
  app.live.register(chart)
  return app
}

describe.each(hosts)("a patch on $name", (host) => {
  let app: HostApp
  let url: string
  let instances: LiveInstance[]
  /** Milliseconds by which all clocks are ahead. They never go back. */
  let ahead = 0

  beforeAll(async () => {
    app = makeApp(host)
    url = await serve(app)
  })
  afterAll(closeHosts)
  beforeEach(() => {
    instances = []
    const { now } = Date
    jest.spyOn(Date, "now").mockImplementation(() => now() + ahead)
  })
  afterEach(() => {
    for (const { connection } of instances) connection.close()
    jest.restoreAllMocks()
  })

  interface Asking {
    readonly user?: string
    readonly cookie?: string
    readonly root?: string
  }

  /** Asks the host for a ticket. Undefined: it gives none. */
  async function ticket(path: string, { user = "ada", cookie = "", root = "report-1" }: Asking): Promise<string> {
    const response = await request(url)
      .get(`${path}?_live`)
      .set({ Accept: "text/html", "Live-Patch": root, "x-user": user, Cookie: `livemount=${cookie}` })
      .redirects(0)
      .buffer(true)
      .parse((answer, done) => {
        let text = ""
        answer.on("data", (chunk: Buffer) => {
          text += chunk.toString()
        })
        answer.on("end", () => done(null, text))
      })
    const isTicket = response.status === 200 && response.headers["content-type"] === "application/vnd.livemount"
    return isTicket ? (JSON.parse(response.body as string) as { t: string }).t : `none: ${response.status}`
  }

  /** A page as its user has it, joined. */
  async function joined(path = "/reports/7", { user = "ada", cookie }: Asking = {}) {
    const headers = { "x-user": user }
    const page: LivePage = await openPage(url, path, cookie === undefined ? { headers } : { cookie, headers })
    const instance = await joinLive(url, page)
    instances.push(instance)
    const read = async (): Promise<unknown> => (await instance.event("read")).extras?.y
    return { page, cookie: page.cookie, instance, read }
  }

  /** What a token says, signed as if in other circumstances. */
  function signedAgain(token: string, cookie: string, told: Partial<PageToken>, signer = new Signer([SECRET])): string {
    const check = verifyPageToken(new Signer([SECRET]), token, cookie)
    if (!check.ok) throw new Error(check.reason)
    return signPageToken(signer, { token: { ...check.token, ...told }, issuedAt: signer.now(), maxAge: 3600 }, cookie)
  }

  const codeOf = async (instance: LiveInstance, given: unknown): Promise<string | undefined> =>
    (await instance.patch(given)).extras?.x?.code

  it("goes where the host lets its user go, and nowhere else", async () => {
    const { cookie, instance, read } = await joined()
    const given = await ticket("/reports/9", { cookie })
    expect((await instance.patch(given)).diff).toEqual({ 0: "9" })
    expect(await read()).toBe("9 at /reports/9")
    expect(await ticket("/reports/8", { cookie })).toBe("none: 401")
    // The refusal itself, and its page, are no tickets either.
    expect(await codeOf(instance, "none: 401")).toBe("LV_TOKEN_INVALID")
    expect(await read()).toBe("9 at /reports/9")
  })

  it("is not moved by a ticket that is forged", async () => {
    const { cookie, instance, read } = await joined()
    const given = await ticket("/reports/9", { cookie })
    const [version, body = "", signature] = given.split(".")
    const changed = Buffer.from(Buffer.from(body, "base64url").toString().replaceAll('"9"', '"8"')).toString(
      "base64url",
    )
    expect(changed).not.toBe(body)
    expect(await codeOf(instance, `${version}.${changed}.${signature}`)).toBe("LV_TOKEN_INVALID")
    const bySomebody = signedAgain(given, cookie, { params: { id: "8" } }, new Signer(["another secret"]))
    expect(await codeOf(instance, bySomebody)).toBe("LV_TOKEN_INVALID")
    for (const nonsense of ["", "x", 7, null, { t: given }, [given], "1..", "x".repeat(100_000)]) {
      expect(await codeOf(instance, nonsense)).toMatch(/^LV_/)
    }
    expect(await read()).toBe("7 at /reports/7")
  })

  it("is not moved by a ticket of another browser, nor by that of another user in the same browser", async () => {
    const { cookie, instance, read } = await joined()
    const bob = await joined("/reports/8", { user: "bob" })
    const ofBob = await ticket("/reports/8", { user: "bob", cookie: bob.cookie })
    expect(await codeOf(instance, ofBob)).toBe("LV_TOKEN_FOREIGN")
    // Bob logs in where Ada's page is still open: the cookie is the browser's, and the session has changed.
    expect(await codeOf(instance, await ticket("/reports/8", { user: "bob", cookie }))).toBe("LV_TICKET_STALE")
    expect(await codeOf(instance, await ticket("/files/x", { user: "", cookie }))).toMatch(/^LV_/)
    expect(await read()).toBe("7 at /reports/7")
  })

  it("is not moved by a ticket that is replayed: by another browser's socket, or after a minute", async () => {
    const { cookie, instance, read } = await joined()
    const given = await ticket("/reports/9", { cookie })
    expect((await instance.patch(given)).diff).toEqual({ 0: "9" })
    const bob = await joined("/reports/8", { user: "bob" })
    expect(await codeOf(bob.instance, given)).toBe("LV_TOKEN_FOREIGN")
    expect(await bob.read()).toBe("8 at /reports/8")
    const back = await ticket("/reports/7", { cookie })
    expect((await instance.patch(back)).diff).toEqual({ 0: "7" })
    expect(await read()).toBe("7 at /reports/7")
    // The connection does not outlive the leap of its clock.
    ahead += 61_000
    const later = await joined("/reports/7", { cookie })
    expect(await codeOf(later.instance, given)).toBe("LV_TICKET_STALE")
    expect(await codeOf(later.instance, back)).toBe("LV_TICKET_STALE")
    expect(await later.read()).toBe("7 at /reports/7")
  })

  it("is not moved by a ticket of another view, of another root, of an island or of another live session", async () => {
    const { cookie, instance, read } = await joined()
    expect(await ticket("/others/9", { cookie, root: "report-1" })).toBe("none: 409")
    const others = await ticket("/others/9", { cookie, root: "other-1" })
    expect(await codeOf(instance, others)).toBe("LV_TOKEN_INVALID")
    expect(await codeOf(instance, signedAgain(others, cookie, { id: "report-1" }))).toBe("LV_TOKEN_INVALID")
    const second = await ticket("/reports/9", { cookie, root: "report-2" })
    expect(await codeOf(instance, second)).toBe("LV_TOKEN_INVALID")
    const own = await ticket("/reports/9", { cookie })
    expect(await codeOf(instance, signedAgain(own, cookie, { route: undefined }))).toBe("LV_TOKEN_INVALID")
    expect(await codeOf(instance, signedAgain(own, cookie, { liveSession: "admin" }))).toBe("LV_TOKEN_EXPIRED")
    expect(await read()).toBe("7 at /reports/7")
  })

  it.each(["/reports/8", "/reports/7?x", "/reports/7#x", "/files/b", "//reports/8", "/reports/../reports/8", "/"])(
    "is not moved by a path where a ticket belongs: %s",
    async (path) => {
      const { instance, read } = await joined()
      const { diff, extras } = await instance.patch(path)
      expect(diff).toBeNull()
      expect(extras?.x?.code).toMatch(/^LV_(?:TICKET_NEEDED|PATCH_REFUSED)$/)
      expect(extras?.p).toBeUndefined()
      expect(await read()).toBe("7 at /reports/7")
    },
  )

  it("is not moved by a ticket that was taken before a log-out", async () => {
    const before = await joined()
    const given = await ticket("/reports/9", { cookie: before.cookie })
    ahead += 2000
    app.live.disconnect("ada")
    await before.instance.nextExit()
    ahead += 2000
    // The same user, who has logged in again in the same browser: what was given out before holds no more.
    const again = await joined("/reports/7", { cookie: before.cookie })
    expect(await codeOf(again.instance, given)).toBe("LV_TOKEN_EXPIRED")
    expect(await again.read()).toBe("7 at /reports/7")
    expect((await again.instance.patch(await ticket("/reports/9", { cookie: before.cookie }))).diff).toEqual({ 0: "9" })
  })

  it("is asked for by `onMount` as well, and a page that goes on all the same is where it was", async () => {
    const { cookie, instance, read } = await joined("/sealed/7")
    const given = await ticket("/sealed/8", { cookie, root: "sealed-1" })
    const { diff, extras } = await instance.patch(given)
    expect(diff).toBeNull()
    expect(extras).toEqual({ r: { to: "/denied" } })
    expect(await read()).toBe("7 at /sealed/7")
    // Along a path nobody is asked, so it must still be that of the last URL which was allowed.
    const along = await instance.event("go", { to: "?again" })
    expect(along.extras?.p?.to).toBe("/sealed/7?again")
    expect(await read()).toBe("7 at /sealed/7?again")
    expect((await instance.patch(await ticket("/sealed/9", { cookie, root: "sealed-1" }))).diff).toEqual({ 0: "9" })
  })

  it.each([
    "/files/secret/plan",
    "/files/a/../secret/plan",
    "../files/secret/plan",
    "/files/secret",
    "secret/plan?a#b",
  ])("does not walk past a guard in front of a wildcard route by `pushPatch`: %s", async (to) => {
    const { cookie, instance, read } = await joined("/files/a")
    const { diff, extras } = await instance.event("go", { to })
    expect(diff).toBeNull()
    // It says where to, and brings no token: whoever wants to go there has to ask the host.
    expect(extras?.p).toEqual({ to: expect.stringMatching(/^\/files\/secret/) })
    expect(await read()).toBe("a at /files/a")
    const path = String(extras?.p?.to).replace(/[?#].*/, "")
    expect(await ticket(path, { cookie, root: "files-1" })).toBe("none: 403")
    const allowed = await ticket("/files/b", { cookie, root: "files-1" })
    expect((await instance.patch(allowed)).diff).toEqual({ 0: "b" })
  })

  it("is no join, and joins are what they were: a ticket is the token of its page", async () => {
    const { cookie, page } = await joined()
    const given = await ticket("/reports/9", { cookie })
    const later = await joinLive(url, { ...page, token: given }, { request: { a: true } })
    instances.push(later)
    expect(later.reply.d).toEqual({ 0: "9" })
    const elsewhere = joinLive(url, { ...page, token: given, cookie: "f".repeat(32) })
    await expect(elsewhere).rejects.toThrow("LV_TOKEN_FOREIGN")
  })
})
