/**
 * One livemount in one app: takes the host's requests, one by one, and hands them to the part that answers. Adapters
 * talk to this; what apps see of it is `Live`.
 */

import type { Server as HttpServer } from "node:http"
import { toHostError } from "../errors/host-error.js"
import { LiveError } from "../errors/live-error.js"
import { escapeHtml } from "../html/text/escape.js"
import type { HostApp, HostExchange } from "../http/host/host-exchange.js"
import type { KnownHost } from "../http/host/known-host.js"
import type { HttpContext } from "../http/http-context.js"
import { isMarked, pathOf } from "../http/request/page-url.js"
import { answerPage } from "../http/visit/answer-page.js"
import { fillPage } from "../http/visit/fill-page.js"
import { makeIsland } from "../http/visit/islands.js"
import { makeLiveFunction } from "../http/visit/make-live-function.js"
import { scriptTags } from "../http/visit/page-tags.js"
import { checkPlainData } from "../http/visit/plain-data.js"
import type { PageRoute } from "../http/visit/resolve.js"
import { Routes } from "../http/visit/routes.js"
import { sendRedirect } from "../http/visit/send-redirect.js"
import { Visit } from "../http/visit/visit.js"
import type { Orders } from "../supervise/orders.js"
import type { Supervisor } from "../supervise/supervisor.js"
import type { RequestListener, Transport } from "../transport/socket-io/transport.js"
import { checkOptionNames } from "../util/option-names.js"
import type { LiveView } from "../view/definition.js"
import type { CloseOptions, Live, PageOptions } from "./live.js"
import { MissedViews } from "./missed-views.js"

/** What the host's templates see of a request: `res.locals`, `ctx.state`. */
type Locals = HostExchange["locals"] & { [visit: symbol]: Visit | undefined }

/** What a {@link LiveServer} is made of. */
export interface LiveParts {
  readonly context: HttpContext
  readonly supervisor: Supervisor
  readonly orders: Orders
  readonly transport: Transport
  readonly host: KnownHost
  /** What has to be awaited before the host renders anything; undefined, after the first requests: nothing. */
  readonly prepare: () => Promise<void> | undefined
}

/** What {@link Live} has on every host: all but `page`, whose result is the host's own kind of handler. */
export type LiveApi<Request extends object> = Omit<Live<Request, unknown>, "page">

export class LiveServer<Request extends object> {
  readonly api: LiveApi<Request>
  readonly #context: HttpContext
  readonly #orders: Orders
  readonly #transport: Transport
  readonly #host: KnownHost
  readonly #prepare: LiveParts["prepare"]
  readonly #routes = new Routes()
  /** In development only. */
  readonly #missed: MissedViews | undefined
  /**
   * Where a request keeps its visit: beside `live` in the host's locals. Each instance has its own symbol, since a request
   * may pass through two. Not on the request: Express changes the prototype of each, after which one more property costs
   * as much as all of the rest here; and not in a WeakMap, whose entries cost the garbage collector as much.
   */
  readonly #visit: symbol = Symbol("livemount visit")
  #isClosing = false

  constructor({ context, supervisor, orders, transport, host, prepare }: LiveParts) {
    this.#context = context
    this.#orders = orders
    this.#transport = transport
    this.#host = host
    this.#prepare = prepare
    const { development, logger } = context.services
    if (development) this.#missed = new MissedViews(this.#routes, logger)
    this.api = {
      view: (path, view, options) => {
        this.#routes.add(path, this.route(view, options))
        this.#missed?.watch()
      },
      island: (request, name, session) => this.#island(request, name, session),
      register: (...views) => {
        for (const view of views) context.registry.add(view)
      },
      pubsub: context.services.pubsub,
      send: (view, id, message) => orders.send(view.name, id, message),
      disconnect: (id) => orders.disconnect(String(id)),
      health: () => ({
        ready: !this.#isClosing,
        bus: context.services.pubsub.health(),
        views: supervisor.count,
        connections: transport.count(),
      }),
      attach: (server) => this.attach(server, undefined),
      close: (options) => this.#close(options),
    }
  }

  /** The host's app is known, before its first request: the servers that call `listener` are ours too. */
  appKnown(app: HostApp, listener: RequestListener): void {
    this.#host.learn(app)
    this.#transport.watch(listener)
  }

  /** An app listens with this server: before its first request there may be joins of pages that were open before a restart. */
  attach(server: HttpServer, app: HostApp | undefined): void {
    if (app !== undefined) this.#host.suppose(app)
    this.#transport.attach(server)
  }

