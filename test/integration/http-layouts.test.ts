/** Layouts of live pages where an app has put something around `res.render`, or `ctx.render`: it takes part. */

import { join } from "node:path"
import flash from "connect-flash"
import ejs from "ejs"
import type { NextFunction, Request, Response } from "express"
import layouts from "express-ejs-layouts"
import session from "express-session"
import hbs from "hbs"
import type { Context } from "koa"
import nunjucks from "nunjucks"
import request from "supertest"
import { type Host, type HostApp, type HostOptions, hosts } from "../support/http-hosts.js"
import { counter } from "../support/http-views.js"
import { viewsFolder } from "../support/views-folder.js"

const folder = viewsFolder()
const { write } = folder

interface Made extends Pick<HostOptions, "before" | "after"> {
  readonly options: NonNullable<HostOptions["options"]>
  readonly settings?: Readonly<Record<string, unknown>>
  readonly setUp?: (app: App) => void
}

interface App {
  set(name: string, value: unknown): void
  engine(name: string, engine: unknown): void
}

/** An Express app with a live view at /counter, and its templates in the folder. */
function appWith(host: Host, { settings = {}, setUp, ...made }: Made): HostApp {
  const app = host.make({
    ...made,
    setUp: ((express: App) => {
      for (const [name, value] of Object.entries({ views: folder.path, "view engine": "ejs", ...settings })) {
        express.set(name, value)
      }
      setUp?.(express)
    }) as never,
  })
  app.live.view("/counter", counter)
  app.guarded("/guarded", counter)
  return app
}

async function page(app: HostApp, path = "/counter?start=4"): Promise<string> {
  const { text } = await request(app.listener).get(path).set("x-user", "Ada").expect(200)
  expect(text.match(/<html/g)).toHaveLength(1)
  expect(text.match(/<script type="module"/g)).toHaveLength(1)
  expect(text.match(/data-live="counter"/g)).toHaveLength(1)
  return text
}

const addsMessages = (_request: Request, response: Response, next: NextFunction): void => {
  const render = response.render
  response.render = function (this: Response, ...given: unknown[]) {
    response.locals["messages"] = ["Welcome"]
    Reflect.apply(render, this, given)
  } as never
  next()
}

/** As many apps have it: what it was called with is lost but for name and locals. */
const addsAndDropsCallback = (_request: Request, response: Response, next: NextFunction): void => {
  const { render } = response
  response.render = ((name: string, locals: object) =>
    Reflect.apply(render, response, [name, { ...locals, messages: ["Welcome"] }])) as never
  next()
}

const withMessages = `<!doctype html><html><head><%- live.head() %></head><body><ul><% for (const m of messages) { %><li><%= m %></li><% } %></ul>
  <i><%= user %></i><b><%= title %></b><main><%- content %></main></body></html>`

const withBody = withMessages.replace("content", "body")
const withFoot = withBody.replace("</main>", `</main><%- defineContent("foot") %>`)

