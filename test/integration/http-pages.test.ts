/** The first page of a view, on each host. */

import request from "supertest"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, hosts } from "../support/http-hosts.js"
import { counter, failing, form, leaving, pageOf, slow } from "../support/http-views.js"
import { views } from "../support/other-engines.js"
import { roomsOf, Walk } from "../support/ways.js"

afterEach(closeHosts)

describe.each(hosts)("a live page on $name", (host) => {
  it("is mounted, rendered and put into the built-in layout", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const response = await request(app.listener)
      .get("/counter")
      .expect(200)
      .expect("Content-Type", "text/html; charset=utf-8")
    expect(response.text).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(response.text).toContain("<title>A counter</title>")
    expect(pageOf(response.text).roots).toMatchObject([{ id: "counter-1", view: "counter" }])
    expect(response.text).toMatch(/ data-live-templates="[\w-]{11}"><p>/)
  })

  it("brings the script with its configuration, once, at the end of the body", async () => {
    const app = host.make({ options: { path: "/x/live", prefix: "data-" } })
    app.live.view("/counter", counter)
    const { text } = await request(app.listener).get("/counter")
    const [, source, config] =
      /<script type="module" src="([^"]*)" data-live-config='([^']*)' data-live-page="[^"]+"><\/script>\n<\/body>/.exec(
        text,
      ) ?? []
    expect(source).toMatch(/^\/x\/live\/[\w-]+\.js$/)
    expect(JSON.parse(config ?? "")).toEqual({
      socket: "/x/live/socket",
      namespace: "/x/live/",
      prefix: "data-",
      development: true,
    })
    expect(text.match(/<script/g)).toHaveLength(1)
  })

  it("has a session of its own, also where the app has none: nothing that a view writes into it reaches another user", async () => {
    const app = host.make()
    const visits = liveView({
      name: "visits",
      mount: (_params, session) => {
        const { count = 0 } = session as { count?: number }
        Object.assign(session, { count: count + 1 })
        return { count }
      },
      render: ({ count }) => html`<p>${count}</p>`,
    })
    app.live.view("/visits", visits)
    await request(app.listener).get("/visits").expect(500)
    await request(app.listener).get("/visits").expect(500)
  })

  it("is private, and sets the browser's cookie where there is none", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const first = await request(app.listener).get("/counter").expect("Cache-Control", "private, no-cache")
    const cookie = String(first.headers["set-cookie"])
    expect(cookie).toMatch(/^livemount=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Lax$/)
    const second = await request(app.listener)
      .get("/counter")
      .set("Cookie", cookie.split(";")[0] as string)
    expect(second.headers["set-cookie"]).toBeUndefined()
  })

  it("answers HEAD with the same headers and no body", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const response = await request(app.listener).head("/counter").expect(200)
    expect(response.text).toBeFalsy()
    expect(Number(response.headers["content-length"])).toBeGreaterThan(500)
    expect(response.headers["cache-control"]).toBe("private, no-cache")
  })

  it("gets the parameters of path and query, the path's first", async () => {
    const app = host.make()
    app.live.view("/forms/:id{/:tab}", form)
    const { text } = await request(app.listener).get("/forms/a%2Fb?id=9&filter[kind]=x&__proto__[y]=1")
    expect(pageOf(text).attribute(/<code>(.*?)<\/code>/)).toBe('{"id":"a/b","filter":{"kind":"x"}}')
  })

  it("takes a trailing slash, and no other method", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    await request(app.listener).get("/counter/").expect(200)
    await request(app.listener).post("/counter").expect(404)
    await request(app.listener).get("/counters").expect(404)
  })

  it("stands behind the guards of the host's own routing, and gets its route's parameters", async () => {
    const app = host.make()
    app.guarded("/reports/:start", counter)
    await request(app.listener).get("/reports/12").expect(401)
    const { text } = await request(app.listener).get("/reports/12").set("x-user", "Ada").expect(200)
    expect(text).toContain("<p><!---->12</p>")
  })

  it("gets what the option `session` takes from the request", async () => {
    const app = host.make({
      session: (given: { headers: Record<string, string> }) => ({ user: given.headers["x-user"], start: 3 }),
    })
    app.live.view("/counter", counter)
    const { text } = await request(app.listener).get("/counter").set("x-user", "Ada")
    expect(text).toContain("Ada<!---->3")
  })

  it("is refused when the session is no plain data", async () => {
    const app = host.make({ session: () => ({ user: new Date() }) })
    app.live.view("/counter", counter)
    const { text } = await request(app.listener).get("/counter").expect(500)
    expect(text).toContain("`user` is an instance of Date")
  })

  it("stands in a layout of the host's engine, which prints it escaped or not", async () => {
    const app = host.make({ options: { layout: "layout.ejs" } })
    app.live.view("/counter", counter)
    const { text } = await request(app.listener).get("/counter").set("x-user", "A<da").expect(200)
    expect(text).toContain('<body data-layout="ejs"><header>Hello, A&lt;da</header><div id="counter-1"')
    expect(text).toMatch(/<link rel="modulepreload" href="\/live\/[\w-]+\.js"><\/head>/)
    expect(text).not.toContain("Live0")
  })

  it("stands in a layout of nunjucks where the host has none of its own", async () => {
    const app = host.make({ options: { layout: "layout.njk", views } })
    app.live.view("/counter", counter)
    const { text } = await request(app.listener).get("/counter").set("x-user", "A<da").expect(200)
    expect(text).toContain('<body data-layout="njk"><header>Hello, A&lt;da</header><div id="counter-1"')
  })

  it("may leave the layout away, or name one of its own", async () => {
    const app = host.make({ options: { layout: "layout.ejs" } })
    app.live.view("/bare", counter, { layout: false })
    app.live.view("/other", counter, { layout: "broken-layout.ejs" })
    const { text } = await request(app.listener).get("/bare").expect(200)
    expect(text).toMatch(/^<div id="counter-1"/)
    expect(text).toMatch(/<\/script>$/)
    const refused = await request(app.listener).get("/other").expect(500)
    expect(refused.text).toContain("does not print `content`")
  })

  it("is rendered by the host's engine where the view's template is one of its own", async () => {
    const { liveView } = await import("../../src/view/live-view.js")
    const app = host.make({
      options:
        host.kind === "koa"
          ? { render: async (name, locals) => (await import("ejs")).renderFile(`${views}/${name}`, locals) }
          : {},
    })
    app.live.view("/ejs", liveView({ name: "by-ejs", template: "view.ejs", mount: () => ({ count: "<5>" }) }))
    const { text } = await request(app.listener).get("/ejs").expect(200)
    expect(text).toContain("<p>By EJS: &lt;5&gt;</p>")
  })

  it("is rendered by nunjucks, tracked", async () => {
    const { liveView } = await import("../../src/view/live-view.js")
    const app = host.make({ options: { views } })
    app.live.view("/njk", liveView({ name: "by-njk", template: "counter.njk", mount: () => ({ count: "<5>" }) }))
    const { text } = await request(app.listener).get("/njk").expect(200)
    expect(text).toContain("<p>&lt;5&gt;</p>")
    expect(text).toContain('value="by-njk-1 increment ?by=2"')
  })

  it("redirects where mount does", async () => {
    const app = host.make()
    app.live.view("/leaving", leaving)
    const response = await request(app.listener).get("/leaving").expect(302).expect("Location", "/login")
    expect(response.headers["set-cookie"]).toBeUndefined()
    await request(app.listener).get("/leaving?to=//evil.example").expect(500)
  })

  it("hands what mount throws to the host's error handling, with its status", async () => {
    const app = host.make()
    app.live.view("/failing", failing)
    const response = await request(app.listener).get("/failing?status=418").expect(418, "Sorry: mount failed")
    expect(response.headers["cache-control"]).toBeUndefined()
  })

  it("answers a path that is not properly encoded with 400", async () => {
    const app = host.make()
    app.live.view("/counter/:id", counter)
    await request(app.listener).get("/counter/%E0%A4%A").expect(400)
  })

  it("writes a nonce into its tags", async () => {
    const app = host.make({ nonce: () => 'a"b' })
    app.live.view("/slow", slow)
    const { text } = await request(app.listener).get("/slow")
    expect(text.match(/ nonce="a&quot;b"/g)).toHaveLength(2)
  })

  it("says where livemount must stand when it was not reached", async () => {
    const app = host.make()
    const page = app.live.page(counter) as (...values: unknown[]) => Promise<void>
    const next = jest.fn()
    const message = { url: "/x", headers: {} }
    // Koa's handler rejects, Express's calls next.
    const called = page({ req: message, ...message, app: {} }, {}, next)
    const problem = expect.objectContaining({ code: "LV_NOT_IN_PLACE" })
    if (host.kind === "koa") await expect(called).rejects.toEqual(problem)
    else {
      await called
      expect(next).toHaveBeenCalledWith(problem)
    }
  })
})

it("a live page of Express is made by the rooms that docs/architecture.md names", async () => {
  const walk = new Walk()
  const note = (_request: unknown, response: object, next: () => void): void => {
    walk.noteAt(response, "end")
    next()
  }
  const session = (): object => {
    walk.note()
    return {}
  }
  const app = (hosts[0] as (typeof hosts)[number]).make({ before: { express: [note] }, session })
  const noted = liveView({
    name: "noted",
    mount: () => {
      walk.note()
      return { count: 1 }
    },
    render: ({ count }) => {
      walk.note()
      return html`<p>${count}</p>`
    },
  })
  app.live.view("/noted", noted)
  await request(app.listener).get("/noted").expect(200)
  const halves = ["adapters/express", "src/http/visit", "src/process"]
  const rooms = walk.roomsIn(...halves)
  // What has returned by then (the process is made, the page is filled) is listed too, and not held.
  expect(rooms).toEqual(expect.arrayContaining(["src/http/visit/root.ts", "src/http/visit/send-page.ts"]))
  expect(roomsOf("The first page", ...halves)).toEqual(expect.arrayContaining(rooms))
})
