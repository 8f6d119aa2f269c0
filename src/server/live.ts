/** `live`: what an app does with livemount, the same on all hosts. Types only. */

import type { Server as HttpServer } from "node:http"
import type { IslandOptions } from "../http/live-function.js"
import type { BusHealth } from "../pubsub/bus.js"
import type { PubSub } from "../pubsub/pubsub.js"
import type { LiveView } from "../view/definition.js"
import type { OnMount } from "../view/on-mount.js"

/** Options of a page: of {@link Live.view} and {@link Live.page}. */
export interface PageOptions<Request extends object> {
  /**
   * Wins over the view's own layout. `false`: none, the answer is the view alone.
   * @defaultValue the live session's; else the view's; else that of the option `layout`
   */
  readonly layout?: string | false | undefined
  /**
   * Laid over what the option `session` gives: plain data, or what makes it of the request.
   * @defaultValue nothing
   */
  readonly session?: object | ((request: Request) => object | Promise<object>) | undefined
  /**
   * Which of its pages a view is to show here, where it has several routes: `socket.action`, and the assign `action`.
   * @defaultValue none: both are undefined
   *
   * @example
   * ```ts
   * live.view("/posts", posts)
   * live.view("/posts/new", posts, { action: "new" })
   * ```
   */
  readonly action?: string | undefined
}

/** Options of {@link Live.session}. */
export interface LiveSessionOptions {
  /**
   * Guards of all its views, in this order. They run before the views' own; one that a view names too runs once.
   * @defaultValue none
   */
  readonly onMount?: readonly OnMount<object, never>[] | undefined
  /**
   * Wins over the views' own layouts. `false`: none, the answer is the view alone.
   * @defaultValue the view's own
   */
  readonly layout?: string | false | undefined
}

/** Views that belong together: with guards and a layout of their own. Made by {@link Live.session}. */
export interface LiveSession<Request extends object, Handler> {
  readonly name: string
  /** As {@link Live.view}, for a view of this live session. */
  view(path: string, view: LiveView, options?: PageOptions<Request>): void
  /** As {@link Live.page}, for a view of this live session. */
  page(view: LiveView, options?: PageOptions<Request>): Handler
  /** As {@link Live.register}, for views of this live session. */
  register(...views: readonly LiveView[]): void
}

/** Options of {@link Live.close}. */
export interface CloseOptions {
  /**
   * Milliseconds to wait for views that are still busy.
   * @defaultValue 10000
   */
  readonly timeout?: number | undefined
}

/** What {@link Live.health} answers. */
export interface LiveHealth {
  /** False from the moment `live.close` was called: send no more users here. */
  readonly ready: boolean
  /** The bus between processes; undefined without one. A bus that is down is no reason to send users elsewhere. */
  readonly bus: BusHealth | undefined
  /** Views that are open in this process. */
  readonly views: number
  /** Pages that are connected to this process. */
  readonly connections: number
}

