/**
 * An app as others have it: sessions, a user, helmet, CSRF protection, flash messages, a package for layouts, words in the
 * user's language. Live pages for all of it, in a Router and in an app of its own below it.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import flash from "connect-flash"
import { csrfSync } from "csrf-sync"
import express, { type Application, type NextFunction, type Request, type Response } from "express"
import layouts from "express-ejs-layouts"
import session from "express-session"
import express4 from "express4"
import helmet from "helmet"
import request from "supertest"
import { type ExpressLive, liveMiddleware } from "../../adapters/express/index.js"
import { liveView } from "../../src/view/live-view.js"
import { pageOf } from "../support/http-views.js"
import { RecordingLogger } from "../support/recording-logger.js"

type Framework = typeof express

const { csrfSynchronisedProtection } = csrfSync({
  getTokenFromRequest: (given) => (given.body as { _csrf?: string } | undefined)?._csrf,
})

const notes = liveView<{ name: string; language: string; text: string }>({
  name: "notes",
  template: "notes.ejs",
  title: "Notes",
  mount: (_params, given) => ({ ...(given as { name: string; language: string }), text: "" }),
  events: {
    save: (params, socket) => socket.assign({ text: String(params["text"]) }),
    leave: (_params, socket) => socket.redirect("/notes/left"),
  },
})

let folder = ""
const opened: ExpressLive<Request>[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livemount-"))
  const files = {
    "layout.ejs": `<!doctype html><html lang="<%= language %>"><head><title><%= title %></title></head><body><nav><%= user.name %></nav>
      <% for (const text of messages) { %><p class="flash"><%= text %></p><% } %><%- body %><footer><%- defineContent("foot") %></footer></body></html>`,
    "notes.ejs": `<h1><%= t(language, "notes") %> <%= name %></h1><form live-submit="save"><input name="text"></form><output><%= text %></output>
      <button live-click="leave">x</button>`,
    "page.ejs": `<h1>Page</h1><%- live("notes") %><%- contentFor("foot") %>At the foot`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
})

afterAll(() => rmSync(folder, { recursive: true }))

afterEach(async () => {
  for (const live of opened.splice(0)) await live.close()
})

function below(app: Application, framework: Framework, kind: string): void {
  const live = liveMiddleware<Request>({
    secret: "a secret of the tests that is long enough",
    logger,
    layout: "layout",
    session: ({ session, res }): object => ({
      name: (session as { user?: string }).user ?? "guest",
      language: res?.locals["language"],
    }),
    nonce: ({ res }) => String(res?.locals["nonce"]),
    csrf: (given) => ({ name: "_csrf", value: given.csrfToken?.() ?? "" }),
  })
  opened.push(live)
  const router = kind === "a Router" ? framework.Router() : framework()
  if (kind !== "a Router") {
    // Express gives an app of its own the settings of the one above, but for `views`, and its locals not.
    const own = router as Application
    own.set("views", folder)
    own.locals["t"] = app.locals["t"]
  }
  router.use(live)
  live.view("/live", notes)
  router.get("/page", (_request, response) => response.render("page", { title: "A page" }))
  app.use("/notes", router)
}

const logger = new RecordingLogger()

function appOf(framework: Framework, kind: string): Application {
  const app = framework()
  app.set("views", folder).set("view engine", "ejs")
  app.locals["t"] = (language: string, key: string) => (language === "de" ? "Zettel von" : `${key} of`)
  app.use((_request, response, next) => {
    response.locals["nonce"] = "abc"
    next()
  })
  app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'", "'nonce-abc'"] } } }))
  app.use(session({ secret: "of the host", resave: false, saveUninitialized: true }))
  app.use(express.urlencoded({ extended: false }))
  app.use(flash())
  app.get("/enter", (given, response) => {
    Object.assign(given.session, { user: "Ada" })
    ;(given as unknown as { flash(kind: string, text: string): void }).flash("info", "Welcome, Ada")
    response.redirect("/notes/live")
  })
  app.use(csrfSynchronisedProtection)
  app.use((given: Request, response: Response, next: NextFunction) => {
    response.locals["user"] = { name: (given.session as { user?: string }).user ?? "guest" }
    response.locals["language"] = given.acceptsLanguages("en", "de") || "en"
    const render = response.render
    response.render = function (this: Response, ...rest: unknown[]) {
      // Once a page, though a package renders several templates for it.
      response.locals["messages"] ??= (given as unknown as { flash(kind: string): string[] }).flash("info")
      Reflect.apply(render, this, rest)
    } as never
    next()
  })
  app.use(layouts)
  below(app, framework, kind)
  return app
}

const frameworks: [string, Framework][] = [
  ["Express 5", express],
  ["Express 4", express4 as never],
]

describe.each(frameworks)("in an app of %s", (_name, framework) => {
  it.each(["a Router", "an app of its own"])("live pages in %s have all that its other pages have", async (kind) => {
    logger.entries.length = 0
    const agent = request.agent(appOf(framework, kind))
    await agent.get("/enter").expect(302)
    const { text, headers } = await agent.get("/notes/live").set("Accept-Language", "de").expect(200)
    expect(text).toContain('<html lang="de"><head><title>Notes</title></head><body><nav>Ada</nav>')
    expect(text).toContain('<p class="flash">Welcome, Ada</p>')
    expect(text).toContain("<h1>Zettel von Ada</h1>")
    expect(text).toMatch(/<script type="module" src="\/notes\/live\/[\w-]+\.js"[^>]* nonce="abc">/)
    expect(text.match(/<html/g)).toHaveLength(1)
    expect(headers["content-security-policy"]).toContain("nonce-abc")

    const fields = {
      _live_token: pageOf(text).field("_live_token") ?? "",
      _csrf: pageOf(text).field("_csrf") ?? "",
      text: "Milk",
    }
    const post = (_live: string): request.Test =>
      agent
        .post("/notes/live?_live")
        .set("Accept-Language", "de")
        .type("form")
        .send({ ...fields, _live })
    const saved = await post("notes-1 save").expect(200)
    expect(saved.text).toContain("<output>Milk</output>")
    expect(saved.text).toContain("<nav>Ada</nav>")
    expect(saved.text).not.toContain("Welcome")
    expect((await post("notes-1 leave ?").expect(303)).headers["location"]).toBe("/notes/left")

    const page = await agent.get("/notes/page").expect(200)
    expect(page.text).toMatch(
      /<nav>Ada<\/nav>[\s\S]*<h1>Page<\/h1><div id="notes-1"[\s\S]*<h1>notes of Ada<\/h1>[\s\S]*<footer>At the foot/,
    )
    expect(page.text.match(/<script type="module"/g)).toHaveLength(1)
    expect([...logger.at("warn"), ...logger.at("error")]).toEqual([])
  })
})
