/**
 * What templates of live views see beside their assigns: what the app has for all requests, at the page and at the join
 * alike; never what a request has, which is told. On each host, with each engine.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { callbackify } from "node:util"
import ejs from "ejs"
import { Eta } from "eta"
import express from "express"
import express4 from "express4"
import hbs from "hbs"
import nunjucks from "nunjucks"
import pug from "pug"
import request from "supertest"
import { liveMiddleware } from "../../adapters/express/index.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, type HostApp, type HostOptions, hosts, serve } from "../support/http-hosts.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"
import { RecordingLogger } from "../support/recording-logger.js"

type Engine = (file: string, locals: object) => Promise<string>

/** Templates that print one assign, a constant and what a helper makes of the assign; and those that read more. */
interface Kind {
  readonly render: Engine | undefined
  readonly good: string
  /** Reads `user`, which only requests have. */
  readonly reads: Readonly<Record<string, string>>
}

const kinds: Readonly<Record<string, Kind>> = {
  njk: {
    render: undefined,
    good: "<p>{{ shout(name) }} at {{ site }}</p>",
    reads: { printed: "<p>{{ name }}{{ user }}</p>", "asked for": "<p>{{ name }}{% if user %}x{% endif %}</p>" },
  },
  ejs: {
    render: (file, locals) => ejs.renderFile(file, locals),
    good: "<p><%= shout(name) %> at <%= site %></p>",
    reads: {
      printed: "<p><%= name %><%= locals.user %></p>",
      "asked for": "<p><%= name %><% if (locals.user) { %>x<% } %></p>",
      "read into": "<p><%= name %><%= locals.user?.name %></p>",
    },
  },
  eta: {
    render: async (file, locals) => new Eta({ views: join(file, "..") }).renderAsync(`./${basename(file)}`, locals),
    good: "<p><%= it.shout(it.name) %> at <%= it.site %></p>",
    reads: {
      printed: "<p><%= it.name %><%= it.user %></p>",
      "asked for": "<p><%= it.name %><% if (it.user) { %>x<% } %></p>",
    },
  },
  pug: {
    render: async (file, locals) => pug.renderFile(file, locals),
    good: "p= shout(name) + ' at ' + site",
    reads: { printed: "p #{name}#{user}", "asked for": "p #{name}\n  if user\n    b x" },
  },
  hbs: {
    render: async (file, locals) =>
      hbs.handlebars.compile((await import("node:fs")).readFileSync(file, "utf8"))(locals),
    good: "<p>{{shout name}} at {{site}}</p>",
    reads: { printed: "<p>{{name}}{{user}}</p>", "asked for": "<p>{{name}}{{#if user}}x{{/if}}</p>" },
  },
}

const locals = { site: "Northwind", shout: (text: unknown) => `${String(text).toUpperCase()}!` }

let folder = ""
const joined: LiveInstance[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "livemount-"))
})

afterEach(async () => {
  for (const { connection } of joined.splice(0)) connection.close()
  await closeHosts()
  rmSync(folder, { recursive: true })
})

interface Made {
  readonly template: string
  /** Where the helpers stand. */
  readonly by: "app.locals" | "the option locals"
  readonly development?: boolean
}

function appWith(host: Host, extension: string, { template, by, development = true }: Made): HostApp {
  const engine = kinds[extension]?.render
  writeFileSync(join(folder, `greeter.${extension}`), template)
  const view = liveView<{ name: string }>({
    name: "greeter",
    template: `greeter.${extension}`,
    mount: () => ({ name: "Ada" }),
    events: { rename: (_params, socket) => socket.assign({ name: "Grace" }) },
  })
  const options: Record<string, unknown> = { development }
  if (by === "the option locals") options["locals"] = locals
  if (engine === undefined) options["views"] = folder
  else if (host.kind === "koa") options["render"] = (name: string, values: object) => engine(join(folder, name), values)
  const setUp = (app: {
    locals?: object
    set(name: string, value: unknown): void
    engine(name: string, render: unknown): void
  }) => {
    if (by === "app.locals") Object.assign(app.locals ?? {}, locals)
    if (host.kind === "koa") return
    app.set("views", folder)
    if (engine !== undefined) app.engine(extension, callbackify(engine))
  }
  const app = host.make({ options, setUp } as unknown as HostOptions)
  app.live.view("/greeter", view)
  return app
}

