/** From the page to the socket, on each host: servers are found by themselves, the token holds, nothing is sent twice. */

import { createServer } from "node:http"
import express from "express"
import request from "supertest"
import { type ExpressLive, liveMiddleware } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { counter, form, shy } from "../support/http-views.js"
import { joinLive, LiveConnection, type LiveInstance } from "../support/live-client.js"
import { closeServer, type LivePage, listen, urlOf } from "../support/live-server.js"
import { RecordingLogger } from "../support/recording-logger.js"

const connections: LiveConnection[] = []
/** Each has the `mount` of a "lingering" go on. */
const mounting: (() => void)[] = []

const lingering = liveView({
  name: "lingering",
  layout: false,
  async mount(_params, _session, socket) {
    if (!socket.connected) await new Promise<void>((goOn) => mounting.push(goOn))
    return {}
  },
  render: () => html`<p>Still here</p>`,
})

/** Until a millisecond is over, and with it all that has the same time. */
const nextMillisecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  await closeHosts()
})

/** What a browser takes from a page. */
async function open(url: string, path: string): Promise<LivePage> {
  const { text, headers } = await request(url).get(path).expect(200)
  const [, view = "", token = "", templates = "", html = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">([\s\S]*?)<\/div>/.exec(text) ?? []
  const cookie = /^livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
  return { view, token, cookie, templates: templates.split(" ").filter(Boolean), html }
}

async function join(url: string, page: LivePage, cookie = page.cookie): Promise<LiveInstance> {
  const instance = await joinLive(url, page, { cookie })
  connections.push(instance.connection)
  return instance
}

describe.each(hosts)("a page on $name", (host) => {
  it("is joined with its token, and gets no values while its first HTML holds", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const url = await serve(app)
    const instance = await join(url, await open(url, "/counter?start=7"))
    expect(instance.reply.d).toBeUndefined()
    const { diff } = await instance.event("increment", { by: "3" })
    expect(diff).toEqual({ 1: "10" })
  })

  it("has the HTML's digests also where a form was written for the plain POST", async () => {
    const app = host.make()
    app.live.view("/form", form)
    const url = await serve(app)
    const instance = await join(url, await open(url, "/form"))
    expect(instance.reply.d).toBeUndefined()
    const { diff } = await instance.event("save", "user%5Bname%5D=Ada")
    expect(diff).toEqual({ 0: '{"user":{"name":"Ada"}}' })
  })

  it("over https is bound to a cookie that no other host can set", async () => {
    const app = host.make({
      setUp: (hosting: { set?(name: string, value: boolean): void; proxy?: boolean }) => {
        if (host.kind === "express") hosting.set?.("trust proxy", true)
        else hosting.proxy = true
      },
    } as never)
    app.live.view("/counter", counter)
    const url = await serve(app)
    const planted = `livemount=${"e".repeat(32)}`
    const { text, headers } = await request(url)
      .get("/counter")
      .set({ "X-Forwarded-Proto": "https", Cookie: planted })
      .expect(200)
    const value = /^__Host-livemount=([0-9a-f]{32}); Secure; Path=\/; HttpOnly; SameSite=Lax$/.exec(
      String(headers["set-cookie"]),
    )?.[1]
    const page = { ...(await open(url, "/counter")), token: /data-live-token="([^"]*)"/.exec(text)?.[1] ?? "" }
    // What stands before the value: the cookie that someone else has planted.
    const instance = await join(url, page, `${"e".repeat(32)}; __Host-livemount=${value}`)
    expect((await instance.event("increment", {})).extras).toBeUndefined()
    await expect(join(url, page, "e".repeat(32))).rejects.toThrow("LV_TOKEN_FOREIGN")
  })

  it("is an error where its session is too large for its own join, and joined where it just fits", async () => {
    const sessionOf = (length: number) => ({ session: { text: "x".repeat(length) } })
    const app = host.make({ options: { limits: { messageSize: 20_000 } } })
    let fits = 0
    for (let length = 14_000; length < 15_000; length += 250) app.live.view(`/of-${length}`, counter, sessionOf(length))
    const url = await serve(app)
    for (let length = 14_000; length < 15_000; length += 250) {
      const { status, text } = await request(url).get(`/of-${length}`)
      if (status === 200) {
        expect((await join(url, await open(url, `/of-${length}`))).reply.i).toBe(0)
        fits += 1
      } else expect([status, text]).toEqual([500, expect.stringMatching(/could never be joined.*`mount`/)])
    }
    expect(fits).toBeGreaterThan(0)
    expect(fits).toBeLessThan(4)
  })

  it("is not joined from another browser", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const url = await serve(app)
    const page = await open(url, "/counter")
    await expect(join(url, page, "f".repeat(32))).rejects.toThrow("LV_TOKEN_FOREIGN")
  })

  it("is reached by a WebSocket that comes before any page request, at the latest at its second try", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const url = await serve(app)
    const tries = host.kind === "express" ? 1 : 2
    let entered = 0
    for (let count = 1; count <= tries; count++) {
      const connection = new LiveConnection(url)
      connections.push(connection)
      await connection.enter("/live/counter").then(
        () => (entered = count),
        () => {},
      )
    }
    expect(entered).toBe(tries)
  })

  it("shows an island that could not be made over HTTP once it is joined", async () => {
    const app = host.make()
    app.live.register(shy)
    app.handmade("/", "shy")
    const url = await serve(app)
    const page = await open(url, "/")
    expect(page).toMatchObject({ templates: [], html: "" })
    const instance = await join(url, page)
    expect(JSON.stringify(instance.reply.d)).toBe('{"-1":[0,"here I am"]}')
    expect(Object.keys(instance.reply.e?.t ?? {})).toEqual(["0"])
  })

  it("is messaged, and disconnected by who it is", async () => {
    const app = host.make({ options: { identify: () => 7 } })
    app.live.view("/counter", counter)
    const url = await serve(app)
    const page = await open(url, "/counter")
    const instance = await join(url, page)
    app.live.disconnect("7")
    expect(await instance.nextExit()).toMatchObject({ code: "LV_DISCONNECTED" })
    await expect(join(url, page)).rejects.toThrow()
    expect(app.live.send(counter as never, "counter-1", "x" as never)).toBe(0)
  })

  it.each(["/lingering", "/island"])(
    "is not joined where its user was disconnected while it was made, as the host was asked before: %s",
    async (path) => {
      const app = host.make({ options: { identify: () => 7 } })
      app.live.view("/lingering", lingering)
      app.handmade("/island", "lingering")
      const url = await serve(app)
      const opening = open(url, path)
      while (mounting.length === 0) await nextMillisecond()
      app.live.disconnect("7")
      await nextMillisecond()
      mounting.pop()?.()
      const page = await opening
      expect(page.html).toContain("Still here")
      await expect(join(url, page)).rejects.toThrow("LV_TOKEN_EXPIRED")
    },
  )
})

