/**
 * One livemount in one app, as its adapter sees it: takes the host's requests, one by one, and hands them to the part that
 * answers. What the app calls is its `api`.
 */

import type { Server as HttpServer } from "node:http"
import type { HostApp, HostExchange } from "../http/host/host-exchange.js"
import type { KnownHost } from "../http/host/known-host.js"
import type { HttpContext } from "../http/http-context.js"
import { isMarked, type MarkName, markName, pathOf } from "../http/request/page-url.js"
import type { PageRoute } from "../http/routes/resolve.js"
import type { Routes } from "../http/routes/routes.js"
import { answerPage } from "../http/visit/answer-page.js"
import { fillPage } from "../http/visit/fill-page.js"
import { sayWhenWritten } from "../http/visit/page-tags.js"
import { sendRedirect } from "../http/visit/send-redirect.js"
import type { Visit } from "../http/visit/visit.js"
import { Visits } from "../http/visit/visits.js"
import type { Orders } from "../supervise/orders.js"
import type { RequestListener, Transport } from "../transport/socket-io/transport.js"
import type { LiveView } from "../view/definition.js"
import { LiveSessions } from "../view/live-sessions.js"
import { checkServer } from "./check-server.js"
import { failPage } from "./fail-page.js"
import type { LiveSession, LiveSessionOptions, PageOptions } from "./live.js"
import { type LiveApi, makeApi, routeOf, serveAt } from "./live-api.js"
import { makeLiveSession } from "./live-session.js"
import { MissedViews } from "./missed-views.js"

/** What a {@link LiveServer} is made of. */
export interface LiveParts {
  readonly context: HttpContext
  readonly orders: Orders
  readonly transport: Transport
  readonly host: KnownHost
  readonly routes: Routes
  /** What has to be awaited before the host renders anything; undefined, after the first requests: nothing. */
  readonly prepare: () => Promise<void> | undefined
}

/**
 * What an adapter is made of: takes each request of the host as an exchange, and the app's routes. Made by {@link createLive}; its
 * methods need their `this`.
 *
 * @example
 * ```ts
 * import { createLive, type HostExchange, type LiveServer } from "livemount/adapter"
 *
 * const server: LiveServer<object> = createLive()
 *
 * async function answer(exchange: HostExchange, next: () => Promise<string>): Promise<void> {
 *   if (await server.handle(exchange)) return
 *   const html = await next()
 *   const whole = server.needsFilling(exchange, html) ? await server.fill(exchange, html) : html
 *   if (whole !== undefined) exchange.send({ headers: { "Content-Type": "text/html; charset=utf-8" }, body: whole })
 * }
 * ```
 */
export class LiveServer<Request extends object> {
  /** What the app calls: `live`, but for `page` and `session`, which give the host's own kind of handler. Its members need no `this`. */
  readonly api: LiveApi<Request>
  readonly #context: HttpContext
  readonly #transport: Transport
  readonly #host: KnownHost
  readonly #prepare: LiveParts["prepare"]
  readonly #routes: Routes
  readonly #visits: Visits
  readonly #sessions: LiveSessions = new LiveSessions()
  /** In development only. */
  readonly #missed: MissedViews | undefined
  readonly #mark: MarkName

  constructor({ context, orders, transport, host, routes, prepare }: LiveParts) {
    this.#context = context
    this.#transport = transport
    this.#host = host
    this.#prepare = prepare
    const visits = new Visits(context)
    const { development, logger } = context.services
    const missed = development ? new MissedViews(routes, logger) : undefined
    this.#routes = routes
    this.#visits = visits
    this.#missed = missed
    this.#mark = markName(context.config.namespace)
    this.api = makeApi({ context, orders, transport, host, routes, visits, missed })
  }