describe.each(hosts.filter(({ kind }) => kind === "express"))("the layout of a live page on $name", (host) => {
  describe.each([
    ["hands all on", addsMessages],
    ["drops the callback", addsAndDropsCallback],
  ])("with a wrapper of res.render that %s", (_what, wrapper) => {
    it.each(["before", "after"] as const)("gets what that adds, where it stands %s livemount", async (place) => {
      write({ "site.ejs": withMessages })
      const app = appWith(host, { options: { layout: "site" }, [place]: { express: [wrapper] } })
      // Behind livemount a wrapper is only there for the routes behind it.
      const html = await page(app, place === "before" ? "/counter?start=4" : "/guarded?start=4")
      expect(html).toMatch(/<li>Welcome<\/li>[\s\S]*<i>Ada<\/i><b>A counter<\/b><main><div id="counter-1"/)
    })

    it("fails as it would in any page when the layout does", async () => {
      write({ "site.ejs": "<html><%= nobodyKnows %><%- content %></html>" })
      const app = appWith(host, { options: { layout: "site" }, before: { express: [wrapper] } })
      const { text } = await request(app.listener).get("/counter").expect(500)
      expect(text).toContain("nobodyKnows is not defined")
      expect((await request(app.listener).get("/nowhere")).status).toBe(404)
    })
  })

  it.each([
    ["rejects", async () => Promise.reject(new Error("No messages today"))],
    [
      "throws",
      () => {
        throw new Error("No messages today")
      },
    ],
  ])("fails when what is around res.render %s, and nothing else does", async (_how, render) => {
    write({ "site.ejs": withMessages })
    const wrapper = (_request: Request, response: Response, next: NextFunction): void => {
      response.render = render as never
      next()
    }
    const app = appWith(host, { options: { layout: "site" }, before: { express: [wrapper] } })
    const { text } = await request(app.listener).get("/counter").expect(500)
    expect(text).toBe("Sorry: No messages today")
  })

  describe("that has been seen to be a page", () => {
    const page = `<!doctype html><html><head><%- live.head() %></head><body><ul><% for (const m of locals.messages ?? []) { %><li><%= m %></li><% } %></ul>
      <% if (user === "Bob") nobodyKnows() %><i><%= user %></i><main><%- content %></main></body></html>`
    const get = (app: HostApp, user: string, more: Readonly<Record<string, string>> = {}) =>
      request(app.listener)
        .get("/counter")
        .set({ "x-user": user, ...more })

    /** Of four pages the third asks for messages. */
    async function expectMessagesWhereAsked(app: HostApp): Promise<void> {
      for (const more of [{}, {}, { "x-messages": "1" }, {}]) {
        const { text } = await get(app, "Ada", more).expect(200)
        expect(text.includes("<li>Welcome</li>")).toBe("x-messages" in more)
        expect(text).toContain("<i>Ada</i><main><div")
      }
    }

    it("is rendered as it was, fails as it would, and renders again", async () => {
      write({ "site.ejs": page })
      const app = appWith(host, { options: { layout: "site" } })
      for (const user of ["Ada", "Eve"])
        expect((await get(app, user).expect(200)).text).toContain(`<i>${user}</i><main><div`)
      expect((await get(app, "Bob").expect(500)).text).toContain("nobodyKnows is not defined")
      expect((await get(app, "Ada").expect(200)).text).toContain("<i>Ada</i><main><div")
    })

    it.each([
      ["prints `body` now", page.replace("content", "body")],
      ["prints both in turn", page.replace("<%- content", "<%- locals.body ?? locals.content")],
    ])("is looked at anew where its template %s", async (_what, changed) => {
      write({ "site.ejs": page })
      const app = appWith(host, { options: { layout: "site" } })
      for (const user of ["Ada", "Eve"])
        expect((await get(app, user).expect(200)).text).toContain(`<i>${user}</i><main><div`)
      write({ "site.ejs": changed })
      for (const user of ["Ada", "Eve"])
        expect((await get(app, user).expect(200)).text).toContain(`<i>${user}</i><main><div`)
    })

    it.each(["hands the callback on", "drops the callback"])(
      "gets what the app has around res.render of all requests, which is there for some and %s",
      async (what) => {
        write({ "site.ejs": page })
        const app = appWith(host, {
          options: { layout: "site" },
          setUp: (express) => {
            const { response } = express as unknown as { response: { render: (...given: unknown[]) => unknown } }
            const { render } = response
            response.render = function (this: Response, name: unknown, locals: object, ...done: unknown[]) {
              if (this.req.headers["x-messages"] === undefined) return render.call(this, name, locals, ...done)
              const more = { ...locals, messages: ["Welcome"] }
              return what.startsWith("hands") ? render.call(this, name, more, ...done) : render.call(this, name, more)
            } as never
          },
        })
        await expectMessagesWhereAsked(app)
      },
    )

    it("leaves the page of an error its islands", async () => {
      write({ "site.ejs": page, "error.ejs": `<html><body>Sorry <%- live("counter") %></body></html>` })
      const failed = (_error: Error, _request: Request, response: Response, _next: NextFunction): void =>
        response.status(500).render("error")
      const app = appWith(host, { options: { layout: "site" }, after: { express: [failed as never] } })
      await get(app, "Ada").expect(200)
      expect((await get(app, "Bob").expect(500)).text).toMatch(/Sorry <div id="counter-[^]*<script type="module"/)
    })

    it("gets what a middleware puts around res.render of a later request", async () => {
      write({ "site.ejs": page })
      const sometimes = (incoming: Request, response: Response, next: NextFunction): void => {
        if (incoming.headers["x-messages"] === undefined) next()
        else addsAndDropsCallback(incoming, response, next)
      }
      const app = appWith(host, { options: { layout: "site" }, before: { express: [sometimes] } })
      await expectMessagesWhereAsked(app)
    })

    it.each([
      [
        "drops the callback",
        (render: (...given: unknown[]) => unknown) => (name: unknown, locals: object) =>
          render(name, { ...locals, messages: ["Welcome"] }),
      ],
      [
        "comes to nothing in time",
        (render: (...given: unknown[]) => unknown) => async (name: unknown, locals: object, done: unknown) => {
          await Promise.resolve()
          return render(name, { ...locals, messages: ["Welcome"] }, done)
        },
      ],
    ])("gets what the app has around res.render of all requests, which %s", async (_what, around) => {
      write({ "site.ejs": page })
      const app = appWith(host, {
        options: { layout: "site" },
        setUp: (express) => {
          const { response } = express as unknown as { response: { render: (...given: unknown[]) => unknown } }
          const { render } = response
          response.render = function (this: object, ...given: unknown[]) {
            const wrapped = around((...all) => Reflect.apply(render, this, all)) as (...all: unknown[]) => unknown
            return wrapped(...given)
          }
        },
      })
      for (let time = 0; time < 3; time++) {
        expect((await get(app, "Ada").expect(200)).text).toMatch(/<li>Welcome<\/li>[^]*<i>Ada<\/i><main><div/)
      }
    })
  })

  it("leaves a promise of what is around res.render to who waits for it", async () => {
    write({ "plain.ejs": "<p>plain</p>" })
    const waits = async (_request: Request, response: Response, next: NextFunction): Promise<void> => {
      response.render = (() => Promise.reject(new Error("No messages today"))) as never
      next()
    }
    const page = async (incoming: Request, response: Response, next: NextFunction): Promise<void> => {
      if (incoming.path !== "/plain") return next()
      try {
        await (response.render("plain") as unknown)
      } catch (error) {
        response.send(`Caught: ${(error as Error).message}`)
      }
    }
    const app = appWith(host, { options: {}, before: { express: [waits] }, after: { express: [page] } })
    expect((await request(app.listener).get("/plain")).text).toBe("Caught: No messages today")
  })

  it("rendered by nunjucks gets what a wrapper of res.render adds, too", async () => {
    write({
      "site.njk": `<html><body>{% for m in messages %}<li>{{ m }}</li>{% endfor %}<i>{{ user }}</i>{{ content }}{{ layout }}</body></html>`,
    })
    const app = appWith(host, {
      options: { layout: "site.njk", views: folder.path },
      before: { express: [addsMessages, layouts] },
    })
    expect(await page(app)).toMatch(
      /<li>Welcome<\/li><i>Ada<\/i><div id="counter-1"[^>]*>[\s\S]*4<\/p>[\s\S]*<\/div>(<form|<script)/,
    )
  })

  it("rendered by the app's own nunjucks does so as well", async () => {
    write({
      "site.njk": `<html><body>{% for m in messages %}<li>{{ m }}</li>{% endfor %}<i>{{ user }}</i>{{ content }}</body></html>`,
    })
    const app = appWith(host, {
      options: { layout: "site.njk" },
      before: { express: [addsMessages] },
      setUp: (express) => void nunjucks.configure(folder.path, { express: express as never }),
    })
    expect(await page(app)).toMatch(/<li>Welcome<\/li><i>Ada<\/i><div id="counter-1"/)
  })

  it.each([
    ["a page that prints content", { "site.ejs": withMessages }, []],
    ["a layout that prints body", { "site.ejs": withBody }, []],
    ["a page in a package's layout", { "site.ejs": "<%- content %>", "layout.ejs": withBody }, [layouts]],
    ["a page of its own beside a package's layout", { "site.ejs": withMessages, "layout.ejs": withBody }, [layouts]],
    ["a package's other layout", { "site.ejs": withBody, "layout.ejs": "<html>another</html>" }, [layouts]],
    ["a package's other layout, with what the package defines", { "site.ejs": withFoot, "layout.ejs": "-" }, [layouts]],
  ])("shows a flash message once, also on the first page of all: %s", async (_what, files, packages) => {
    write(files)
    let renders = 0
    const app = appWith(host, {
      options: { layout: "site" },
      before: {
        express: [
          ...packages,
          session({ secret: "of the host", resave: false, saveUninitialized: true }),
          flash(),
          (
            given: Request & { flash(kind: string, text?: string): string[] },
            response: Response,
            next: NextFunction,
          ) => {
            if (given.path === "/say") {
              given.flash("info", "Saved")
              return void response.redirect("/counter")
            }
            const { render } = response
            response.render = function (this: Response, ...rest: unknown[]) {
              renders++
              response.locals["messages"] = given.flash("info")
              Reflect.apply(render, this, rest)
            } as never
            next()
          },
        ],
      },
    })
    const agent = request.agent(app.listener)
    await agent.get("/say").expect(302)
    for (const messages of [["<li>Saved</li>"], null]) {
      const { text } = await agent.get("/counter").expect(200)
      expect(text.match(/<li>.*<\/li>/g)).toEqual(messages)
      expect(text.match(/<html/g)).toHaveLength(1)
      expect(text).toMatch(/<main><div id="counter-1"/)
    }
    expect(renders).toBe(2)
  })

  describe("with express-ejs-layouts", () => {
    const main = `<!doctype html><html><head><%- live.head() %><title><%= title %></title><%- style %></head>
      <body class="main"><ul><%- messages.length %></ul><%- body %><footer><%- defineContent("foot") %></footer><%- script %></body></html>`
    const settings = { "layout extractScripts": true, "layout extractStyles": true }

    it.each([
      ["layout", {}],
      ["layout.ejs", {}],
      ["layouts/site", { layout: "layouts/site" }],
      ["./layouts/site", { layout: "layouts/site" }],
      ["layouts/other", { layout: "layouts/site" }],
    ])("may be a layout that the app has for its other pages: %s with %j", async (name, more) => {
      write({ "layout.ejs": main, "layouts/site.ejs": main, "layouts/other.ejs": main })
      const app = appWith(host, {
        options: { layout: name },
        settings: { ...settings, ...more },
        before: { express: [layouts, addsMessages] },
      })
      for (let time = 0; time < 2; time++) {
        const html = await page(app)
        expect(html).toMatch(/<title>A counter<\/title>[\s\S]*<ul>1<\/ul><div id="counter-1"[\s\S]*<footer><\/footer>/)
        expect(html).toMatch(/<link rel="modulepreload"[^>]*>/)
      }
    })

    it("may be a page that is put into the app's layout", async () => {
      write({
        "layouts/site.ejs": main,
        "live.ejs": `<nav><%= user %></nav><%- content %><style>nav {}</style><%- contentFor("foot") %>by hand`,
      })
      const app = appWith(host, {
        options: { layout: "live" },
        settings: { ...settings, layout: "layouts/site" },
        before: { express: [addsMessages, layouts] },
      })
      expect(await page(app)).toMatch(
        /<style>nav \{\}<\/style><\/head>[\s\S]*<ul>1<\/ul><nav>Ada<\/nav><div id="counter-1"[\s\S]*<footer>by hand<\/footer>/,
      )
    })

    it("leaves pages of the app as they were", async () => {
      write({ "layout.ejs": main, "page.ejs": `<h1><%= heading %></h1><%- live("counter") %>` })
      const app = appWith(host, { options: {}, settings, before: { express: [layouts, addsMessages] } })
      app.legacy("/page", "page")
      const { text } = await request(app.listener).get("/page").expect(200)
      // The test's own pages say `layout: false`.
      expect(text).toMatch(/^<h1>A legacy page<\/h1><div id="counter-1"/)
    })
  })

  it.each([
    ["the app's own", "layout.hbs", `<html><head>{{title}}</head><body>{{{body}}}</body></html>`],
    ["another of the app's", "layouts/other.hbs", `<html><head>{{title}}</head><body>{{{body}}}</body></html>`],
    ["a page in it", "live.hbs", `<p>{{user}}</p>{{{content}}}`],
  ])("by Handlebars may be %s", async (_which, name, text) => {
    write({ "layout.hbs": `<html><head>{{title}}</head><body>{{{body}}}</body></html>`, [name]: text })
    const app = appWith(host, {
      options: { layout: name },
      settings: { "view engine": "hbs" },
      setUp: (express) => express.engine("hbs", hbs.__express),
    })
    for (let time = 0; time < 2; time++) {
      expect(await page(app)).toMatch(/<head>A counter<\/head><body>(<p>Ada<\/p>)?<div id="counter-1"/)
    }
  })

  it("by another engine needs no package to print the view as body", async () => {
    write({ "site.ejs": "<html><body><%- body %></body></html>" })
    const app = appWith(host, { options: { layout: "site" } })
    expect(await page(app)).toMatch(/<body><div id="counter-1"/)
  })

  it("is refused when it prints the view under no name", async () => {
    write({ "site.ejs": "<html><body></body></html>" })
    const app = appWith(host, { options: { layout: "site" }, before: { express: [layouts] } })
    const { text } = await request(app.listener).get("/counter").expect(500)
    expect(text).toContain('The layout "site" does not print `content`')
  })
})

describe.each(hosts.filter(({ kind }) => kind === "koa"))("the layout of a live page on $name", (host) => {
  it("gets what is put around ctx.render", async () => {
    write({ "site.ejs": withMessages })
    const app = host.make({
      options: { layout: join(folder.path, "site.ejs") },
      before: {
        koa: [
          async (context: Context, next: () => Promise<void>) => {
            Object.assign(context, {
              async render(name: string, locals: object) {
                context.state["messages"] = ["Welcome"]
                context.body = await ejs.renderFile(name, { ...context.state, ...locals })
              },
            })
            await next()
          },
        ],
      },
    })
    app.live.view("/counter", counter)
    expect(await page(app)).toMatch(/<li>Welcome<\/li>[\s\S]*<i>Ada<\/i><b>A counter<\/b><main><div id="counter-1"/)
  })
})
