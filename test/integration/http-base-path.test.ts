/** An app behind a proxy that serves it under a prefix and strips that: all addresses have it. On each host. */

import request from "supertest"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, type HostApp, type HostOptions, hosts, serve } from "../support/http-hosts.js"
import { pageOf } from "../support/http-views.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"
import { type StrippingProxy, stripPrefix } from "../support/stripping-proxy.js"

const mover = liveView<{ count: number }>({
  name: "mover",
  mount: (params, _session, socket) =>
    params["to"] === undefined ? { count: 0 } : socket.redirect(String(params["to"])),
  events: {
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
    go: (params, socket) => socket.redirect(String(params["to"])),
    leave: (_params, socket) => socket.redirect({ external: "https://example.com/" }),
  },
  render: ({ count }) => html`<p>${count}</p>
    <button live-click="increment">+</button>
    <button live-click="go" live-value-to="/done?ok=1">go</button>
    <button live-click="leave">leave</button>
    <form live-submit="increment"><button>+</button></form>`,
})

const trusting = {
  setUp: (app: { proxy?: boolean; set?(name: string, value: unknown): void }) => {
    if (app.set === undefined) app.proxy = true
    else app.set("trust proxy", true)
  },
} as HostOptions

const proxies: StrippingProxy[] = []
const joined: LiveInstance[] = []

afterEach(async () => {
  for (const { connection } of joined.splice(0)) connection.close()
  for (const proxy of proxies.splice(0)) await proxy.close()
  await closeHosts()
})

interface Served {
  readonly app: HostApp
  readonly proxy: StrippingProxy
}

async function behind(
  host: Host,
  options: HostOptions,
  headers: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const app = host.make(options)
  app.live.view("/page", mover)
  app.legacy("/legacy", "islands.ejs")
  app.handmade("/handmade", "mover")
  const proxy = await stripPrefix(await serve(app), "/app", headers)
  proxies.push(proxy)
  return { app, proxy }
}

const cookieOf = (headers: Record<string, unknown>): string =>
  ((headers["set-cookie"] as string[] | undefined) ?? []).map((line) => line.split(";", 1)[0]).join("; ")

describe.each(hosts)("behind a proxy that strips a prefix, on $name", (host) => {
  const ways: [string, HostOptions, Record<string, string>][] = [
    ["by the option basePath", { options: { basePath: "/app" } }, {}],
    ["by X-Forwarded-Prefix of a trusted proxy", trusting, { "x-forwarded-prefix": "/app" }],
  ]

  describe.each(ways)("%s", (_way, options, headers) => {
    it("the script, the socket and the plain POST of a page are found under the prefix", async () => {
      const { proxy } = await behind(host, options, headers)
      const { text, headers: answered } = await request(proxy.url).get("/page?a=1").expect(200)
      const script = pageOf(text).attribute(/<script type="module" src="([^"]*)"/) ?? ""
      expect(script).toMatch(/^\/app\/live\//)
      expect(pageOf(text).attribute(/rel="modulepreload" href="([^"]*)"/)).toBe(script)
      expect(text).toContain('"socket":"/app/live/socket"')
      expect(pageOf(text).attribute(/method="post" action="([^"]*)"/)).toBe("/app/page?a=1&_live")
      // The browser sends it with the socket's requests and with the page's, wherever the app stands.
      expect(String(answered["set-cookie"])).toContain("Path=/;")
    })

    it("a button pressed without JavaScript runs, and the page that comes back has the prefix", async () => {
      const { proxy } = await behind(host, options, headers)
      const page = await request(proxy.url).get("/page").expect(200)
      const action = pageOf(page.text).attribute(/method="post" action="([^"]*)"/) ?? ""
      const post = (target: string): request.Test =>
        request(proxy.origin)
          .post(action)
          .set("Cookie", cookieOf(page.headers))
          .set("Origin", proxy.origin)
          .type("form")
          .send({ _live_token: pageOf(page.text).field("_live_token"), _live: target })
      const pressed = await post("mover-1 increment ?").expect(200)
      expect(pressed.text).toContain("<p>1</p>")
      expect(pressed.text).toContain('action="/app/page?_live"')
      const gone = await post("mover-1 go ?to=%2Fdone%3Fok%3D1").expect(303)
      expect(gone.headers["location"]).toBe("/app/done?ok=1")
    })

    it.each([
      ["/login", "/app/login"],
      ["/", "/app/"],
      ["/apple", "/app/apple"],
      ["/app/login", "/app/login"],
      ["/app", "/app"],
      ["/app?x", "/app?x"],
    ])("a redirect to %s leads to %s", async (to, location) => {
      const { proxy } = await behind(host, options, headers)
      const { headers: answered } = await request(proxy.url)
        .get(`/page?to=${encodeURIComponent(to)}`)
        .expect(302)
      expect(answered["location"]).toBe(location)
    })

    it("a page is joined through the proxy, and its redirects have the prefix; those to other sites do not", async () => {
      const { proxy } = await behind(host, options, headers)
      const { text, headers: answered } = await request(proxy.url).get("/page").expect(200)
      const [root] = pageOf(text).roots
      const templates = (pageOf(text).attribute(/data-live-templates="([^"]*)"/) ?? "").split(" ")
      const cookie = /livemount=([^;]*)/.exec(cookieOf(answered))?.[1] ?? ""
      const page = { view: "mover", token: root?.token ?? "", cookie, templates, html: "" }
      const instance = await joinLive(proxy.origin, page, { path: "/app/live/socket" })
      joined.push(instance)
      expect((await instance.event("increment")).diff).not.toBeNull()
      expect((await instance.event("go", { to: "/done" })).extras).toMatchObject({ r: { to: "/app/done" } })
      expect((await instance.event("leave")).extras).toMatchObject({ r: { to: "https://example.com/" } })
    })

    it("islands in pages of the host have it too", async () => {
      const { proxy } = await behind(host, options, headers)
      const { text } = await request(proxy.url).get("/handmade").expect(200)
      expect(text).toContain('src="/app/live/')
      expect(text).toContain('"socket":"/app/live/socket"')
      expect(text).toContain('action="/app/handmade?_live"')
    })
  })

  it("X-Forwarded-Prefix says nothing where the app trusts no proxy", async () => {
    const { proxy } = await behind(host, {}, { "x-forwarded-prefix": "/evil" })
    const { text } = await request(proxy.url).get("/page").expect(200)
    expect(text).not.toContain("/evil")
  })

  it.each(["//evil.com", "https://evil.com", "/\\evil.com", '/"><script>alert(1)</script>', "/../.."])(
    "a prefix %j leads nowhere, though the proxy that sends it is trusted",
    async (header) => {
      const { proxy } = await behind(host, trusting, { "x-forwarded-prefix": header })
      const { text } = await request(proxy.url).get("/page").expect(200)
      expect(pageOf(text).attribute(/<script type="module" src="([^"]*)"/)).toMatch(/^\/live\//)
      const { headers } = await request(proxy.url).get("/page?to=/login").expect(302)
      expect(headers["location"]).toBe("/login")
    },
  )
})
