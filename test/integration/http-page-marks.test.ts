/** What a page is marked with as livemount's, in its head and in its script's tag, on each host; and what is not. */

import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"

const counter = liveView({
  name: "counter",
  mount: () => ({}),
  events: {
    go: (_params, socket) => socket.pushNavigate("/other?a=1"),
    wrong: (_params, socket) => socket.pushNavigate("//elsewhere.example"),
  },
  render: () => html`<p>0</p><button live-click="go">Go</button><button live-click="wrong">Wrong</button>`,
})
const away = liveView({
  name: "away",
  mount: (_params, _session, socket) => socket.redirect("/first"),
  render: () => html``,
})

afterEach(closeHosts)

interface Shown {
  readonly status: number
  readonly header: string | null
  readonly tag: string | undefined
  readonly headers: Headers
  readonly text: string
}

describe.each(hosts)("a page on $name", ({ kind, make }) => {
  /** Headers that the host sets on the way, by path. */
  let ruled: Record<string, Record<string, string>>
  let url: string

  async function start(options: object = {}): Promise<ReturnType<typeof make>> {
    ruled = {}
    const rules = (path: string): [string, string][] => Object.entries(ruled[path] ?? {})
    const app = make({
      options: { development: false, identify: (subject: { headers: Headers }) => identity(subject), ...options },
      after: {
        express: [
          (request: { path: string }, response: { set(name: string, value: string): void }, next: () => void) => {
            for (const [name, value] of rules(request.path)) response.set(name, value)
            next()
          },
        ],
        // When the page is written already: until the head is, it is the host's.
        koa: [
          async (context: { path: string; set(name: string, value: string): void }, next: () => Promise<void>) => {
            await next()
            for (const [name, value] of rules(context.path)) context.set(name, value)
          },
        ],
      },
    })
    for (const path of ["/first", "/second", "/ruled"]) app.guarded(path, counter, app.live)
    app.live
      .session("inner")
      .view("/inner", liveView({ name: "inner", mount: () => ({}), render: () => html`<p></p>` }))
    app.guarded("/away", away, app.live)
    app.handmade("/handmade", "counter")
    url = await serve(app)
    return app
  }

  async function get(path: string, headers: Record<string, string> = {}): Promise<Shown> {
    const response = await fetch(url + path, { redirect: "manual", headers: { "x-user": "ada", ...headers } })
    const text = await response.text()
    return {
      status: response.status,
      header: response.headers.get("live-page"),
      tag: /data-live-page="([^"]*)"/.exec(text)?.[1],
      headers: response.headers,
      text,
    }
  }

  it("says the same in its head and in its script's tag; two pages alike say the same", async () => {
    await start()
    const [first, second] = [await get("/first"), await get("/second")]
    expect(first.header).toMatch(/^[\w-]{11} - - - counter-1$/)
    expect([first.tag, second.header]).toEqual([first.header, first.header])
  })

  it("differs by live session, by who asks, and by policies, their nonces apart", async () => {
    await start()
    const base = (await get("/first")).header?.split(" ") ?? []
    const parts = async (path: string, headers?: Record<string, string>): Promise<boolean[]> => {
      const other = (await get(path, headers)).header?.split(" ") ?? []
      return base.slice(0, 4).map((part, index) => part === other[index])
    }
    expect(await parts("/inner")).toEqual([true, false, true, true])
    expect(await parts("/first", { "x-who": "grace" })).toEqual([true, true, false, true])
    for (const name of [
      "Content-Security-Policy",
      "Cross-Origin-Opener-Policy",
      "Permissions-Policy",
      "Referrer-Policy",
    ]) {
      ruled["/ruled"] = { [name]: "no-referrer" }
      expect([name, await parts("/ruled")]).toEqual([name, [true, true, true, false]])
    }
    ruled["/ruled"] = { "Content-Security-Policy": "script-src 'nonce-a'" }
    const one = (await get("/ruled")).header
    ruled["/ruled"] = { "Content-Security-Policy": "script-src 'nonce-b'" }
    expect([one === null, (await get("/ruled")).header]).toEqual([false, one])
  })

  it("is told apart by who asks without saying who that is", async () => {
    await start()
    const { header } = await get("/first", { "x-who": "ada@example.org" })
    expect(header).toMatch(/^[\w-]{11} - [\w-]{11} - counter-1$/)
    expect(header).not.toContain("ada")
  })

  it("is not marked if it has no view, or if the browser has to load it", async () => {
    await start()
    ruled["/ruled"] = { "Clear-Site-Data": '"cache"' }
    const marks = [await get("/live/client.js"), await get("/ruled"), await get("/nowhere")].map(({ header }) => header)
    expect(marks).toEqual([null, null, null])
    expect((await get("/handmade")).header).toMatch(/ -$/)
  })

  it("tells a script of a redirect, whoever makes it, by what no cache keeps; anybody else follows it", async () => {
    await start()
    const { status, headers, text } = await get("/away", { "live-navigate": "1" })
    expect([status, headers.get("live-location"), headers.get("location"), headers.get("cache-control"), text]).toEqual(
      [204, "/first", null, "no-store", ""],
    )
    expect((await get("/away")).status).toBe(302)
    expect((await get("/first", { "live-navigate": "1" })).header).toMatch(/counter-1$/)
  })

  it("is sent on by pushNavigate where no script does it", async () => {
    await start()
    const page = await get("/first")
    const cookie = page.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ")
    const post = async (event: string): Promise<Response> => {
      const token = /name="_live_token" value="([^"]*)"/.exec(page.text)?.[1] ?? ""
      return fetch(`${url}/first?_live`, {
        method: "POST",
        redirect: "manual",
        headers: { "x-user": "ada", cookie, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ _live: `counter-1 ${event} ?`, _live_token: token }),
      })
    }
    const sent = await post("go")
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "/other?a=1"])
    expect((await post("wrong")).status).toBe(500)
  })

  /** What tells people apart. */
  function identity(subject: object): string | undefined {
    const { headers } = (kind === "koa" ? (subject as { req: object }).req : subject) as {
      headers: Record<string, string>
    }
    return headers["x-who"]
  }
})
