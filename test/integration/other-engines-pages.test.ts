/** Pages by engines other than nunjucks: the islands in them, and the layouts around live views, on each host. */

import type { Application } from "express"
import request from "supertest"
import { COMMANDS } from "../../src/protocol/commands.js"
import { js } from "../../src/render/values/commands.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, type HostApp, type HostOptions, hosts } from "../support/http-hosts.js"
import { counter, pageOf, slow } from "../support/http-views.js"
import { addEngines, type EngineName, engines } from "../support/other-engines.js"

afterEach(closeHosts)

const names = Object.keys(engines) as EngineName[]
const cases = hosts.flatMap((host) => names.map((engine) => ({ host, engine })))

function appWith(host: Host, engine: EngineName, options: HostOptions["options"] = {}): HostApp {
  const render = host.kind === "koa" ? { render: engines[engine] } : {}
  const app = host.make({ options: { ...render, ...options }, setUp: addEngines })
  app.live.register(counter, slow)
  return app
}

describe.each(cases)("a page by $engine on $host.name", ({ host, engine }) => {
  it("gets its islands, escaped or not, with the values that the template gives them", async () => {
    const app = appWith(host, engine)
    app.legacy("/legacy", `islands.${engine}`)
    const { text } = await request(app.listener).get("/legacy").expect(200)
    const roots = [...text.matchAll(/<aside><div id="([^"]*)"[^>]*>([\s\S]*?)<\/div><\/aside>/g)]
    expect(
      roots.map(([, id, html]) => [
        id,
        html?.replace("<!---->", "").match(/>(\w*\d)<\/p>|it took &lt;a while&gt;/)?.[0],
      ]),
    ).toEqual([
      ["counter-1", ">5</p>"],
      ["slow-1", "it took &lt;a while&gt;"],
      ["counter-2", ">Ada7</p>"],
    ])
    expect(text).toMatch(/<head><link rel="modulepreload"[^>]*><\/head>/)
    expect(text).toMatch(/<form id="live-post"[\s\S]*<script type="module"[^>]*><\/script>\s*<\/body><\/html>\s*$/)
    expect(text.match(/<script/g)).toHaveLength(1)
    expect(pageOf(text).roots).toHaveLength(3)
  })

  it("gets lists of commands as values of the view", async () => {
    const app = appWith(host, engine)
    const menu = liveView({ name: "menu", template: `commands.${engine}`, mount: () => ({ menu: js.show("#menu") }) })
    app.live.view("/menu", menu)
    const { text } = await request(app.listener).get("/menu").expect(200)
    expect(text.replaceAll("&#34;", "&quot;")).toContain(
      `<button live-click="${COMMANDS}[[&quot;show&quot;,{&quot;to&quot;:&quot;#menu&quot;}]]"`,
    )
  })

  it("stands around a live view as its layout, with what the host's templates see anyway", async () => {
    const app = appWith(host, engine, { layout: engine === "hbs" ? "page.hbs" : `layout.${engine}` })
    app.live.view("/counter", counter)
    const { text } = await request(app.listener).get("/counter?start=4").set("x-user", "Ada").expect(200)
    expect(text).toMatch(/<header>Hello, Ada<\/header>(<main>)?<div id="counter-1"[^>]*>[\s\S]*4<\/p>/)
  })
})

describe.each(hosts.filter(({ kind }) => kind === "express"))("on $name", (host) => {
  it.each(["pug", "hbs"])("a view without an extension is of the app's `view engine`: %s", async (engine) => {
    const app = host.make({ setUp: (express: Application) => express.set("view engine", engine) })
    const view = { title: "Guests", names: ["Ada"], error: "" }
    app.live.view(
      "/guests",
      liveView({ name: "guests", template: "guests", mount: () => view, events: { sign: () => {} } }),
    )
    const { text } = await request(app.listener).get("/guests").expect(200)
    expect(text).toContain("<!--{--><h2>Guests</h2>")
  })

  it("a layout of Handlebars is put into the app's own, which a view by Handlebars is not", async () => {
    const app = appWith(host, "hbs", { layout: "page.hbs" })
    const view = { title: "Guests", names: ["Ada"], error: "" }
    app.live.view(
      "/guests",
      liveView({
        name: "guests",
        template: "guests.hbs",
        title: "A book",
        mount: () => view,
        events: { sign: () => {} },
      }),
    )
    const { text } = await request(app.listener).get("/guests").set("x-user", "Ada").expect(200)
    expect(text).toMatch(
      /^<!doctype html><html><head><title>A book<\/title><link[^>]*><\/head>\s*<body data-layout="hbs">/,
    )
    expect(text.match(/<body/g)).toHaveLength(1)
    expect(text).toContain("<!--{--><h2>Guests</h2>")
  })
})