const cases = hosts.flatMap((host) => Object.keys(kinds).map((extension) => ({ host, extension })))

describe.each(cases)("a live view by $extension on $host.name", ({ host, extension }) => {
  const kind = kinds[extension] as Kind
  const places =
    host.kind === "express" ? (["app.locals", "the option locals"] as const) : (["the option locals"] as const)

  it.each(places)("sees what stands in %s, at the page, the join and after each event", async (by) => {
    const app = appWith(host, extension, { template: kind.good, by })
    const url = await serve(app)
    const { text, headers } = await request(url).get("/greeter").expect(200)
    expect(text.replaceAll("<!---->", "")).toContain("<p>ADA! at Northwind</p>")
    const [, view = "", token = "", templates = ""] =
      /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)"/.exec(text) ?? []
    const cookie = /livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
    const page = { view, token, cookie, templates: templates.split(" "), html: "" }
    const instance = await joinLive(url, page)
    joined.push(instance)
    // The join renders what the page has.
    expect(instance.reply.d).toBeUndefined()
    const { diff, extras } = await instance.event("rename")
    expect(extras?.x).toBeUndefined()
    expect(JSON.stringify(diff)).toContain(extension === "njk" ? '"GRACE!' : "GRACE")
    expect(app.logger.at("warn")).toEqual([])
  })

  it.each(Object.entries(kind.reads))(
    "is told where a name stands that only requests have: %s",
    async (_how, template) => {
      const app = appWith(host, extension, { template, by: "the option locals" })
      const { text } = await request(app.listener).get("/greeter").set("x-user", "Eve").expect(200)
      expect(text).toContain("Ada")
      expect(text).not.toContain("Eve")
      await request(app.listener).get("/greeter").set("x-user", "Eve").expect(200)
      const place = host.kind === "express" ? "res.locals" : "ctx.state"
      expect(app.logger.at("warn")).toEqual([
        expect.stringMatching(
          new RegExp(
            `greeter\\.${extension}.*\`user\` is not an assign of \`greeter\`; it stands in \`${place}\`.*session\\(request\\).*assignNew`,
          ),
        ),
      ])
    },
  )

  it("is told nothing in production, and sees the same", async () => {
    const [template = ""] = Object.values(kind.reads)
    const app = appWith(host, extension, { template, by: "the option locals", development: false })
    const { text } = await request(app.listener).get("/greeter").set("x-user", "Eve").expect(200)
    expect(text).toContain("Ada")
    expect(text).not.toContain("Eve")
    expect(app.logger.at("warn")).toEqual([])
  })
})

