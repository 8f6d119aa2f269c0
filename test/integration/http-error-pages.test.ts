/** The host's error pages, made with a template that has `live` in it: before, behind and outside of livemount. */

import { join } from "node:path"
import ejs from "ejs"
import type { NextFunction, Request, Response } from "express"
import type { Context } from "koa"
import request from "supertest"
import { closeHosts, type HostApp, type HostOptions, hosts } from "../support/http-hosts.js"
import { counter, failing, pageOf } from "../support/http-views.js"
import { views } from "../support/other-engines.js"

afterEach(closeHosts)

/** What no user may ever see. */
const WORD = /Live[0-9a-f]{32}x/

/** The host's error handling: Express's stands behind livemount, Koa's outside of it. */
function errorPage(template: string): HostOptions {
  return {
    after: {
      express: [
        (error: Error & { status?: number }, _request: Request, response: Response, _next: NextFunction) => {
          response.status(error.status ?? 500).render(template, { text: error.message })
        },
      ],
    },
    before: {
      koa: [
        async (context: Context, next: () => Promise<unknown>) => {
          try {
            await next()
          } catch (error) {
            const { status = 500, message } = error as Error & { status?: number }
            context.status = status
            context.type = "html"
            context.body = await ejs.renderFile(join(views, template), { ...context.state, text: message })
          }
        },
      ],
    },
  }
}

const refusedPost = (app: HostApp): request.Test =>
  request(app.listener).post("/counter?_live").type("form").send({ _live: "counter-1 increment" })

describe.each(hosts)("an error page of the host with `live` in it, on $name", (host) => {
  it("is made for a posted form that was refused", async () => {
    const app = host.make(errorPage("error.ejs"))
    app.live.view("/counter", counter)
    const { text } = await refusedPost(app).expect(403)
    expect(text).toContain("Sorry: The posted form was refused")
    expect(text).not.toMatch(WORD)
  })

  it("is made for a view that could not be mounted", async () => {
    const app = host.make(errorPage("error.ejs"))
    app.live.view("/failing", failing)
    const { text } = await request(app.listener).get("/failing").expect(500)
    expect(text).toContain("Sorry: mount failed")
    expect(text).not.toMatch(WORD)
  })
})

describe("on Express, where error handling stands behind livemount", () => {
  it.each(hosts.filter(({ kind }) => kind === "express"))("an error page has its islands: $name", async (host) => {
    const app = host.make(errorPage("error-island.ejs"))
    app.live.view("/counter", counter)
    const { text } = await refusedPost(app).expect(403)
    expect(text).toContain("3</p>")
    expect(text).toContain("<script")
    // The mark would make a POST of what the browser loads again.
    expect(pageOf(text).attribute(/method="post" action="([^"]*)"/)).toBe("/counter?_live")
    expect(text).not.toMatch(WORD)
  })
})

describe("on Koa, outside of livemount", () => {
  const [koa] = hosts.filter(({ kind }) => kind === "koa")
  const around = (body: (state: Context["state"], context: Context) => unknown): HostOptions => ({
    before: {
      koa: [
        async (context: Context, next: () => Promise<unknown>) => {
          await next()
          context.body = await body(context.state, context)
        },
      ],
    },
  })

  it("no words are handed out any more: there is nothing in head and scripts", async () => {
    const app = koa?.make(around(({ live }) => `<title>x</title>${live.head()}|${live.scripts()}`)) as HostApp
    app.live.view("/counter", counter)
    for (const path of ["/counter", "/nothing"]) {
      const { text } = await request(app.listener).get(path).expect(200)
      expect(text).toBe("<title>x</title>|")
    }
  })

  it("an island says where it can be made", async () => {
    const app = koa?.make(around(({ live }) => live("counter"))) as HostApp
    app.live.register(counter)
    const { text } = await request(app.listener).get("/").expect(500)
    expect(text).toMatch(/live\("counter"\) was called after livemount .* behind `app\.use\(live\)`/s)
  })

  it("an island can still be made with live.island", async () => {
    let app: HostApp | undefined
    app = koa?.make(around((_state, context) => app?.live.island(context as never, "counter"))) as HostApp
    app.live.register(counter)
    const { text } = await request(app.listener).get("/").expect(200)
    expect(pageOf(text).roots).toHaveLength(1)
    expect(text).not.toMatch(WORD)
  })
})
