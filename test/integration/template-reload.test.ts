/** Templates that change while an app is developed: open pages are rendered anew, and keep what they hold. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import ejs from "ejs"
import type { Application } from "express"
import nunjucks from "nunjucks"
import request from "supertest"
import type { LiveOptions } from "../../src/server/options/live-options.js"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type HostApp, hosts, serve } from "../support/http-hosts.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"

const [host] = hosts
const instances: LiveInstance[] = []
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "templates-"))
})
afterEach(async () => {
  for (const { connection } of instances.splice(0)) connection.close()
  await closeHosts()
  rmSync(folder, { recursive: true })
})

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)

const counter = (template: string): LiveView =>
  liveView<{ count: number }>({
    name: "counter",
    template,
    mount: () => ({ count: 0 }),
    events: {
      increment(_params, socket) {
        socket.update("count", (count) => count + 1)
      },
    },
  })

function appWith(template: string, options: Omit<LiveOptions<never>, "session" | "csrf" | "nonce">): HostApp {
  const app = (host as (typeof hosts)[number]).make({ options: { development: true, ...options } })
  app.live.view("/counter", counter(template))
  return app
}

async function joined(app: HostApp): Promise<LiveInstance> {
  const url = await serve(app)
  const { text, headers } = await request(url).get("/counter").expect(200)
  const [, view = "", token = "", templates = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">/.exec(text) ?? []
  const cookie = /^livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
  const instance = await joinLive(url, { view, token, cookie, templates: templates.split(" "), html: "" }, { cookie })
  instances.push(instance)
  return instance
}

describe("a template that changes", () => {
  it.each<[string, () => Omit<LiveOptions<never>, "session" | "csrf" | "nonce">]>([
    ["of a folder that is given", () => ({ views: folder })],
    [
      "of an environment that is given, though it keeps what it has read",
      () => ({ templates: new nunjucks.Environment(new nunjucks.FileSystemLoader(folder)) }),
    ],
  ])("%s, is shown in open pages, with the assigns they have", async (_, options) => {
    write("counter.njk", "<p>{{ count }}</p>")
    const instance = await joined(appWith("counter.njk", options()))
    await instance.event("increment")
    write("counter.njk", "<b>Count: {{ count }}</b>")
    const { diff, extras } = await instance.nextPush()
    expect(diff).toEqual({ "-1": [1, "1"] })
    expect(extras).toEqual({ t: { 1: [expect.any(String), expect.stringContaining("<b>Count: ")] } })
    expect((await instance.event("increment")).diff).toEqual({ 0: "2" })
  })

  it("is shown where it is included", async () => {
    write("counter.njk", '<div>{% include "part.njk" %}</div>')
    write("part.njk", "<p>{{ count }}</p>")
    const instance = await joined(appWith("counter.njk", { views: folder }))
    write("part.njk", "<i>{{ count }}</i>")
    const { diff, extras } = await instance.nextPush()
    expect(diff).toEqual({ "-1": [0, [2, "0"]] })
    expect(JSON.stringify(extras?.t)).toContain("<i>")
  })

  it("and does not compile is told, while the page keeps what it shows; then it catches up", async () => {
    write("counter.njk", "<p>{{ count }}</p>")
    const app = appWith("counter.njk", { views: folder })
    const instance = await joined(app)
    write("counter.njk", "<p>\n  {{ count </p>")
    const broken = await instance.nextPush()
    expect(broken.diff).toBeNull()
    expect(broken.extras?.x).toMatchObject({ code: "LV_TEMPLATE_COMPILE" })
    expect(JSON.stringify(broken.extras?.x)).toContain("> 2 |   {{ count </p>")
    // Handled all the same; it cannot be shown yet.
    const event = await instance.event("increment")
    expect(event.diff).toBeNull()
    expect(event.extras?.x).toMatchObject({ code: "LV_TEMPLATE_COMPILE" })
    write("counter.njk", "<p>{{ count }}!</p>")
    const mended = await instance.nextPush()
    expect(mended.diff).toEqual({ "-1": [1, "1"] })
    expect(mended.extras?.o).toBe(1)
    expect((await instance.event("increment")).extras).toBeUndefined()
    expect(app.logger.at("error").join()).toContain("keeps what it shows")
  })

  it("and fails in the render is told too; a page that is opened meanwhile says where", async () => {
    write("counter.njk", "<p>{{ count }}</p>")
    const app = appWith("counter.njk", { views: folder })
    const instance = await joined(app)
    write("counter.njk", "<p>{{ count }}</p>\n<p>{{ missing() }}</p>")
    expect((await instance.nextPush()).extras?.x).toMatchObject({ code: "LV_TEMPLATE_RENDER" })
    const { text } = await request(app.listener).get("/counter").expect(500)
    expect(text).toContain("counter.njk:2")
    expect(text).toContain("> 2 | <p>{{ missing() }}</p>")
    write("counter.njk", "<p>{{ count }}</p>")
    expect((await instance.nextPush()).extras?.o).toBe(1)
  })

  it("of another engine is shown as a difference of its text", async () => {
    write("counter.ejs", "<p><%= count %></p><p>one</p>")
    const render = (name: string, locals: object): Promise<string> => ejs.renderFile(join(folder, name), locals)
    const instance = await joined(appWith("counter.ejs", { views: folder, render }))
    await instance.event("increment")
    write("counter.ejs", "<p><%= count %></p><p>two</p>")
    expect((await instance.nextPush()).diff).toEqual({ 0: { s: [[11, 3, "two"]] } })
    write("counter.ejs", "<p><%= count </p>")
    expect((await instance.nextPush()).extras?.x).toMatchObject({ message: expect.stringContaining("counter.ejs") })
    expect((await instance.event("increment")).diff).toBeNull()
    write("counter.ejs", "<p><%= count %></p><p>two</p>")
    const mended = await instance.nextPush()
    expect(mended.extras).toEqual({ o: 1 })
    expect(mended.diff).toEqual({ 0: { s: [[3, 1, "2"]] } })
  })

  it("of the app's own engine is looked for where the app has its views", async () => {
    write("counter.ejs", "<p><%= count %></p>")
    const app = (host as (typeof hosts)[number]).make({
      options: { development: true },
      setUp: (express: Application) => void express.set("views", folder),
    })
    app.live.view("/counter", counter("counter.ejs"))
    const instance = await joined(app)
    write("counter.ejs", "<p><%= count %>!</p>")
    expect((await instance.nextPush()).diff).toEqual({ 0: { s: [[4, 0, "!"]], r: "<p>0</p>" } })
  })

  it("is not read again in production", async () => {
    write("counter.njk", "<p>{{ count }}</p>")
    const app = appWith("counter.njk", { views: folder, development: false })
    const instance = await joined(app)
    const developed = await joined(appWith("counter.njk", { views: folder }))
    write("counter.njk", "<b>{{ count }}</b>")
    // Another app is told of it: by then this one would have been, too.
    await developed.nextPush()
    const pushed = instance.nextPush().then(() => "pushed")
    const answered = instance.event("increment")
    expect(await Promise.race([pushed, answered])).toEqual({ diff: { 0: "1" }, extras: undefined })
    const { text } = await request(app.listener).get("/counter").expect(200)
    expect(text).toContain("</p>")
    expect(text).not.toContain("</b>")
  })
})