  /**
   * The host's app is known, before its first request: the socket is put on each `http.Server` that begins to listen with `listener` among its
   * request listeners. Who does not know the listener leaves it: then the first request does, or {@link attach}.
   */
  appKnown(app: HostApp, listener: RequestListener): void {
    this.#host.learn(app)
    this.#transport.watch(listener)
  }

  /**
   * An app listens with this server: before its first request there may be joins of pages that were open before a restart. Twice does nothing.
   *
   * @param appOf - Finds the app that the server calls; undefined: the first request tells.
   * @throws {@link LiveError} LV_SERVER_INVALID
   */
  attach(server: HttpServer, appOf: (server: HttpServer) => HostApp | undefined): void {
    checkServer(server)
    const app = appOf(server)
    if (app !== undefined) this.#host.suppose(app)
    this.#transport.attach(server)
  }

  /**
   * Makes what {@link servePage} serves, for the host's `live.page`. Registers the view.
   *
   * @throws {@link LiveError} LV_NOT_A_VIEW, LV_DUPLICATE_VIEW, LV_SESSION_OF_VIEW, LV_OPTION_UNKNOWN, LV_OPTION_INVALID
   */
  route(view: LiveView, options?: PageOptions<Request>): PageRoute {
    return routeOf(view, this.#context.registry, options)
  }

  /**
   * Makes a live session, for `live.session`.
   *
   * @param handlerOf - Makes the host's kind of handler of what `page` serves.
   * @throws {@link LiveError} LV_SESSION_INVALID, LV_GUARD_INVALID, LV_OPTION_UNKNOWN
   */
  session<Handler>(
    name: string,
    options: LiveSessionOptions | undefined,
    handlerOf: (route: PageRoute) => Handler,
  ): LiveSession<Request, Handler> {
    const { registry } = this.#context
    const served = { routes: this.#routes, missed: this.#missed }
    const serve = (path: string, route: PageRoute): void => serveAt(path, route, served)
    return makeLiveSession(this.#sessions.add(name, options ?? {}), { registry, serve, handlerOf })
  }

  /**
   * Looks at a request on its way through the host's middleware. True: it has been answered, the host is done with it.
   * No promise for the ordinary requests of the app: they pass at once. May be called again with another exchange of the same request (the same
   * `locals`), where a host has routed it anew.
   *
   * @throws {@link LiveError} LV_PATH_UNDECODABLE; of a plain POST LV_POST_REFUSED, LV_POST_MALFORMED, LV_POST_UNSUPPORTED, LV_POST_TOO_LARGE,
   * LV_POST_ABORTED, LV_FORM_LIMIT; of a request for a ticket LV_TICKET_REFUSED, LV_TICKET_MALFORMED; and all that {@link servePage} rejects with. A
   * promise rejects with them; without one they are thrown.
   */
  handle(exchange: HostExchange): boolean | Promise<boolean> {
    try {
      const answered = this.#handle(exchange)
      return typeof answered === "boolean" ? answered : answered.catch((error: unknown) => failPage(error, exchange))
    } catch (error) {
      return failPage(error, exchange)
    }
  }

  #handle(exchange: HostExchange): boolean | Promise<boolean> {
    const { message, response } = exchange
    this.#host.learn(exchange.app)
    this.#missed?.passes(exchange)
    if (this.#transport.see(message, response)) {
      exchange.abandon?.()
      return true
    }
    if (this.#context.assets.answer(pathOf(exchange.url), exchange)) return true
    const known = this.#visits.find(exchange.locals)
    if (known !== undefined) return this.#answerRoute(exchange, known)
    const visit = this.#visits.begin(exchange)
    const preparing = this.#prepare()
    if (preparing !== undefined) return preparing.then(() => this.#answerVisit(exchange, visit))
    return this.#answerVisit(exchange, visit)
  }

  #answerVisit(exchange: HostExchange, visit: Visit): boolean | Promise<boolean> {
    if (!this.#isMarked(exchange)) return this.#answerRoute(exchange, visit)
    return visit.takeMarked().then(() => this.#answerRoute(exchange, visit))
  }

  /** A ticket is asked for by the header, and by a mark without a name. */
  #isMarked({ url, message }: HostExchange): boolean {
    return isMarked(url, this.#mark) || (message.method === "GET" && isMarked(url, ""))
  }

  /** @param from - Where in the routes to look: those before have no such page. */
  #answerRoute(exchange: HostExchange, visit: Visit, from = 0): boolean | Promise<boolean> {
    const { method } = exchange.message
    if (method !== "GET" && method !== "HEAD") return false
    const found = this.#routes.find(pathOf(exchange.url), exchange.app.routing, from)
    if (found === undefined) return false
    this.#missed?.answers(exchange)
    return answerPage(found.route, found.params, exchange, visit).then((isAnswered) => {
      if (!isAnswered) return this.#answerRoute(exchange, visit, found.index + 1)
      return true
    })
  }

  /**
   * Answers with a page, in a handler of the host's own routing. Resolves with false, and has answered nothing, if the view has no page for these
   * params: the host is to go on.
   *
   * @param exchange - Of the handler: with the `params` that the host's router found, and the `locals` of the one that {@link handle} was given.
   * @throws {@link LiveError} LV_NOT_IN_PLACE where the request has not come to {@link handle}; LV_FORM_LIMIT, LV_SESSION_NOT_PLAIN,
   * LV_SESSION_TOO_LARGE, LV_IDENTIFY_INVALID, LV_OPTION_RESULT, LV_POST_EVENT, LV_NO_ENGINE, LV_LAYOUT_WITHOUT_CONTENT; and what the view, its
   * guards, its layout and functions in the options throw. What is no error is wrapped in one (LV_THROWN). All are the host's to answer.
   */
  async servePage(exchange: HostExchange, route: PageRoute): Promise<boolean> {
    try {
      return await answerPage(route, exchange.params, exchange, this.#visits.get(exchange.locals))
    } catch (error) {
      return failPage(error, exchange)
    }
  }

  /** True if a page that the host has made has places to be filled: words that `live` has left in it for islands and tags. */
  needsFilling(exchange: HostExchange, html: string): boolean {
    const visit = this.#visits.find(exchange.locals)
    if (visit?.words.areIn(html) === true) return true
    if (visit !== undefined) this.#context.strays?.inPage(html, visit.address.url)
    return false
  }

  /**
   * Fills a page that the host has made. Undefined: the event of a plain POST redirects, which has been answered, by `exchange.send`.
   *
   * @throws {@link LiveError} LV_NOT_IN_PLACE, LV_SESSION_NOT_PLAIN, LV_IDENTIFY_INVALID, LV_OPTION_RESULT, and what functions in the options throw.
   * An island that fails fails alone: the page has an empty element in its place, and the log says why.
   */
  async fill(exchange: HostExchange, html: string): Promise<string | undefined> {
    try {
      return await this.#fill(exchange, html)
    } catch (error) {
      return failPage(error, exchange)
    }
  }

  async #fill(exchange: HostExchange, html: string): Promise<string | undefined> {
    const visit = this.#visits.get(exchange.locals)
    const filled = await fillPage(html, visit)
    visit.answeredByHost()
    if (filled.kind === "page") {
      sayWhenWritten(filled, exchange)
      return filled.html
    }
    sendRedirect(filled.to, exchange, visit)
    return undefined
  }

  /**
   * The host is past livemount with this request: nobody will replace the words that its templates get now. So `live("cart")` is an error from here
   * on (LV_ISLAND_TOO_LATE), and `live.head()` and `live.scripts()` are empty. Needed where something further out may render: the error page of a
   * middleware around livemount. Where every page that the host renders comes to {@link fill}, it is not.
   */
  left(exchange: HostExchange): void {
    this.#visits.find(exchange.locals)?.words.close()
  }
}
