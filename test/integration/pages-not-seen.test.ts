/** Pages that an app sends in a way in which livemount does not see them: told in development. On each host. */

import type { NextFunction, Request, Response } from "express"
import type { Context, Next } from "koa"
import request from "supertest"
import type { LiveFunction } from "../../src/http/live-function.js"
import { closeHosts, type HostApp, type HostOptions, hosts } from "../support/http-hosts.js"
import { counter } from "../support/http-views.js"

afterEach(closeHosts)

/** How the app answers at /page, once its page is made. */
interface Answer {
  readonly status?: number
  readonly type?: string
  /** The page is thrown away, and the browser sent elsewhere. */
  readonly redirects?: boolean
}

const make = (live: LiveFunction): string => `<main>${live("counter")}${live("counter")}</main>`

/** Middleware that sends a page with islands past livemount. */
function sending({ status = 200, type = "html", redirects = false }: Answer): NonNullable<HostOptions["after"]> {
  const express = (incoming: Request, response: Response, next: NextFunction): void => {
    if (incoming.path !== "/page") return next()
    const page = make(response.locals["live"] as LiveFunction)
    if (redirects) response.redirect("/elsewhere")
    else response.status(status).type(type).send(page)
  }
  const koa = async (context: Context, next: Next): Promise<void> => {
    if (context.path !== "/page") return next()
    const page = make(context.state["live"] as LiveFunction)
    if (redirects) return context.redirect("/elsewhere")
    Object.assign(context, { status, type, body: Buffer.from(page) })
  }
  return { express: [express], koa: [koa] }
}

const told = ({ logger }: HostApp): string[] =>
  logger.entries.filter(({ details }) => details["code"] === "LV_PAGE_NOT_SEEN").map(({ message }) => message)

describe.each(hosts)("a page with islands that livemount does not see, on $name", (host) => {
  const asked = async (answer: Answer, options: object = {}): Promise<HostApp> => {
    const app = host.make({ after: sending(answer), options })
    app.live.register(counter)
    await request(app.listener).get("/page?a=1")
    return app
  }

  it("is told once for all that is missing in it, with the remedy", async () => {
    expect(told(await asked({}))).toEqual([
      '"counter" is not live in the page /page?a=1, which has a word of letters and digits in its place: livemount fills pages of ' +
        "`res.render` (Koa: texts in `ctx.body`), and this one was sent in another way. Render it so, or print what " +
        '`await live.island(request, "counter")` returns.',
    ])
  })

  it.each<[string, Answer]>([
    ["redirects after all", { redirects: true }],
    ["tells of an error instead", { status: 500 }],
    ["sends something that is no page", { type: "text/plain" }],
  ])("is not told of where the app %s", async (_what, answer) => {
    expect(told(await asked(answer))).toEqual([])
  })

  it("is not told of in production", async () => {
    expect(told(await asked({}, { development: false }))).toEqual([])
  })

  it("is not told of where it was seen", async () => {
    const app = host.make()
    app.live.register(counter)
    app.legacy("/legacy", "legacy-scripts.ejs")
    const { text } = await request(app.listener).get("/legacy").expect(200)
    expect(text).toContain('id="counter-1"')
    expect(told(app)).toEqual([])
  })
})
