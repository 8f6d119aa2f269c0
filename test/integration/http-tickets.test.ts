/** Tickets on each host: who gets one, what it says, and what becomes of an answer that is none. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import compression from "compression"
import type { Context } from "koa"
import compress from "koa-compress"
import request from "supertest"
import { html } from "../../src/render/values/html.js"
import { verifyPageToken } from "../../src/security/page-token.js"
import { Signer } from "../../src/security/signer.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, type HostApp, hosts, serve } from "../support/http-hosts.js"
import { liveListener } from "../support/node-adapter.js"
import { RecordingLogger } from "../support/recording-logger.js"

const SECRET = "s".repeat(32)
const COOKIE = "0123456789abcdef0123456789abcdef"

let mounts = 0
const declare = (name: string) =>
  liveView({
    name,
    layout: false,
    mount: () => {
      mounts += 1
      return { text: name }
    },
    handleParams: () => {
      mounts += 1
    },
    render: ({ text }) => html`<p>${text}</p>`,
  })
const report = declare("report")
const other = declare("other")
const island = liveView({
  name: "counter",
  mount: () => {
    mounts += 1
    return {}
  },
  render: () => html`<p>An island</p>`,
})

let sessionRead = 0

/** The session of a route, which takes a while. */
async function readLate(): Promise<object> {
  await new Promise((resolve) => setTimeout(resolve, 20))
  sessionRead = Date.now()
  return {}
}

/** Ways in which a host redirects, by path. */
const REDIRECTS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "/by-object": (response) => void response.writeHead(302, { location: "/login", "Content-Length": 5 }).end("Login"),
  "/by-reason": (response) => void response.writeHead(307, "Temporarily", { Location: "/login" }).end("Login"),
  "/by-array": (response) =>
    void response.writeHead(301, ["Location", "/login", "Set-Cookie", "a=1", "Set-Cookie", "b=2"]).end("Login"),
  "/by-header": (response) => {
    response.statusCode = 303
    response.setHeader("Location", "/login")
    response.write("Lo")
    response.end("gin")
  },
}

/** What the routes of the host were asked. */
let seen: { readonly url: string; readonly headers: IncomingMessage["headers"] }[] = []

const expressRoutes = (message: IncomingMessage & { path: string }, response: unknown, next: () => void): void => {
  const answer = response as ServerResponse & { redirect(to: string): void; status(code: number): unknown }
  seen.push({ url: message.url ?? "", headers: { ...message.headers } })
  if (message.path === "/by-host") return answer.redirect("/login?long=" + "x".repeat(3000))
  if (message.path === "/gone/1") answer.status(410)
  const own = REDIRECTS[message.path]
  if (own === undefined) next()
  else own(answer)
}

const koaRoutes = async (context: Context, next: () => Promise<void>): Promise<void> => {
  seen.push({ url: context.url, headers: { ...context.headers } })
  if (context.path === "/by-host") return context.redirect("/login?long=" + "x".repeat(3000))
  if (context.path === "/gone/1") context.status = 410
  const own = REDIRECTS[context.path]
  if (own === undefined) {
    await next()
    return
  }
  context.respond = false
  own(context.res)
}

const userOf = (subject: object): string => String((subject as IncomingMessage).headers["x-user"] ?? "")

function makeApp(host: Host): HostApp {
  const app = host.make({
    before: { express: [compression({ threshold: 0 })], koa: [compress({ threshold: 0 })] },
    after: { express: [expressRoutes], koa: [koaRoutes] },
    session: (subject) => ({ user: userOf(subject) }),
    options: { identify: userOf },
  })
  app.live.view("/reports", report, { action: "list" })
  app.live.view("/others/:id", other)
  app.live.view("/late", report, { session: readLate } as never)
  app.live.register(island)
  app.guarded("/reports/:id", report, undefined, (user, { id }) => user === `owner-of-${id}`)
  app.guarded("/gone/:id", report)
  app.legacy("/legacy", "legacy-scripts.ejs", { "Cache-Control": "public, max-age=600" })
  app.handmade("/handmade", "counter")
  return app
}

const HEADERS = { "Live-Patch": "report-1", Cookie: `livemount=${COOKIE}`, Accept: "text/html" }

