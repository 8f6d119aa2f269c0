/** An Express application with live pages: helmet with a strict policy, nunjucks as its view engine, ordinary routes. */

import express, { type ErrorRequestHandler, type Express } from "express"
import helmet from "helmet"
import type { Bus } from "livemount"
import { type ExpressLive, liveMiddleware } from "livemount/express"
import { clubComponents } from "./shared/components/club-components.js"
import { createHouse, type Worker } from "./shared/house.js"
import { welcome } from "./shared/member.js"
import { LOG_IN, loginOf, MembersDesk } from "./shared/members-desk.js"
import { assetsFolder } from "./shared/paths.js"
import { helmetOptions, nonceOf } from "./shared/security.js"
import { pageSession, visitSession } from "./shared/session.js"
import { createTemplates, renderPage } from "./shared/templates.js"

export interface ExampleApp {
  readonly app: Express
  readonly live: ExpressLive
}

/** What the application is given where it runs on several processes. */
export interface SeveralProcesses {
  readonly bus: Bus
  readonly worker: Worker
}

/** Builds the application; the caller has it listen. */
export function createApp({ bus, worker }: Partial<SeveralProcesses> = {}): ExampleApp {
  const app = express()
  const templates = createTemplates()
  templates.express(app)
  app.locals.host = "Express"
  app.locals.process = worker === undefined ? "" : `process ${worker.id}`

  app.use(helmet(helmetOptions))
  app.use("/assets", express.static(assetsFolder))
  app.use((request, response, next) => {
    welcome(request, response)
    Object.assign(response.locals, { path: request.path, nonce: nonceOf(request) })
    next()
  })

  const live = liveMiddleware({
    bus,
    secret: process.env.LIVE_SECRET,
    templates,
    render: renderPage,
    layout: "layout.njk",
    components: clubComponents,
    session: pageSession,
    nonce: nonceOf,
    // What `live.disconnect` ends at the log-out.
    identify: (request) => loginOf(request)?.id,
  })
  app.use(live)

  const { programme, logins, requireMember, views } = createHouse(live.pubsub, worker)
  live.register(views.pulse, views.counter, views.bookings, views.visitors, views.worker)
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
  // The same inside the host's own routing: whatever guards this route guards the live page.
  app.get("/room", live.page(views.room, { session: visitSession }))

  // The log-in is the application's own; behind it are the pages of a live session, each of which asks its guard.
  const desk = new MembersDesk(logins, (id) => live.disconnect(id))
  app.use(async (request, _response, next) => {
    await desk.recognise(request)
    next()
  })
  app.post(LOG_IN, express.urlencoded({ extended: false }), async (request, response) => {
    const { to, kind, text } = await desk.logIn(request.body, response)
    live.flash(request, kind, text)
    response.redirect(303, to)
  })
  app.post("/members/log-out", async (request, response) => {
    const { to, kind, text } = await desk.logOut(request, response)
    live.flash(request, kind, text)
    response.redirect(303, to)
  })
  live.view(LOG_IN, views.logIn)
  const members = live.session("members", { onMount: [requireMember], layout: "members.njk" })
  app.get("/members", members.page(views.membership))
  app.get("/members/tickets", members.page(views.tickets))
  app.get("/members/board", members.page(views.board))

  app.get("/", (_request, response) => response.render("home.njk"))
  app.get("/counter", (_request, response) => response.render("counters.njk", { title: "Counter" }))
  app.get("/legacy", async (_request, response) => {
    response.render("legacy.njk", { title: "Film club", season: await programme.season() })
  })

  app.use((_request, response) => {
    response.status(404).render("error.njk", { title: "Page not found", text: "There is nothing at this address." })
  })
  app.use(failed)
  return { app, live }
}

const failed: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error)
  const status = typeof error.status === "number" ? error.status : 500
  if (status >= 500) console.error(error)
  response.status(status).render("error.njk", { title: "This did not work", text: "Please load the page again." })
}
