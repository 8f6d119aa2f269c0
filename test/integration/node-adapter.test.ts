/** A third host: an adapter for plain `node:http`, made of nothing but `livemount/adapter`. */

import { readFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { html, liveView } from "../../src/index.js"
import { LiveConnection } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"
import { liveListener, type NodeRequest } from "../support/node-adapter.js"
import { RecordingLogger } from "../support/recording-logger.js"

const counter = liveView({
  name: "counter",
  layout: false,
  mount: ({ from }, { user }: { user?: string }) => ({ count: Number(from ?? 0), user: user ?? "nobody" }),
  render: ({ count, user }) => html`<p>${count}</p><i>${user}</i><button live-click="increment">+</button>`,
  events: { increment: (_params, socket) => socket.update("count", (n) => n + 1) },
})

describe("an adapter for plain node:http", () => {
  const logger = new RecordingLogger()
  let server: Server
  let url: string
  let live: ReturnType<typeof liveListener>["live"]

  beforeAll(async () => {
    const made = liveListener(
      { secret: "a secret of thirty-two characters.", logger, session: () => ({ user: "Ada" }) },
      async (request: NodeRequest) => {
        if (request.url === "/broken") throw new Error("broken page")
        const island = request.locals?.["live"] as (name: string, values?: object) => string
        if (request.url === "/islands") return `<main>${island("counter", { user: "Bob" })}</main>`
        if (request.url === "/by-hand") return `<main>${await live.island(request, "counter")}</main>`
        return "<h1>Another page</h1>"
      },
    )
    live = made.live
    live.view("/counter", counter)
    server = createServer(made.listener)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(async () => {
    await live.close()
    await new Promise((resolve) => server.close(resolve))
  })

  const load = async (path: string): Promise<LivePage & { readonly status: number }> => {
    const response = await fetch(url + path)
    const text = await response.text()
    const attribute = (name: string): string => new RegExp(`data-live-${name}="([^"]*)"`).exec(text)?.[1] ?? ""
    const cookie = /livemount=([^;]+)/.exec(response.headers.getSetCookie().join("\n"))?.[1] ?? ""
    const templates = attribute("templates").split(" ")
    return { view: "counter", token: attribute("token"), cookie, templates, html: text, status: response.status }
  }

  it("serves pages, and takes their joins and events on the same server", async () => {
    const page = await load("/counter?from=4")
    expect(page.html).toContain("<p>4</p><i>Ada</i>")
    const connection = new LiveConnection(url, { cookie: page.cookie })
    const instance = await connection.join(page)
    expect((await instance.event("increment")).diff).toEqual({ 0: "5" })
    connection.close()
  })

  it("runs the event of a plain POST", async () => {
    const page = await load("/counter")
    const value = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.html)?.[1] ?? ""
    const fields = new URLSearchParams({ _live: value("_live"), _live_token: value("_live_token") })
    const response = await fetch(`${url}/counter?_live`, {
      method: "POST",
      headers: { cookie: `livemount=${page.cookie}`, "content-type": "application/x-www-form-urlencoded" },
      body: fields.toString(),
    })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain("<p>1</p>")
  })

  it("fills islands in the app's own pages, and gives them as texts", async () => {
    expect((await load("/islands")).html).toMatch(/<main><div id="counter-1".*<p>0<\/p><i>Bob<\/i>.*<\/main>/)
    expect((await load("/by-hand")).html).toMatch(/<main><div id="counter-1".*<i>Ada<\/i>/)
  })

  it("serves the script, leaves other pages alone, and hands on errors", async () => {
    expect((await load("/live/client.js")).status).toBe(200)
    expect((await load("/elsewhere")).html).toBe("<h1>Another page</h1>")
    expect(await load("/broken")).toMatchObject({ status: 500, html: "broken page" })
  })

  it("is sixty lines at most, and the program of docs/adapters.md", () => {
    const source = readFileSync(join(__dirname, "../support/node-adapter.ts"), "utf8")
    expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(60)
    const shown = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(__dirname, "../../docs/adapters.md"), "utf8"))?.[1]
    expect(shown).toBe(source.replace("../../src/server/adapter-kit.js", "livemount/adapter"))
  })
})
