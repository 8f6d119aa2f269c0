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

export class LiveServer<Request extends object> {
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

  /** The host's app is known, before its first request: the servers that call `listener` are ours too. */
  appKnown(app: HostApp, listener: RequestListener): void {
    this.#host.learn(app)
    this.#transport.watch(listener)
  }

  /**
   * An app listens with this server: before its first request there may be joins of pages that were open before a restart.
   *
   * @param appOf - Finds the app that the server calls.
   * @throws {@link LiveError} LV_SERVER_INVALID
   */
  attach(server: HttpServer, appOf: (server: HttpServer) => HostApp | undefined): void {
    checkServer(server)
    const app = appOf(server)
    if (app !== undefined) this.#host.suppose(app)
    this.#transport.attach(server)
  }

  /** What `live.page` serves. Registers the view. */
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
   * No promise for the ordinary requests of the app: they pass at once.
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
      exchange.abandon()
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

  /** Answers with a page, in a handler of the host's own routing. Resolves with false if the host is to go on. */
  async servePage(exchange: HostExchange, route: PageRoute): Promise<boolean> {
    try {
      return await answerPage(route, exchange.params, exchange, this.#visits.get(exchange.locals))
    } catch (error) {
      return failPage(error, exchange)
    }
  }

  /** True if a page that the host has made has places to be filled. */
  needsFilling(exchange: HostExchange, html: string): boolean {
    const visit = this.#visits.find(exchange.locals)
    if (visit?.words.areIn(html) === true) return true
    if (visit !== undefined) this.#context.strays?.inPage(html, visit.address.url)
    return false
  }

  /** Fills a page that the host has made. Undefined: the event of a plain POST redirects, which has been answered. */
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

  /** The host is past livemount with this request: nobody will replace the words that its templates get now. */
  left(exchange: HostExchange): void {
    this.#visits.find(exchange.locals)?.words.close()
  }
}
