/**
 * livemount in a Koa app, 2 or 3: `app.use(liveMiddleware())`. Translates requests; everything else is in the core.
 *
 * @module
 */

import {
  createLive,
  type LiveOptions,
  type LiveSession,
  type LiveSessionOptions,
  type LiveView,
  type PageOptions,
  type PageRoute,
} from "../../src/server/adapter-kit.js"
import { KoaExchange } from "./exchange.js"
import type { KoaContext, KoaHandler, KoaLive, KoaNext } from "./types.js"

export type { KoaContext, KoaHandler, KoaLive } from "./types.js"

/**
 * Makes the middleware, which is `live` at the same time. Use it after sessions, authentication, helmet, compression and
 * views middleware, and before the router.
 *
 * @example
 * ```ts
 * import Koa from "koa"
 * import { liveMiddleware } from "livemount/koa"
 *
 * const app = new Koa()
 * const live = liveMiddleware({ views: "views" })
 * app.use(live)
 * live.view("/counter", counter)
 * app.listen(3000)
 * ```
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID, LV_OPTIONS_CONFLICT, LV_SECRET_REQUIRED
 */
export function liveMiddleware<Context extends KoaContext = KoaContext>(
  options: LiveOptions<Context> = {},
): KoaLive<Context> {
  const server = createLive<Context>(options)

  const live = async (context: KoaContext, next: KoaNext): Promise<void> => {
    const exchange = new KoaExchange(context)
    try {
      if (await server.handle(exchange)) return
      await next()
      const { body } = context
      if (typeof body !== "string" || !server.needsFilling(exchange, body)) return
      const whole = await server.fill(exchange, body)
      if (whole !== undefined) context.body = whole
    } finally {
      server.left(exchange)
    }
  }

  const handlerOf =
    (route: PageRoute): KoaHandler =>
    async (context, next) => {
      if (!(await server.servePage(new KoaExchange(context), route))) await next()
    }
  const page = (view: LiveView, pageOptions?: PageOptions<Context>): KoaHandler =>
    handlerOf(server.route(view, pageOptions))
  const session = (name: string, given?: LiveSessionOptions): LiveSession<Context, KoaHandler> =>
    server.session(name, given, handlerOf)

  return Object.assign(live, server.api, { page, session })
}
