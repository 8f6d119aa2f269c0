/**
 * Everything that can be thrown on the way to a page, under each host's own error handling: the request is answered with
 * an error, no other route takes it, and the process goes on.
 */

import { once } from "node:events"
import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { format } from "node:util"
import express, { type Application } from "express"
import express4 from "express4"
import Koa from "koa"
import nunjucks from "nunjucks"
import { liveMiddleware as expressLive } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { html } from "../../src/render/values/html.js"
import type { Live } from "../../src/server/live.js"
import type { LiveOptions } from "../../src/server/options/live-options.js"
import { liveView } from "../../src/view/live-view.js"
import { thrownThings } from "../support/thrown-things.js"
import { Unhandled } from "../support/unhandled.js"

let thing: () => unknown = () => undefined
const fail = (): never => {
  throw thing()
}

const view = (name: string, parts: object) =>
  liveView({ name, mount: () => ({ n: 1 }), render: ({ n }) => html`<p>${n}</p>`, ...parts })
const mounting = view("mounting", { mount: fail })
const mountingLater = view("mounting-later", {
  async mount() {
    await undefined
    fail()
  },
})
const rendering = view("rendering", { render: fail })
const posting = view("posting", {
  events: { go: fail },
  render: () => html`<button live-click="go">Go</button>`,
})
const filtering = liveView({ name: "filtering", template: "thrown-filter.njk", mount: () => ({ n: 1 }) })

/** Options of the app that throw where this header asks for it. */
const asked = (request: { headers: Record<string, unknown> }, name: string): undefined => {
  if (request.headers["x-throw"] === name) fail()
  // Whatever the types say: an app without types, or with a cast.
  if (request.headers["x-throw"] === `${name} later`) return later() as never
}

async function later(): Promise<unknown> {
  await undefined
  return fail()
}

const options = {
  onError: fail,
  secret: "s".repeat(32),
  session: (subject: never) => asked(subject, "session") ?? {},
  identify: (subject: never) => asked(subject, "identify"),
  nonce: (subject: never) => asked(subject, "nonce"),
  csrf: (subject: never) => asked(subject, "csrf"),
} satisfies LiveOptions<never>

function register(live: Live<never, unknown>): void {
  live.view("/mount", mounting)
  live.view("/mount-later", mountingLater)
  live.view("/render", rendering)
  live.view("/post", posting)
  live.view("/filter", filtering)
}

function environment(): object {
  const env = new nunjucks.Environment(new nunjucks.FileSystemLoader(`${__dirname}/http-views`))
  env.addFilter("fail", fail)
  return env
}

function onExpress(app: Application, development: boolean): RequestListener {
  app.set("env", development ? "development" : "production")
  const live = expressLive({ ...options, templates: environment(), development } as never)
  lives.push(live as never)
  app.use(live)
  register(live as never)
  app.get("/handler", live.page(mounting) as never)
  app.get("/island", async (request, response) => {
    response.send(await live.island(request, "mounting"))
  })
  app.get("/posting-island", (request, response, next) => {
    live.island(request, "posting").then((island) => response.send(island), next)
  })
  app.use((_request, response) => {
    response.send("went on")
  })
  return app as RequestListener
}

function onKoa(development: boolean): RequestListener {
  const app = new Koa()
  const live = koaLive({ ...options, templates: environment(), development } as never)
  lives.push(live as never)
  app.use(live)
  register(live as never)
  const page = live.page(mounting)
  app.use(async (context, next) => {
    if (context.path === "/handler") await page(context, next)
    else if (context.path === "/island") context.body = await live.island(context, "mounting")
    else if (context.path === "/posting-island") context.body = await live.island(context, "posting")
    else context.body = "went on"
  })
  return app.callback()
}

const lives: Live<never, unknown>[] = []
const makers: Readonly<Record<string, (development: boolean) => RequestListener>> = {
  "Express 5": (development) => onExpress(express(), development),
  "Express 4": (development) => onExpress(express4(), development),
  "Koa 3": onKoa,
}

let unhandled: Unhandled
let printed: string[]
const servers = new Map<string, { url: string; server: Server }>()

async function serverOf(host: string, mode: string): Promise<string> {
  const key = `${host} ${mode}`
  const known = servers.get(key)
  if (known !== undefined) return known.url
  const server = createServer((makers[host] as (development: boolean) => RequestListener)(mode === "development"))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  servers.set(key, { url, server })
  return url
}

