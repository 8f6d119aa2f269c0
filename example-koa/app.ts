/** A Koa application with the same live pages: koa-helmet, @koa/router, and nunjucks by hand. */

import { bodyParser } from "@koa/bodyparser"
import Router from "@koa/router"
import Koa from "koa"
import helmet from "koa-helmet"
import { type KoaLive, liveMiddleware } from "livemount/koa"
import { clubComponents } from "../example-express/shared/components/club-components.js"
import { createHouse } from "../example-express/shared/house.js"
import { welcome } from "../example-express/shared/member.js"
import { LOG_IN, loginOf, MembersDesk } from "../example-express/shared/members-desk.js"
import { helmetOptions, nonceOf } from "../example-express/shared/security.js"
import { pageSession, visitSession } from "../example-express/shared/session.js"
import { createTemplates, renderPage } from "../example-express/shared/templates.js"
import { serveAssets } from "./assets.js"

export interface ExampleApp {
  readonly app: Koa
  readonly live: KoaLive
}

const notFound = { title: "Page not found", text: "There is nothing at this address." }
const failed = { title: "This did not work", text: "Please load the page again." }

/** Builds the application; the caller has it listen. */
export function createApp(): ExampleApp {
  const app = new Koa()
  const templates = createTemplates()
  templates.addGlobal("host", "Koa")

  const show = (ctx: Koa.Context, template: string, locals: object = {}): void => {
    ctx.type = "html"
    ctx.body = templates.render(template, { ...ctx.state, ...locals })
  }

  app.use(helmet(helmetOptions))
  app.use(serveAssets("/assets/"))
  app.use(async (ctx, next) => {
    welcome(ctx.req, ctx.res)
    Object.assign(ctx.state, { path: ctx.path, nonce: nonceOf(ctx.req) })
    try {
      await next()
      if (ctx.status === 404 && !ctx.body) ctx.throw(404)
    } catch (error) {
      const { status = 500 } = error as { readonly status?: number }
      if (status >= 500) app.emit("error", error, ctx)
      show(ctx, "error.njk", status === 404 ? notFound : failed)
      ctx.status = status
    }
  })

  const live = liveMiddleware({
    secret: process.env.LIVE_SECRET,
    templates,
    render: renderPage,
    layout: "layout.njk",
    components: clubComponents,
    session: (ctx) => pageSession(ctx.req),
    nonce: (ctx) => nonceOf(ctx.req),
    // What `live.disconnect` ends at the log-out.
    identify: (ctx) => loginOf(ctx.req)?.id,
  })
  app.use(live)

  const { programme, logins, requireMember, views } = createHouse(live.pubsub)
  live.register(views.pulse, views.counter, views.bookings, views.visitors)
  live.view("/monitor", views.monitor)
  live.view("/explorer", views.explorer)
  live.view("/library", views.library)
  live.view("/library/:id", views.library, { action: "film" })
  live.view("/log", views.log)
  live.view("/box-office", views.takings)
  live.view("/checkout", views.checkout)
  live.view("/tonight", views.tonight)
  live.view("/guest-book", views.guestBook)
  live.view("/proposals", views.proposals, { session: visitSession })

  const desk = new MembersDesk(logins, (id) => live.disconnect(id))
  app.use(async (ctx, next) => {
    await desk.recognise(ctx.req)
    await next()
  })
  live.view(LOG_IN, views.logIn)
  const members = live.session("members", { onMount: [requireMember], layout: "members.njk" })

  const router = new Router()
  router.get("/", (ctx) => show(ctx, "home.njk"))
  router.get("/counter", (ctx) => show(ctx, "counters.njk", { title: "Counter" }))
  router.get("/legacy", async (ctx) =>
    show(ctx, "legacy.njk", { title: "Film club", season: await programme.season() }),
  )
  // The log-in is the application's own; behind it are the pages of a live session, each of which asks its guard.
  router.post(LOG_IN, bodyParser(), async (ctx) => {
    const { to, kind, text } = await desk.logIn(ctx.request.body, ctx.res)
    live.flash(ctx, kind, text)
    ctx.status = 303
    ctx.redirect(to)
  })
  router.post("/members/log-out", async (ctx) => {
    const { to, kind, text } = await desk.logOut(ctx.req, ctx.res)
    live.flash(ctx, kind, text)
    ctx.status = 303
    ctx.redirect(to)
  })
  router.get("/members", members.page(views.membership))
  router.get("/members/tickets", members.page(views.tickets))
  router.get("/members/board", members.page(views.board))
  // The same inside the host's own routing: whatever guards this route guards the live page.
  router.get("/room", live.page(views.room, { session: visitSession }))
  app.use(router.routes())
  return { app, live }
}