/** Live views in an app. `Handler` is what the host takes as the handler of a route. */
export interface Live<Request extends object, Handler> {
  /**
   * Serves a view at a path of its own, for GET and HEAD.
   *
   * @param path - As in Express 5 (path-to-regexp 8): `/reports/:id`, `/files/*path`, `/docs{/:page}`.
   * @example
   * ```ts
   * live.view("/counter", counter)
   * live.view("/reports/:id", report, { layout: "print.njk", session: (request) => ({ reader: request.user.id }) })
   * ```
   * @throws {@link LiveError} LV_PATH_INVALID, LV_NOT_A_VIEW, LV_DUPLICATE_VIEW, LV_SESSION_OF_VIEW, LV_OPTION_UNKNOWN, LV_OPTION_INVALID
   */
  view(path: string, view: LiveView, options?: PageOptions<Request>): void
  /**
   * Makes a handler for the host's own routes, behind its middleware. The route's parameters are the view's. For params that the view has no page
   * for, the host goes on with the next route.
   *
   * @example
   * ```ts
   * app.get("/reports/:id", requireLogin, live.page(report))
   * ```
   * @throws {@link LiveError} LV_NOT_A_VIEW, LV_DUPLICATE_VIEW, LV_SESSION_OF_VIEW, LV_OPTION_UNKNOWN, LV_OPTION_INVALID
   */
  page(view: LiveView, options?: PageOptions<Request>): Handler
  /**
   * Makes a live session: the guards run whenever one of its views mounts, and pages navigate within it. A view belongs to
   * one live session, or to none.
   *
   * @example
   * ```ts
   * const admin = live.session("admin", { onMount: [requireAdmin], layout: "admin.njk" })
   * admin.view("/admin/users", users)
   * ```
   * @throws {@link LiveError} LV_SESSION_INVALID, LV_GUARD_INVALID, LV_OPTION_UNKNOWN
   */
  session(name: string, options?: LiveSessionOptions): LiveSession<Request, Handler>
  /**
   * Returns the HTML of an island, for pages that are made as strings or streams. Templates call
   * `{{ live("counter", { start: 5 }) }}` instead. Call it before the response begins: it sets a cookie.
   *
   * @example
   * ```ts
   * const cart = await live.island(request, "cart", { user: request.user.id }, { id: "my-cart" })
   * ```
   * @throws {@link LiveError} LV_NOT_IN_PLACE, LV_ISLAND_UNKNOWN, LV_PARAMS_IN_ISLAND, LV_ISLAND_ID, LV_OPTION_UNKNOWN, LV_SESSION_NOT_PLAIN,
   * LV_IDENTIFY_INVALID, LV_OPTION_RESULT
   */
  island(request: Request, name: string, session?: object, options?: IslandOptions): Promise<string>
  /**
   * Says something to the user, once: on the next live page, or on the one that this request is answered with. Call it before
   * the response begins.
   *
   * @example
   * ```ts
   * app.post("/session", logIn, (request, response) => {
   *   live.flash(request, "info", "Welcome back.")
   *   response.redirect("/account")
   * })
   * ```
   * @throws {@link LiveError} LV_FLASH_INVALID, LV_NOT_IN_PLACE
   */
  flash(request: Request, kind: string, text: string): void
  /**
   * Registers views that are islands only. `view` and `page` register theirs. Twice does nothing.
   *
   * @example
   * ```ts
   * live.register(cart, search) // {{ live("cart") }} in any page of the app
   * ```
   * @throws {@link LiveError} LV_NOT_A_VIEW, LV_DUPLICATE_VIEW, LV_SESSION_OF_VIEW
   */
  register(...views: readonly LiveView[]): void
  /** Broadcasts to open views, from anywhere in the app. */
  readonly pubsub: PubSub
  /**
   * Hands a message to `handleInfo` of the open views with this root id, in all processes of the bus. Returns how many they
   * are in this one.
   *
   * @example
   * ```ts
   * live.send(cart, "cart-1", { added: 7 })
   * ```
   * @throws {@link LiveError} LV_BUS_MESSAGE_INVALID (with a bus between processes)
   */
  send<Message>(view: LiveView<Message>, id: string, message: NoInfer<Message>): number
  /**
   * Ends all live connections that the option `identify` gave this id, in all processes of the bus, and voids the tokens that
   * their pages have. End the user's session first: the pages ask the host at once whether they may come back.
   *
   * @example
   * ```ts
   * request.session.destroy(() => live.disconnect(userId))
   * ```
   */
  disconnect(id: string | number): void
  /** How this process is: for readiness probes and dashboards. */
  health(): LiveHealth
  /**
   * Puts the socket on this server. Only needed where it is not found by itself. Twice does nothing.
   *
   * @example
   * ```ts
   * live.attach(app.listen(3000))
   * ```
   * @throws {@link LiveError} LV_SERVER_INVALID
   */
  attach(server: HttpServer): void
  /**
   * Ends all views and connections, for a deploy or at the end of a test: what was taken is answered, and pages move to another process.
   *
   * @example
   * ```ts
   * process.once("SIGTERM", async () => {
   *   await live.close()
   *   server.close()
   * })
   * ```
   */
  close(options?: CloseOptions): Promise<void>
}