describe.each(hosts)("a ticket on $name", (host) => {
  let url: string
  let app: HostApp

  beforeAll(async () => {
    app = makeApp(host)
    url = await serve(app)
  })
  afterAll(closeHosts)
  beforeEach(() => {
    mounts = 0
    seen = []
  })

  const ask = (path: string, headers: Record<string, string> = {}) =>
    request(url)
      .get(`${path}${path.includes("?") ? "&" : "?"}_live`)
      .set({ ...HEADERS, ...headers })
      .redirects(0)
      .buffer(true)
      .parse((response, done) => {
        let text = ""
        response.on("data", (chunk: Buffer) => {
          text += chunk.toString()
        })
        response.on("end", () => done(null, text))
      })

  const claimsIn = (body: unknown) => {
    const { t, view } = JSON.parse(String(body)) as { t: string; view: string }
    const check = verifyPageToken(new Signer([SECRET]), t, COOKIE)
    return check.ok ? { ...check.token, view } : check
  }

  it("is the page's token for the root that asks, and mounts nothing", async () => {
    const { body, headers } = await ask("/reports/7?q=x", { "x-user": "owner-of-7" }).expect(200)
    expect(headers).toMatchObject({
      "content-type": "application/vnd.livemount",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      vary: expect.stringContaining("Live-Patch"),
    })
    expect(headers["set-cookie"]).toBeUndefined()
    expect(claimsIn(body)).toMatchObject({
      view: "report",
      id: "report-1",
      params: { id: "7", q: "x" },
      url: "/reports/7?q=x",
      session: { user: "owner-of-7" },
      identify: "owner-of-7",
      digests: "",
      route: { names: ["id"] },
    })
    expect(mounts).toBe(0)
  })

  it("says the action of its route, also where livemount routes itself", async () => {
    const { body } = await ask("/reports?page=2", { "Live-Patch": "report-2" }).expect(200)
    expect(claimsIn(body)).toMatchObject({
      id: "report-2",
      url: "/reports?page=2",
      route: { action: "list", names: [] },
    })
  })

  it("is bound to the browser's cookie", async () => {
    const { body } = await ask("/reports").expect(200)
    const { t } = JSON.parse(String(body)) as { t: string }
    expect(verifyPageToken(new Signer([SECRET]), t, "f".repeat(32))).toEqual({ ok: false, reason: "binding" })
    const { headers } = await ask("/reports", { Cookie: "other=1" }).expect(200)
    expect(String(headers["set-cookie"])).toMatch(/^livemount=/)
  })

  it("counts from when it was asked for: who is disconnected while the session is read has none", async () => {
    const { t } = JSON.parse(String((await ask("/late").expect(200)).body)) as { t: string }
    const check = verifyPageToken(new Signer([SECRET]), t, COOKIE)
    expect(check.ok && check.issuedAt < sessionRead).toBe(true)
  })

  it("is refused by the host's guard of that very page", async () => {
    const { body, headers } = await ask("/reports/8", { "x-user": "owner-of-7" }).expect(401)
    expect(String(body)).toContain("Who are you?")
    expect(headers["cache-control"]).toBe("no-store")
  })

  it("reaches the host's routes as the page does, without the mark and what asks for less than all", async () => {
    const partial = { "If-None-Match": "*", "If-Modified-Since": new Date(0).toUTCString(), Range: "bytes=0-1" }
    await ask("/reports/7?a=1", { "x-user": "owner-of-7", ...partial }).expect(200)
    expect(seen.at(-1)?.url).toBe("/reports/7?a=1")
    const names = Object.keys(seen.at(-1)?.headers ?? {})
    expect(names).toContain("accept")
    expect(names.filter((name) => /^(?:if-|range)/.test(name))).toEqual([])
  })

  it.each(["/by-host", ...Object.keys(REDIRECTS)])("becomes 204 where the host redirects: %s", async (path) => {
    const { headers, body } = await ask(path).expect(204)
    expect(headers["live-location"]).toMatch(/^\/login/)
    expect(headers).not.toMatchObject({ location: expect.anything() })
    expect(Object.keys(headers)).not.toContain("content-type")
    expect(headers["cache-control"]).toBe("no-store")
    if (path === "/by-array") expect(headers["set-cookie"]).toEqual(["a=1", "b=2"])
    expect(body ?? "").toEqual("")
  })

  it.each(["/by-host", ...Object.keys(REDIRECTS)])("leaves the redirects of pages as they are: %s", async (path) => {
    const { headers, status } = await request(url).get(path).redirects(0)
    expect([301, 302, 303, 307]).toContain(status)
    expect(headers["location"]).toMatch(/^\/login/)
  })

  it("is none where another view is, or a page of the host, whose islands are not made", async () => {
    const { body, headers } = await ask("/others/1").expect(409)
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8")
    expect(String(body)).toContain('the page at this URL is one of the view "other"')
    for (const path of ["/legacy", "/handmade"]) {
      const answer = await ask(path, { "Live-Patch": "counter-1" }).expect(200)
      expect(answer.headers["content-type"]).toMatch(/^text\/html/)
      expect(answer.headers["cache-control"]).toBe("no-store")
      expect(String(answer.body)).not.toContain("data-live-token")
    }
    expect(mounts).toBe(0)
    expect(app.logger.entries).toEqual([])
  })

  it("keeps the status that the host has set for the page", async () => {
    const { headers } = await ask("/gone/1", { "x-user": "ada" }).expect(410)
    expect(headers["cache-control"]).toBe("no-store")
    expect(mounts).toBe(0)
    await ask("/nowhere").expect(404)
  })

  it.each([
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "none" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
  ])("is refused to pages of other origins: %p", async (headers) => {
    const { body } = await ask("/reports", headers as unknown as Record<string, string>).expect(403)
    expect(String(body)).toContain("asked for by a page of another origin")
    expect(seen).toEqual([])
  })

  it("is given to the app's own", async () => {
    await ask("/reports", { "Sec-Fetch-Site": "same-origin" }).expect(200)
    await ask("/reports", { Origin: url }).expect(200)
  })

  it.each([
    "",
    "report",
    "report-0",
    "report-01",
    "Report-1",
    "report-1, report-2",
    `${"r".repeat(300)}-1`,
    "report-1e9",
  ])("is refused where the header names no root: %p", async (root) => {
    const { body } = await ask("/reports", { "Live-Patch": root }).expect(400)
    expect(String(body)).toContain("`Live-Patch` is the id of a page's live root")
    expect(mounts).toBe(0)
  })

  it("is nothing that a page, a HEAD or a POST can be taken for", async () => {
    const page = await request(url).get("/reports").set(HEADERS).expect(200)
    expect(page.text).toContain("data-live-token")
    const marked = await request(url).get("/reports?_live").expect(200)
    expect(marked.text).toContain("data-live-token")
    const head = await request(url).head("/reports?_live").set(HEADERS).expect(200)
    expect(head.headers["content-type"]).toMatch(/^text\/html/)
    const post = await request(url).post("/reports?_live").set(HEADERS).type("form").send("_live=x").expect(403)
    expect(post.text).toContain("CSRF token was refused")
  })
})

describe("a ticket on plain node:http", () => {
  let server: Server
  let url: string
  let close: () => Promise<void>

  beforeAll(async () => {
    const { listener, live } = liveListener(
      { secret: SECRET, logger: new RecordingLogger() },
      async () => "<h1>Other</h1>",
    )
    live.view("/reports/:id", report)
    close = () => live.close()
    server = createServer((message, response) => {
      if (message.url === "/guarded?_live") {
        response.writeHead(302, { Location: "/login" }).end()
        return
      }
      void listener(message, response)
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await close()
    await new Promise((resolve) => server.close(resolve))
  })

  it("is answered by the same code", async () => {
    const answer = await fetch(`${url}/reports/3?_live`, { headers: HEADERS })
    expect(answer.headers.get("content-type")).toBe("application/vnd.livemount")
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(await answer.json()).toMatchObject({ view: "report" })
    const none = await request(url).get("/elsewhere?_live").set(HEADERS).expect(200)
    expect(none.text).toContain("Other")
  })

  it("is not asked of what stands before livemount", async () => {
    const { headers } = await request(url).get("/guarded?_live").set(HEADERS).redirects(0).expect(302)
    expect(headers["location"]).toBe("/login")
  })
})
