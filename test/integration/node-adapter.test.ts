/** A third host: an adapter for plain `node:http`, made of nothing but `livemount/adapter`. */

import { readFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { z } from "zod"
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

const report = liveView.params(z.object({ id: z.coerce.number() }))({
  name: "report",
  layout: false,
  mount: ({ id }) => ({ id, notes: 0 }),
  render: ({ id, notes }) => html`<h1>Report ${id}</h1><p>${notes}</p><button live-click="note">Note</button>`,
  events: { note: (_params, socket) => socket.update("notes", (n) => n + 1) },
})

describe("an adapter for plain node:http", () => {
  const logger = new RecordingLogger()
  let server: Server
  let url: string
  let live: ReturnType<typeof liveListener>["live"]
  const asked: string[] = []

  beforeAll(async () => {
    const made = liveListener(
      { secret: "a secret of thirty-two characters.", logger, session: () => ({ user: "Ada" }) },
      async (request: NodeRequest, response) => {
        asked.push(`${request.method} ${request.url}`)
        if (request.url === "/broken") throw new Error("broken page: postgres://user:password@db")
        if (request.url === "/refused") throw Object.assign(new Error("Not for you."), { status: 403 })
        if (request.url === "/half") {
          response.write("half a page")
          throw new Error("broken stream")
        }
        const [, id] = /^\/reports\/([^?]+)/.exec(request.url ?? "") ?? []
        if (id !== undefined && (await reportPage(request, response, { id }))) return undefined
        const island = request.locals?.["live"] as (name: string, values?: object) => string
        if (request.url === "/islands") return `<main>${island("counter", { user: "Bob" })}</main>`
        if (request.url === "/by-hand") return `<main>${await live.island(request, "counter")}</main>`
        if (request.url !== "/elsewhere") response.statusCode = 404
        return "<h1>Another page</h1>"
      },
    )
    live = made.live
    live.view("/counter", counter)
    const reportPage = live.page(report)
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
    const view = /data-live="([^"]*)"/.exec(text)?.[1] ?? ""
    return { view, token: attribute("token"), cookie, templates, html: text, status: response.status }
  }

  /** Presses the button of a page, without a script. */
  const post = async (path: string): Promise<{ readonly status: number; readonly html: string }> => {
    const page = await load(path)
    const value = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.html)?.[1] ?? ""
    const fields = new URLSearchParams({ _live: value("_live"), _live_token: value("_live_token") })
    const response = await fetch(`${url}${path}${path.includes("?") ? "&" : "?"}_live`, {
      method: "POST",
      headers: { cookie: `livemount=${page.cookie}`, "content-type": "application/x-www-form-urlencoded" },
      body: fields.toString(),
    })
    return { status: response.status, html: await response.text() }
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
    const answer = await post("/counter")
    expect(answer.status).toBe(200)
    expect(answer.html).toContain("<p>1</p>")
  })

  it("runs the event of an island in a page of the app's own, which the post comes to as a GET without the mark", async () => {
    asked.length = 0
    const answer = await post("/islands")
    expect(answer.status).toBe(200)
    expect(answer.html).toMatch(/<main><div id="counter-1".*<p>1<\/p><i>Bob<\/i>/)
    expect((await post("/by-hand")).html).toMatch(/<main><div id="counter-1".*<p>1<\/p><i>Ada<\/i>/)
    expect(asked).toEqual(["GET /islands", "GET /islands", "GET /by-hand", "GET /by-hand"])
  })

  it("serves a view in the app's own routing, with the params found there: its page, joins, events and posts", async () => {
    const page = await load("/reports/7")
    expect(page).toMatchObject({ view: "report", status: 200 })
    expect(page.html).toContain("<h1>Report 7</h1><p>0</p>")
    const connection = new LiveConnection(url, { cookie: page.cookie })
    const instance = await connection.join(page)
    expect((await instance.event("note")).diff).toEqual({ 1: "1" })
    connection.close()
    expect((await post("/reports/7?of=2026")).html).toContain("<h1>Report 7</h1><p>1</p>")
  })

  it("goes on where the view has no page for the params, and answers with the status that the app has set", async () => {
    expect(await load("/reports/none")).toMatchObject({ status: 404, html: "<h1>Another page</h1>" })
  })

  it("fills islands in the app's own pages, and gives them as texts", async () => {
    expect((await load("/islands")).html).toMatch(/<main><div id="counter-1".*<p>0<\/p><i>Bob<\/i>.*<\/main>/)
    expect((await load("/by-hand")).html).toMatch(/<main><div id="counter-1".*<i>Ada<\/i>/)
  })

  it("serves the script, leaves other pages alone, and hands on errors", async () => {
    expect((await load("/live/client.js")).status).toBe(200)
    expect((await load("/elsewhere")).html).toBe("<h1>Another page</h1>")
    expect(await load("/refused")).toMatchObject({ status: 403, html: "Not for you." })
  })

  it("tells the log of what broke, and the browser nothing of it", async () => {
    const log = jest.spyOn(console, "error").mockImplementation(() => {})
    expect(await load("/broken")).toMatchObject({ status: 500, html: "Internal Server Error" })
    await expect(load("/half")).rejects.toThrow()
    const told = log.mock.calls.map(([error]) => (error as Error).message)
    log.mockRestore()
    expect(told).toEqual(["broken page: postgres://user:password@db", "broken stream"])
  })

  it("is sixty lines at most, and the program of docs/adapters.md", () => {
    const source = readFileSync(join(__dirname, "../support/node-adapter.ts"), "utf8")
    expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(60)
    const shown = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(__dirname, "../../docs/adapters.md"), "utf8"))?.[1]
    expect(shown).toBe(source.replace("../../src/server/adapter-kit.js", "livemount/adapter"))
  })
})
