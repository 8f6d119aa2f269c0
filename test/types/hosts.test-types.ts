/** The middleware in the hosts' own types: Express, sub-routers, Koa, its router; and what the options' functions get. */

import Router from "@koa/router"
import { expectTypeOf } from "expect-type"
import express, { type Request } from "express"
import "express-session"
import Koa, { type Context } from "koa"
import { html, type LiveView, liveView } from "livemount"
import { type ExpressLive, liveMiddleware } from "livemount/express"
import { type KoaLive, liveMiddleware as koaLiveMiddleware } from "livemount/koa"

declare module "express-session" {
  interface SessionData {
    userId: string
  }
}

declare module "livemount" {
  interface Session {
    userId?: string
  }
}

const page: LiveView<never> = liveView({ name: "page", mount: () => ({}), render: () => html`<p></p>` })

// --- Express: as middleware of apps and routers, before and behind handlers of the app

const live = liveMiddleware({
  // What middlewares add to requests is known without naming a type.
  session: (request) => (request.session.userId === undefined ? {} : { userId: request.session.userId }),
  nonce: (request) => request.headers["x-nonce"]?.toString(),
})
express().use(live)
express().use("/sub", live)
express.Router().use(live)
express().get("/a/:id", (_request, _response, next) => next(), live.page(page, { layout: false }))
express.Router().get("/a", live.page(page))

// The app's own type of request may be named.
const named: ExpressLive<Request> = liveMiddleware<Request>({ session: (request) => ({ userId: request.ip ?? "" }) })
express().get("/", async (request, response) => {
  expectTypeOf(await named.island(request, "page", { start: 1 })).toEqualTypeOf<string>()
  response.end()
})
liveMiddleware({ identify: (request: Request) => request.get("x-user") })

// What is not set may be said by undefined, as an environment's variables do: under exactOptionalPropertyTypes too.
const unset: undefined = undefined as undefined
liveMiddleware({
  secret: process.env["LIVE_SECRET"],
  views: process.env["VIEWS"],
  layout: process.env["LAYOUT"],
  path: process.env["LIVE_PATH"],
  templates: unset,
  render: unset,
  session: unset,
  nonce: unset,
  tokenAge: unset,
  io: unset,
  socket: unset,
  bus: unset,
  limits: { eventsWaiting: 50, messageSize: unset },
  logger: unset,
  development: unset,
  onError: unset,
})
koaLiveMiddleware({ secret: process.env["LIVE_SECRET"] })
express().get("/b", live.page(page, { layout: process.env["LAYOUT"], session: unset }))
// @ts-expect-error no such limit
liveMiddleware({ limits: { mesageSize: 5 } })

// @ts-expect-error no such option
liveMiddleware({ layuot: "x" })
// @ts-expect-error a session is what the app has declared
liveMiddleware({ session: () => ({ userId: 7 }) })
// @ts-expect-error a path and a view
live.view(page)

// --- Koa: any state, its router, contexts of one's own

interface State {
  user: string
}
const koaLive: KoaLive<Context> = koaLiveMiddleware<Context>({
  session: (context) => ({ userId: context.get("x-user") }),
  csrf: (context) => ({ name: "_csrf", value: String(context.cookies.get("csrf")) }),
})
new Koa().use(koaLive)
new Koa<State>().use(koaLive)
new Router().get("/a/:id", (_context, next) => next(), koaLive.page(page))
new Router<State>().get("/a", koaLive.page(page))
new Koa().use(async (context) => {
  context.body = await koaLive.island(context, "page")
})
