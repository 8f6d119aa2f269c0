/** The programs of docs/requests.md, served: what they say of user, CSRF token, flash and language holds. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type RequestListener, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import flash from "connect-flash"
import express, { type Application } from "express"
import session from "express-session"
import Koa from "koa"
import request from "supertest"
import * as livemountExpress from "../../adapters/express/index.js"
import * as livemountKoa from "../../adapters/koa/index.js"
import * as livemount from "../../src/index.js"
import { type DocsPage, runDocs } from "../support/docs-examples.js"
import { pageOf } from "../support/http-views.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"
import { closeServer, listen, urlOf } from "../support/live-server.js"
import { RecordingLogger } from "../support/recording-logger.js"

interface Exports {
  readonly app: Application
  readonly koaApp: Koa
  readonly live: livemountExpress.ExpressLive
  readonly liveOnKoa: livemountKoa.KoaLive
}

const users: Readonly<Record<string, { id: string; name: string }>> = { ada: { id: "ada", name: "Ada" } }

let docs: DocsPage<Exports>
let folder = ""
let lookedUp = 0
const logger = new RecordingLogger()
const servers: Server[] = []
const joined: LiveInstance[] = []

/** A module as a compiler that writes CommonJS sees it. */
const commonjs = (value: unknown): object => ({ default: value })

/** livemount with what the page leaves to its reader: where templates are, the secret, nothing on the console. */
const configured = <Make extends (options: never) => unknown>(make: Make): Make =>
  ((options: object) =>
    make({
      ...options,
      views: folder,
      secret: "a secret of the tests that is long enough",
      logger,
    } as never)) as unknown as Make

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livemount-"))
  docs = runDocs<Exports>("requests.md", {
    express: commonjs(express),
    "express-session": commonjs(session),
    "connect-flash": commonjs(flash),
    koa: commonjs(Koa),
    livemount,
    "livemount/express": { liveMiddleware: configured(livemountExpress.liveMiddleware) },
    "livemount/koa": { liveMiddleware: configured(livemountKoa.liveMiddleware) },
    "./app.js": {
      csrfOf: () => "token-of-the-app",
      findUser: (id: string | undefined) => {
        lookedUp += 1
        return id === undefined ? undefined : users[id]
      },
    },
  })
  for (const text of docs.blocks("html")) {
    const [, name = ""] = /views\/([\w.]+)/.exec(text) ?? []
    writeFileSync(join(folder, name), text.slice(text.indexOf("\n") + 1))
  }
  const { app } = docs.exports
  app.set("views", folder)
  app.get("/enter", (given, response) => {
    Object.assign(given.session, { userId: "ada" })
    ;(given as unknown as { flash(kind: string, text: string): void }).flash("info", "Welcome back")
    response.redirect("/greeting")
  })
})

afterAll(async () => {
  for (const { connection } of joined) connection.close()
  await docs.exports.live.close()
  await docs.exports.liveOnKoa.close()
  for (const server of servers) await closeServer(server)
  rmSync(folder, { recursive: true })
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await listen(server)
  return urlOf(server)
}

async function join_(url: string, text: string, cookies: string): Promise<LiveInstance> {
  const [root] = pageOf(text).roots
  const templates = (pageOf(text).attribute(/data-live-templates="([^"]*)"/) ?? "").split(" ")
  const cookie = /livemount=([^;]*)/.exec(cookies)?.[1] ?? ""
  const instance = await joinLive(url, { view: "greeting", token: root?.token ?? "", cookie, templates, html: "" })
  joined.push(instance)
  return instance
}

const plain = (text: string): string => text.replaceAll("<!---->", "")

it("the Express app shows user, flash, language and token; and goes on with them over the socket", async () => {
  const url = await serve(docs.exports.app)
  const agent = request.agent(url)
  await agent.get("/enter").expect(302)
  lookedUp = 0
  const { text, headers } = await agent.get("/greeting").set("Accept-Language", "de").expect(200)
  // By the middleware, and not once more by the view.
  expect(lookedUp).toBe(1)
  expect(plain(text)).toContain("<h1>Guten Tag, Ada</h1>")
  expect(text).toContain('<html lang="de">')
  expect(text).toContain("<nav>Ada</nav>")
  expect(text).toContain('<p role="status">Welcome back</p>')
  expect(text).toContain('<input type="hidden" name="_csrf" value="token-of-the-app"><button>Log out')
  // In the form of the plain POST, written by livemount.
  expect(text).toContain('<input type="hidden" name="_csrf" value="token-of-the-app" data-live-post>')
  expect((await agent.get("/greeting").expect(200)).text).not.toContain("Welcome back")

  const instance = await join_(url, text, String(headers["set-cookie"]))
  // The same words at the join, in the language of the page.
  expect(instance.reply.d).toBeUndefined()
  expect((await instance.event("save")).diff).not.toBeNull()
  expect((await instance.event("leave")).extras).toMatchObject({ r: { to: "/left" } })
  expect(logger.at("warn")).toEqual([])
  expect(logger.at("error")).toEqual([])
})

it("the Koa app does the same with the option locals", async () => {
  const url = await serve(docs.exports.koaApp.callback())
  const { text, headers } = await request(url)
    .get("/greeting")
    .set("x-user", "ada")
    .set("Accept-Language", "de")
    .expect(200)
  expect(plain(text)).toContain("<h1>Guten Tag, Ada</h1>")
  const instance = await join_(url, text, String(headers["set-cookie"]))
  expect(instance.reply.d).toBeUndefined()
})
