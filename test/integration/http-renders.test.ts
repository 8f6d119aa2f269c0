/** What Express renders where something has been put around all of its responses, where engines give no text, and where another page comes in between. */

import type { NextFunction, Request, Response } from "express"
import request from "supertest"
import { type Host, type HostApp, type HostOptions, hosts } from "../support/http-hosts.js"
import { counter } from "../support/http-views.js"
import { viewsFolder } from "../support/views-folder.js"

/** What no user may ever see. */
const WORD = /Live[0-9a-f]{32}x/

const folder = viewsFolder()

type Render = (this: Response, name: string, ...given: unknown[]) => unknown
type Engine = (file: string, options: Record<string, unknown>, done: (error: unknown, html?: unknown) => void) => void

interface App {
  readonly response: object
  set(name: string, value: unknown): void
  engine(name: string, engine: Engine): void
}

interface Made extends Pick<HostOptions, "before" | "after"> {
  readonly files: Readonly<Record<string, string>>
  readonly engine?: Engine
  readonly development?: boolean
  readonly setUp?: (app: App) => void
}

/** An app with a live view at /counter, in the layout "site". */
function appWith(host: Host, { files, engine, development = false, setUp, ...made }: Made): HostApp {
  folder.write(files)
  const app = host.make({
    ...made,
    options: { layout: "site", development },
    setUp: ((express: App) => {
      express.set("views", folder.path)
      express.set("view engine", engine === undefined ? "ejs" : "made")
      if (engine !== undefined) express.engine("made", engine)
      setUp?.(express)
    }) as never,
  })
  app.live.view("/counter", counter)
  return app
}

/** What all apps of this Express have. */
const responseOf = (app: App): { render: Render } => Object.getPrototypeOf(app.response) as { render: Render }

const site = `<html><body><%- locals.messages %><%- content %></body></html>`