beforeEach(() => {
  unhandled = new Unhandled()
  printed = []
  for (const name of ["info", "warn", "error"] as const) {
    jest.spyOn(console, name).mockImplementation((...parts: unknown[]) => {
      printed.push(format(...parts))
    })
  }
})

afterEach(() => {
  unhandled.stop()
  jest.restoreAllMocks()
})

afterAll(async () => {
  for (const live of lives) await live.close()
  for (const { server } of servers.values()) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** What was answered wrongly, by the name of what was thrown: nothing, if each was an error of the host's handling. */
async function wrongAnswers(ask: () => Promise<Response>): Promise<string[]> {
  const wrong: string[] = []
  for (const [name, make] of Object.entries(thrownThings)) {
    thing = make
    const response = await ask()
    const text = await response.text()
    if (response.status < 400 || text.includes("went on"))
      wrong.push(`${name}: ${response.status} ${text.slice(0, 80)}`)
  }
  return wrong
}

/** Posts the button of a page as a browser without the script does. */
async function post(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const page = await fetch(`${url}/post`)
  const text = await page.text()
  const cookie = page.headers.getSetCookie()[0]?.split(";", 1)[0] ?? ""
  const fields = new URLSearchParams({ _live: "posting-1 go ?" })
  for (const [, name = "", value = ""] of text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
    fields.set(name, value)
  }
  return fetch(`${url}/post?_live`, { method: "POST", body: fields, headers: { cookie, ...headers } })
}

const hostNames = Object.keys(makers)
const modes = hostNames.flatMap((host) => ["development", "production"].map((mode) => [host, mode] as const))

describe.each(modes)("whatever is thrown on %s in %s", (host, mode) => {
  it.each(["/mount", "/mount-later", "/handler"])("by %s: the request is an error", async (path) => {
    const url = await serverOf(host, mode)
    expect(await wrongAnswers(() => fetch(url + path))).toEqual([])
    expect(unhandled.found).toEqual([])
    // The app goes on, and what was no error is a page.
    expect((await fetch(`${url}/post`)).status).toBe(200)
    expect(await (await fetch(`${url}/nowhere`)).text()).toBe("went on")
  })
})

// What these throw takes the same way to the host as what `mount` throws.
describe.each([
  ["Express 5", "development"],
  ["Koa 3", "production"],
])("whatever is thrown on %s in %s", (host, mode) => {
  it.each(["/render", "/filter"])("by %s: the request is an error", async (path) => {
    const url = await serverOf(host, mode)
    expect(await wrongAnswers(() => fetch(url + path))).toEqual([])
    expect(unhandled.found).toEqual([])
  })

  it.each(["session", "identify", "nonce", "csrf"])("by the option `%s`: the request is an error", async (option) => {
    const url = await serverOf(host, mode)
    for (const when of [option, `${option} later`]) {
      expect(await wrongAnswers(() => fetch(`${url}/post`, { headers: { "x-throw": when } }))).toEqual([])
    }
    expect(unhandled.found).toEqual([])
  })

  it.each(["session", "identify", "nonce", "csrf"])("by the option `%s`, in an island: the same", async (option) => {
    const url = await serverOf(host, mode)
    for (const when of [option, `${option} later`]) {
      expect(await wrongAnswers(() => fetch(`${url}/posting-island`, { headers: { "x-throw": when } }))).toEqual([])
    }
    expect(unhandled.found).toEqual([])
    expect((await fetch(`${url}/posting-island`)).status).toBe(200)
  })

  it("by the option `csrf`, later, of a plain POST: the request is an error", async () => {
    const url = await serverOf(host, mode)
    expect(await wrongAnswers(() => post(url, { "x-throw": "csrf later" }))).toEqual([])
    expect(unhandled.found).toEqual([])
  })

  it("by a posted event: the request is an error", async () => {
    const url = await serverOf(host, mode)
    expect(await wrongAnswers(() => post(url))).toEqual([])
    expect(unhandled.found).toEqual([])
  })

  it("by an island: its page goes on", async () => {
    const url = await serverOf(host, mode)
    for (const make of Object.values(thrownThings)) {
      thing = make
      const response = await fetch(`${url}/island`)
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('data-live="mounting"')])
    }
    expect(unhandled.found).toEqual([])
  })
})