describe.each(hosts)("live.send on $name", (host) => {
  it("reaches handleInfo of the open views with this id, and says how many they are", async () => {
    const room = liveView<{ text: string }, { text: string }>({
      name: "room",
      mount: () => ({ text: "nothing" }),
      handleInfo: ({ text }, socket) => socket.assign({ text }),
      render: ({ text }) => html`<p>${text}</p>`,
    })
    const app = host.make()
    app.live.view("/room", room)
    const url = await serve(app)
    const instance = await join(url, await open(url, "/room"))
    const live = app.live as unknown as ExpressLive
    expect(live.send(room, "room-1", { text: "hello" })).toBe(1)
    expect((await instance.nextPush()).diff).toEqual({ 0: "hello" })
    expect(live.send(room, "room-2", { text: "hello" })).toBe(0)
  })
})

describe("an Express app inside another one", () => {
  it.each([
    ["mounted before livemount is used in it", true],
    ["mounted after", false],
  ])("finds the server that the outer one listens on, %s", async (_when, before) => {
    const outer = express()
    const inner = express()
    const live = liveMiddleware({ secret: "s".repeat(32), logger: new RecordingLogger() })
    if (before) outer.use("/inner", inner)
    inner.use(live)
    if (!before) outer.use("/inner", inner)
    live.view("/counter", counter)
    const server = createServer(outer)
    await listen(server)
    const connection = new LiveConnection(urlOf(server))
    connections.push(connection)
    await connection.enter("/live/counter")
    const page = await open(urlOf(server), "/inner/counter")
    await join(urlOf(server), page)
    connection.close()
    await live.close()
    await closeServer(server)
  })
})

describe("a server that has nothing to do with the app", () => {
  it("is left alone", async () => {
    const app = express()
    const live = liveMiddleware({ secret: "s".repeat(32), logger: new RecordingLogger() })
    app.use(live)
    const other = createServer((_request, response) => response.end("other"))
    await listen(other)
    expect(other.listenerCount("upgrade")).toBe(0)
    live.attach(other)
    expect(other.listenerCount("upgrade")).toBe(1)
    await live.close()
    await closeServer(other)
  })
})

describe("what is no server", () => {
  it.each([
    ["an Express app", () => express()],
    ["nothing, since the app does not listen yet", () => undefined],
    ["a port", () => 3000],
  ])("is told where it is attached: %s", async (_what, given) => {
    const options = { secret: "s".repeat(32), logger: new RecordingLogger() }
    for (const live of [liveMiddleware(options), koaLive(options)]) {
      expect(() => live.attach(given() as never)).toThrow(
        expect.objectContaining({
          code: "LV_SERVER_INVALID",
          message: expect.stringMatching(/Give what `app\.listen\(3000\)` or `http\.createServer\(app\)` returned\.$/),
        }),
      )
      await live.close()
    }
  })
})