describe.each(hosts)("on $name", (host) => {
  it("an exception of a template that reads a name of a request says where that stands", async () => {
    const app = appWith(host, "ejs", { template: "<p><%= user.name %></p>", by: "the option locals" })
    const { text } = await request(app.listener).get("/greeter").set("x-user", "Eve").expect(500)
    expect(text).toContain("user is not defined")
    expect(text).toContain(`it stands in \`${host.kind === "express" ? "res.locals" : "ctx.state"}\``)
  })

  it("an exception of a template that reads none is told as it is", async () => {
    const app = appWith(host, "ejs", { template: "<p><%= nobody %></p>", by: "the option locals" })
    const { text } = await request(app.listener).get("/greeter").set("x-user", "Eve").expect(500)
    expect(text).toContain("nobody is not defined")
    expect(text).not.toContain("it stands in")
  })

  it("a template that gives another text each time is suspected of nothing", async () => {
    const app = appWith(host, "ejs", { template: "<p><%= Math.random() %></p>", by: "the option locals" })
    await request(app.listener).get("/greeter").set("x-user", "Eve").expect(200)
    expect(app.logger.at("warn")).toEqual([])
  })

  it("assigns win over what the app has, and that over nunjucks' own globals", async () => {
    const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder))
    environment.addGlobal("site", "a global")
    environment.addGlobal("other", "a global")
    writeFileSync(join(folder, "names.njk"), "<p>{{ name }}, {{ site }}, {{ other }}</p>")
    const app = host.make({ options: { templates: environment, locals: { site: "Northwind", name: "of the app" } } })
    app.live.view("/names", liveView({ name: "names", template: "names.njk", mount: () => ({ name: "of the view" }) }))
    const { text } = await request(app.listener).get("/names").expect(200)
    expect(text.replaceAll("<!---->", "")).toContain("<p>of the view, Northwind, a global</p>")
  })

  it.each(["ejs", "njk"])("layouts by %s see both, those of the request first", async (extension) => {
    const print = extension === "ejs" ? ["<%-", "%>"] : ["{{", "}}"]
    const hole = (name: string): string => `${print[0]} ${name} ${print[1]}`
    const layout = `layout-of-test.${extension}`
    writeFileSync(join(folder, layout), `<html>${hole("site")} ${hole("user")} ${hole("content")}</html>`)
    const engine = kinds[extension]?.render
    const render = engine && ((name: string, values: object) => engine(join(folder, name), values))
    const app = host.make({
      options: {
        views: folder,
        layout,
        locals: { site: "Northwind", user: "of the app" },
        ...(host.kind === "koa" && render && { render }),
      },
      setUp: ((express: { set?(name: string, value: unknown): void }) => express.set?.("views", folder)) as never,
    })
    const view = liveView({ name: "plain", template: "plain.njk", mount: () => ({ text: "x" }) })
    writeFileSync(join(folder, "plain.njk"), "<p>{{ text }}</p>")
    app.live.view("/plain", view)
    const { text } = await request(app.listener).get("/plain").set("x-user", "Eve").expect(200)
    expect(text).toMatch(/^<html>Northwind Eve <div/)
  })
})

const started: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of started.splice(0)) await close()
})

describe.each([
  ["Express 5", express],
  ["Express 4", express4 as unknown as typeof express],
])("in a Router on %s, put on its server by hand", (_name, framework) => {
  it("a page that comes back after a restart sees what the app has, before any other page was asked for", async () => {
    writeFileSync(join(folder, "greeter.njk"), "<p>{{ shout(name) }}</p>")
    const start = async () => {
      const live = liveMiddleware({
        views: folder,
        secret: "a secret of the tests that is long enough",
        logger: new RecordingLogger(),
      })
      live.view(
        "/greeter",
        liveView({ name: "greeter", template: "greeter.njk", mount: () => ({ name: "Ada" }), events: {} }),
      )
      const router = framework.Router()
      router.use(live)
      const app = framework()
      app.locals["shout"] = (text: string) => text.toUpperCase()
      app.use(router)
      const server = createServer(app)
      live.attach(server)
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      const close = async (): Promise<void> => {
        await live.close()
        await new Promise((resolve) => server.close(resolve))
      }
      started.push(close)
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
    }
    const before = await start()
    const { text, headers } = await request(before.url).get("/greeter").expect(200)
    expect(text).toContain("ADA")
    const [, token = "", templates = ""] = /data-live-token="([^"]*)" data-live-templates="([^"]*)"/.exec(text) ?? []
    const cookie = /livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
    const after = await start()
    const instance = await joinLive(after.url, {
      view: "greeter",
      token,
      cookie,
      templates: templates.split(" "),
      html: "",
    })
    expect(instance.reply.d).toBeUndefined()
    instance.connection.close()
  })
})