  /** What `live.page` serves. Registers the view. */
  route(view: LiveView, options: PageOptions<Request> = {}): PageRoute {
    checkOptionNames(options, ["layout", "session"])
    return { view: this.#context.registry.add(view), layout: options.layout, session: options.session }
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
    const known = this.#visitIn(exchange.locals)
    if (known !== undefined) return this.#answerRoute(exchange, known)
    const visit = this.#newVisit(exchange)
    const preparing = this.#prepare()
    if (preparing !== undefined) return preparing.then(() => this.#answerVisit(exchange, visit))
    return this.#answerVisit(exchange, visit)
  }

  #answerVisit(exchange: HostExchange, visit: Visit): boolean | Promise<boolean> {
    if (!isMarked(exchange.url)) return this.#answerRoute(exchange, visit)
    return visit.takePost().then(() => this.#answerRoute(exchange, visit))
  }

  /** The host is past livemount with this request: nobody will replace the words that its templates get now. */
  left(exchange: HostExchange): void {
    this.#visitIn(exchange.locals)?.words.close()
  }

  /** Answers with a page, in a handler of the host's own routing. */
  async servePage(exchange: HostExchange, route: PageRoute): Promise<void> {
    try {
      await answerPage(route, exchange.params, exchange, this.#knownVisit(exchange.locals))
    } catch (error) {
      failPage(error, exchange)
    }
  }

  /** True if a page that the host has made has places to be filled. */
  needsFilling(exchange: HostExchange, html: string): boolean {
    const visit = this.#visitIn(exchange.locals)
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
    const visit = this.#knownVisit(exchange.locals)
    const filled = await fillPage(html, visit)
    visit.answeredByHost()
    if (filled.kind === "page") return filled.html
    sendRedirect(filled.to, exchange, visit)
    return undefined
  }

  #answerRoute(exchange: HostExchange, visit: Visit): boolean | Promise<boolean> {
    const { method } = exchange.message
    if (method !== "GET" && method !== "HEAD") return false
    const found = this.#routes.find(pathOf(exchange.url), exchange.app.routing)
    if (found === undefined) return false
    this.#missed?.answers(exchange)
    return answerPage(found.route, found.params, exchange, visit).then(() => true)
  }

  /** Before anything can fail: the host's error page may have `live` in it. */
  #newVisit(exchange: HostExchange): Visit {
    const visit = new Visit(exchange, this.#context)
    const locals = exchange.locals as Locals
    locals[this.#visit] = visit
    locals["live"] = makeLiveFunction(visit)
    return visit
  }

  #visitIn(locals: object | undefined): Visit | undefined {
    return (locals as Locals | undefined)?.[this.#visit]
  }

  #knownVisit(locals: object | undefined): Visit {
    const visit = this.#visitIn(locals)
    if (visit === undefined) throw new LiveError("LV_NOT_IN_PLACE", {})
    return visit
  }

  async #island(request: Request, name: string, session: object | undefined): Promise<string> {
    const visit = this.#knownVisit(this.#host.app?.localsOf(request))
    const plain = checkPlainData(session, `the values given to live.island("${name}")`)
    // The host's own handler waits for this: what it is given must be fit for the host.
    const made = await makeIsland({ view: name, session: plain }, visit).catch((error: unknown) =>
      failPage(error, visit.exchange),
    )
    visit.answeredByHost()
    // Nobody but the page's author has the response in hand, so the browser is told in the page.
    if (made.kind === "redirect") return `<meta http-equiv="refresh" content="0;url=${escapeHtml(made.to)}">`
    return made.html + tagsOf(visit)
  }

  async #close({ timeout = 10_000 }: CloseOptions = {}): Promise<void> {
    this.#isClosing = true
    const { clock, pubsub } = this.#context.services
    this.#missed?.close()
    let stopWaiting = (): void => {}
    const patience = new Promise<void>((resolve) => {
      stopWaiting = clock.after(timeout, resolve)
    })
    this.#orders.close()
    try {
      await Promise.race([this.#transport.close(), patience])
    } finally {
      stopWaiting()
      await pubsub.close()
    }
  }
}

/** Asks the app for a nonce, and for its CSRF field. */
function tagsOf(visit: Visit): string {
  try {
    return scriptTags(visit)
  } catch (error) {
    return failPage(error, visit.exchange)
  }
}

/**
 * Throws what the app's code threw on the way to a page, as the host can take it: Express would go on to the next route
 * for a falsy value and for the text "route", Koa would answer nothing at all.
 */
function failPage(thrown: unknown, exchange: HostExchange): never {
  throw toHostError(thrown, () => `What makes the page ${pathOf(exchange.originalUrl)}`)
}