describe.each(hosts.filter(({ kind }) => kind === "express"))("what is rendered on $name", (host) => {
  let own: Render
  let response: { render: Render }
  const putAround = (around: (render: Render) => Render) => (app: App) => {
    response = responseOf(app)
    own = response.render
    response.render = around(own)
  }

  describe("with something around what all apps of Express have", () => {
    afterEach(() => {
      response.render = own
    })

    it("shows no words where that drops the callback for some requests", async () => {
      const around = (render: Render): Render =>
        function (name, locals, ...done) {
          if (this.req.headers["x-messages"] === undefined) return render.call(this, name, locals, ...done)
          return render.call(this, name, { ...(locals as object), messages: "Welcome" })
        }
      const app = appWith(host, { files: { "site.ejs": site }, setUp: putAround(around) })
      for (const headers of [{}, {}, { "x-messages": "1" }, {}]) {
        const { text } = await request(app.listener).get("/counter").set(headers).expect(200)
        expect(text).toMatch(/<div id="counter-1"/)
        expect(text).not.toMatch(WORD)
        expect(text.includes("Welcome")).toBe("x-messages" in headers)
      }
    })

    it("has its islands also when that is gone again", async () => {
      const around = (render: Render): Render =>
        function (...given) {
          return render.apply(this, given)
        }
      const app = appWith(host, {
        files: { "site.ejs": site, "shop.ejs": `<html><body><%- live("counter") %></body></html>` },
        setUp: putAround(around),
      })
      app.legacy("/shop", "shop")
      const shop = async (): Promise<string> => (await request(app.listener).get("/shop").expect(200)).text
      expect(await shop()).toMatch(/<div id="counter-1"/)
      response.render = own
      expect(await shop()).toMatch(/<div id="counter-1"/)
      expect(await shop()).not.toMatch(WORD)
    })
  })

  describe.each([true, false])("by an engine that gives no text, in development: %s", (development) => {
    const made: readonly (readonly [what: string, make: (html: string) => unknown])[] = [
      ["a buffer", (html) => Buffer.from(html)],
      ["an object that is one as a text", (html) => ({ toString: () => html })],
    ]
    it.each(made)("makes live pages of it: %s", async (_what, make) => {
      const engine: Engine = (_file, { content }, done) =>
        done(null, make(`<html><body>${String(content)}</body></html>`))
      const app = appWith(host, { files: { "site.made": "" }, engine, development })
      for (let time = 0; time < 2; time++) {
        const { text } = await request(app.listener).get("/counter").expect(200)
        expect(text).toMatch(/<html><body><div id="counter-1"/)
      }
    })

    it.each<readonly [what: string, html: unknown]>([
      ["a buffer", Buffer.from("<html><body>Hello</body></html>")],
      ["an object", { hello: "you", toString: () => "<html><body>Hello</body></html>" }],
      ["nothing", undefined],
      ["null", null],
    ])("leaves other pages as they are without livemount: %s", async (_what, html) => {
      const engine: Engine = (_file, _options, done) => done(null, html)
      const page = (incoming: Request, response: Response, next: NextFunction): void => {
        if (incoming.path === "/page") response.render("page")
        else next()
      }
      const said = async (place: "before" | "after"): Promise<unknown> => {
        const app = appWith(host, { files: { "page.made": "" }, engine, development, [place]: { express: [page] } })
        const { status, headers, text } = await request(app.listener).get("/page")
        return { status, headers: { ...headers, date: "" }, text }
      }
      expect(await said("after")).toEqual(await said("before"))
    })
  })

  describe("while the layout of a live page is with its engine", () => {
    const engine: Engine = (file, { content, live }, done) => {
      if (file.endsWith("late.made"))
        done(null, `<html><body>Late ${(live as (view: string) => string)("counter")}</body></html>`)
      else setTimeout(() => done(null, `<html><body>${String(content)}</body></html>`), 30)
    }
    const files = { "site.made": "", "late.made": "" }
    const impatient =
      (answer: (response: Response) => unknown) =>
      (incoming: Request, response: Response, next: NextFunction): void => {
        if (incoming.headers["x-late"] !== undefined) setTimeout(() => answer(response.status(503)), 10)
        next()
      }
    const passes = (_request: Request, response: Response, next: NextFunction): void => {
      const { render } = response
      response.render = function (this: Response, ...given: unknown[]) {
        Reflect.apply(render, this, given)
      } as never
      next()
    }

    it.each<[what: string, before: readonly unknown[]]>([
      ["nothing is around", []],
      ["something is around", [passes]],
    ])("somebody else's answer is that one's, where %s res.render", async (_what, around) => {
      // The first page finds out what its layout is; the others know.
      const answers: [answer: (response: Response) => unknown, text: RegExp][] = [
        [(response) => response.send("Too late"), /^Too late$/],
        [(response) => response.json({ late: true }), /^\{"late":true\}$/],
        [(response) => response.render("late"), /^<html><body>Late <div id="counter-\d"[^]*<script type="module"/],
        [
          (response) => response.render("late", (_error: unknown, html: string) => response.send(`${html}!`)),
          /^<html><body>Late <div id="counter-\d"[^]*<script type="module"[^]*!$/,
        ],
      ]
      for (const [answer, text] of answers) {
        const app = appWith(host, { files, engine, before: { express: [...around, impatient(answer)] } })
        for (const headers of [{ "x-late": "1" }, {}, { "x-late": "1" }, {}]) {
          const isLate = "x-late" in headers
          const page = await request(app.listener).get("/counter").set(headers)
          expect(page.status).toBe(isLate ? 503 : 200)
          expect(page.text).toMatch(isLate ? text : /^<html><body><div id="counter-1"/)
          expect(page.text).not.toMatch(WORD)
        }
      }
    })
  })

  it("has nothing replaced of its response, once its layout is known to be a page", async () => {
    let isReplaced: boolean | undefined
    const engine: Engine = (_file, { content, response }, done) => {
      isReplaced = Object.hasOwn(response as object, "send")
      done(null, `<html><body>${String(content)}</body></html>`)
    }
    const seen = (_request: Request, response: Response, next: NextFunction): void => {
      response.locals["response"] = response
      next()
    }
    const app = appWith(host, { files: { "site.made": "" }, engine, before: { express: [seen] } })
    for (const expected of [true, false, false]) {
      await request(app.listener).get("/counter").expect(200)
      expect(isReplaced).toBe(expected)
    }
  })
})
