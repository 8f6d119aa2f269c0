/** Parameters and routes of views, on each host: what `handleParams` gets of a request, and what the join knows of it. */

import request from "supertest"
import { z } from "zod"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { joinLive, type LiveConnection } from "../support/live-client.js"
import { openPage } from "../support/open-page.js"

const connections: LiveConnection[] = []

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  await closeHosts()
})

const posts = liveView<{ shown: string }>({
  name: "posts",
  layout: false,
  mount: () => ({ shown: "" }),
  handleParams(params, uri, socket) {
    socket.assign({ shown: `${JSON.stringify(params)} ${uri} ${socket.connected}` })
  },
  render: ({ shown, action }) => html`<p>${shown}</p><b>${action}</b>`,
})

describe.each(hosts)("a view with handleParams on $name", (host) => {
  it("has several routes, each with its action, for the first HTML and for the join", async () => {
    const app = host.make()
    app.live.view("/posts", posts)
    app.live.view("/posts/:id/edit", posts, { action: "edit" })
    app.guarded("/by-host/:id", posts)
    const url = await serve(app)
    expect((await request(url).get("/posts?page=2").expect(200)).text).toContain(
      "{&quot;page&quot;:&quot;2&quot;} /posts?page=2 false",
    )
    const page = await openPage(url, "/posts/7/edit?id=8&q=x")
    expect(page.html).toContain(
      "{&quot;id&quot;:&quot;7&quot;,&quot;q&quot;:&quot;x&quot;} /posts/7/edit?id=8&amp;q=x false",
    )
    expect(page.html).toContain("edit")
    const instance = await joinLive(url, page)
    connections.push(instance.connection)
    expect(instance.reply.d).toEqual({ 0: '{"id":"7","q":"x"} /posts/7/edit?id=8&q=x true' })
    const { text } = await request(url).get("/by-host/9").set("x-user", "ada").expect(200)
    expect(text).toContain("/by-host/9 false")
  })

  it("has its schema asked once for a page, and once for the join", async () => {
    let asked = 0
    const schema = z.object({}).transform(() => ({ count: ++asked }))
    const counted = liveView.params(schema)<{ counts: string }>({
      name: "counted",
      layout: false,
      mount: ({ count }) => ({ counts: `mounted with ${count}` }),
      handleParams: ({ count }, _uri, socket) => socket.update("counts", (counts) => `${counts}, then ${count}`),
      render: ({ counts }) => html`<p>${counts}</p>`,
    })
    const app = host.make()
    app.live.view("/counted", counted)
    const url = await serve(app)
    const page = await openPage(url, "/counted")
    expect(page.html).toContain("mounted with 1, then 1")
    const { reply, connection } = await joinLive(url, page)
    connections.push(connection)
    expect(reply.d).toEqual({ 0: "mounted with 2, then 2" })
  })

  it("has pages for params that pass its schema; for others the host goes on", async () => {
    const paged = liveView.params(z.object({ page: z.coerce.number().int().min(1).default(1) }))<{ page: number }>({
      name: "paged",
      layout: false,
      mount: () => ({ page: 0 }),
      handleParams: ({ page }, _uri, socket) => socket.assign({ page: page * 10 }),
      render: ({ page }) => html`<p>${page}</p>`,
    })
    const app = host.make()
    app.live.view("/list", paged)
    app.live.view("/list", posts)
    app.guarded("/by-host/:page", paged)
    const url = await serve(app)
    const page = await openPage(url, "/list?page=4")
    expect(page.html).toContain("40")
    connections.push((await joinLive(url, page)).connection)
    expect((await openPage(url, "/list")).html).toContain("10")
    await request(url).get("/by-host/4").set("x-user", "ada").expect(200)
    await request(url).get("/by-host/no").set("x-user", "ada").expect(404)
    // The next route that matches.
    expect((await openPage(url, "/list?page=no")).html).toContain("&quot;page&quot;:&quot;no&quot;")
    // While the app is developed, so that who has the schema wrong does not look for the route.
    expect(app.logger.entries.filter(({ details }) => details["code"] === "LV_PARAMS_INVALID")).toEqual([
      {
        level: "info",
        message: expect.stringMatching(/"paged" did not pass its schema: .*page/),
        details: { code: "LV_PARAMS_INVALID", url: "/by-host/no" },
      },
      { level: "info", message: expect.anything(), details: { code: "LV_PARAMS_INVALID", url: "/list?page=no" } },
    ])
  })

  it("is refused as an island, where it is written", async () => {
    const app = host.make()
    app.live.register(posts)
    app.handmade("/page", "posts")
    const url = await serve(app)
    const { text } = await request(url).get("/page").expect(500)
    expect(text).toContain("so it needs a URL of its own")
  })

  it("refuses an action that is no text", () => {
    const { live } = host.make()
    expect(() => live.view("/x", posts, { action: 5 as never })).toThrow(
      expect.objectContaining({ code: "LV_OPTION_INVALID" }),
    )
  })
})
