/**
 * livemount in an Express app, 4 or 5: `app.use(liveMiddleware())`. Translates requests; everything else is in the core.
 *
 * @module
 */

import type { Server } from "node:http"
import {
  createLive,
  type LiveOptions,
  type LiveSession,
  type LiveSessionOptions,
  type LiveView,
  type PageOptions,
  type PageRoute,
} from "../../src/server/adapter-kit.js"
import { appOfServer, watchedApps } from "./app.js"
import { ExpressExchange } from "./exchange.js"
import { fillRendered } from "./fill-rendered.js"
import type { ExpressHandler, ExpressLive, ExpressNext, ExpressRequest, ExpressResponse } from "./types.js"

export type { ExpressHandler, ExpressLive, ExpressRequest } from "./types.js"

/**
 * Makes the middleware, which is `live` at the same time. Use it after sessions, authentication, helmet and compression,
 * and before the routes.
 *
 * @example
 * ```ts
 * import express from "express"
 * import { liveMiddleware } from "livemount/express"
 *
 * const app = express()
 * const live = liveMiddleware({ views: "views" })
 * app.use(live)
 * live.view("/counter", counter)
 * app.listen(3000)
 * ```
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID, LV_OPTIONS_CONFLICT, LV_SECRET_REQUIRED
 */
export function liveMiddleware<Request extends ExpressRequest = ExpressRequest>(
  options: LiveOptions<Request> = {},
): ExpressLive<Request> {
  const server = createLive<Request>(options)

  const live = (request: ExpressRequest, response: ExpressResponse, next: ExpressNext): unknown => {
    const exchange = new ExpressExchange(request, response)
    // First of all: the page that tells of an error is rendered too.
    fillRendered(server, response)
    let answered: boolean | Promise<boolean>
    try {
      answered = server.handle(exchange)
    } catch (error) {
      return next(error)
    }
    // Ordinary requests of the app go on at once.
    return typeof answered === "boolean" ? answered || next() : nextUnless(answered, next)
  }

  const handlerOf =
    (route: PageRoute): ExpressHandler =>
    async (request, response, next) => {
      try {
        if (!(await server.servePage(new ExpressExchange(request, response), route))) next()
      } catch (error) {
        next(error)
      }
    }
  const page = (view: LiveView, pageOptions?: PageOptions<Request>): ExpressHandler =>
    handlerOf(server.route(view, pageOptions))
  const session = (name: string, given?: LiveSessionOptions): LiveSession<Request, ExpressHandler> =>
    server.session(name, given, handlerOf)

  // Three members make Express take the function for an app of its own, and tell it where it is mounted.
  const subApp = { handle: live, set: () => {}, emit: watchedApps((app, listener) => server.appKnown(app, listener)) }
  const attach = (httpServer: Server): void => server.attach(httpServer, appOfServer)
  return Object.assign(live, server.api, { page, session, attach }, subApp)
}

async function nextUnless(answered: Promise<boolean>, next: ExpressNext): Promise<void> {
  try {
    if (await answered) return
  } catch (error) {
    next(error)
    return
  }
  next()
}
