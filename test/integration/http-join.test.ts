/** From the page to the socket, on each host: servers are found by themselves, the token holds, nothing is sent twice. */

import request from "supertest"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { counter, form } from "../support/http-views.js"
import { joinLive, LiveConnection, type LiveInstance } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"

const connections: LiveConnection[] = []

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  await closeHosts()
})

/** What a browser takes from a page. */
async function open(url: string, path: string): Promise<LivePage> {
  const { text, headers } = await request(url).get(path).expect(200)
  const [, view = "", token = "", templates = "", html = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">([\s\S]*)<\/div>/.exec(text) ?? []
  const cookie = /^livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
  return { view, token, cookie, templates: templates.split(" "), html }
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

  it("is not joined from another browser", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const url = await serve(app)
    const page = await open(url, "/counter")
    await expect(join(url, page, "x".repeat(24))).rejects.toThrow("LV_TOKEN_FOREIGN")
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
})
