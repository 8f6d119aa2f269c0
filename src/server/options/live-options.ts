/** The options of `liveMiddleware` and `createLive`, as apps write them. Types only. */

import type { Server, ServerOptions } from "socket.io"
import type { AnyComponent } from "../../component/component.js"
import type { HostCsrfField } from "../../http/host/request-hooks.js"
import type { ErrorContext } from "../../process/crash.js"
import type { Bus } from "../../pubsub/bus.js"
import type { AdoptOptions } from "../../supervise/parking.js"
import type { Logger } from "../../telemetry/logger.js"
import type { TransportLimits } from "../../transport/limits.js"
import type { Session } from "../../view/session.js"
import type { HiddenTabs } from "./hidden-tabs.js"
import type { SnapshotOptions } from "./snapshot-options.js"

/**
 * Options of `liveMiddleware`, on every host, and of `createLive`, of which it is made. All are optional. `Request` is what the host calls the
 * request: Express's `req`, Koa's `ctx`, an adapter's `exchange.subject`.
 */
export interface LiveOptions<Request extends object = object> {
  /**
   * Signs what pages bring back: random text of 32 characters or more. Several for rotation: the first signs, all
   * verify.
   * @defaultValue a new random one at each start, with a warning; in production there is no default
   */
  readonly secret?: string | readonly string[] | undefined
  /**
   * Folder or folders of nunjucks templates.
   * @defaultValue the app's own nunjucks environment, if it is set up with one; else "views"
   */
  readonly views?: string | readonly string[] | undefined
  /** A nunjucks `Environment`, instead of `views`: with your filters, globals and extensions. */
  readonly templates?: object | undefined
  /**
   * Template around every live page, rendered by the engine of the app (Express: by `res.render`), or by nunjucks. It
   * gets `content`, `title` and `live`, and what all templates of the app get. On Express it may be the layout that a
   * package, or Handlebars, puts around the app's other pages: one that prints `body`.
   * @defaultValue a plain HTML page
   */
  readonly layout?: string | undefined
  /**
   * Renders templates of the app's other engines.
   * @defaultValue Express: `app.render`, `res.render` for layouts. Koa: `ctx.render` for layouts; views in another engine need this option
   */
  readonly render?: ((name: string, locals: object) => string | Promise<string>) | undefined
  /**
   * Helpers and constants that all templates see: those of live views, at the page and over the socket, and layouts. On
   * Express those of `app.locals` are there anyway.
   * @defaultValue none
   */
  readonly locals?: object | undefined
  /**
   * Names of nunjucks filters and globals, and of functions in `locals`, whose result is not decided by their arguments; they are evaluated in every
   * render.
   * @defaultValue none but those of nunjucks itself
   */
  readonly impure?: readonly string[] | undefined
  /**
   * Components that nunjucks templates have as tags: what `component(name, { … })` returned.
   * @defaultValue none
   */
  readonly components?: readonly AnyComponent[] | undefined
  /**
   * What the views get as `session`: plain data. It is signed, not encrypted: the browser can read it.
   * @defaultValue nothing
   */
  readonly session?: ((request: Request) => Session | Promise<Session>) | undefined
  /**
   * Who this is, for `live.disconnect(id)`.
   * @defaultValue nobody
   */
  readonly identify?: ((request: Request) => string | number | null | undefined) | undefined
  /**
   * The nonce of the page's Content-Security-Policy, for the tags written into it.
   * @defaultValue none
   */
  readonly nonce?: ((request: Request) => string | undefined) | undefined
  /**
   * The field of the app's own CSRF protection, to be written into the forms of the plain POST.
   * @defaultValue none: they have a token of their own anyway
   */
  readonly csrf?: ((request: Request) => HostCsrfField | undefined) | undefined
  /**
   * Milliseconds that a page may take to join, and its forms to be posted; a minute or more. Older pages fetch a new token by themselves.
   * @defaultValue 43200000 (12 hours)
   */
  readonly tokenAge?: number | undefined
  /**
   * Milliseconds that a view whose page has lost its connection waits for the page to come back: it goes on handling messages, and the page
   * is told what it has missed. 0: none waits, and a page that comes back is mounted anew.
   *
   * @example
   * ```ts
   * const live = liveMiddleware({ secret, resumeWindow: 5 * 60_000 })
   * ```
   * @defaultValue 60000 (a minute)
   */
  readonly resumeWindow?: number | undefined
  /**
   * The name of this process of an app that has several. A page that comes back says it, as `node` in the query of its handshake: a balancer that knows
   * the names can lead it to the process that keeps its views.
   *
   * @example
   * ```ts
   * const live = liveMiddleware({ secret, bus, node: process.env.HOSTNAME })
   * ```
   * @defaultValue one by chance
   */
  readonly node?: string | undefined
  /**
   * How long the processes of pages wait for the script of their page, and how many: of views with `adopt`.
   * @defaultValue see {@link AdoptOptions}
   */
  readonly adopt?: { readonly [Name in keyof AdoptOptions]?: AdoptOptions[Name] | undefined } | undefined
  /**
   * Where the browser's script and the socket are found.
   * @defaultValue "/live"
   */
  readonly path?: string | undefined
  /**
   * The prefix that a proxy strips from paths before the app sees them, such as "/app": it is put before the addresses
   * that the browser is told, and before the paths that views redirect to. Requests are to come without it.
   * @defaultValue what `X-Forwarded-Prefix` says, where the app trusts its proxy; else none
   */
  readonly basePath?: string | undefined
  /**
   * A socket.io server that the app has already.
   * @defaultValue one of our own, at `${path}/socket`
   */
  readonly io?: Server | undefined
  /**
   * Options for our own socket.io server.
   * @defaultValue socket.io's, with small message sizes
   */
  readonly socket?: Partial<ServerOptions> | undefined
  /**
   * Further origins whose pages may connect: "https://www.example.com", "https://*.example.com", "*".
   * @defaultValue the app's own host only
   */
  readonly origins?: readonly string[] | undefined
  /**
   * Carries broadcasts between processes.
   * @defaultValue one that stays in this process
   */
  readonly bus?: Bus | undefined
  /**
   * Where snapshots of what views `persist` are kept, for how long, and how large they may be.
   * @defaultValue in the browser, for 12 hours, 65,536 characters: see {@link SnapshotOptions}
   */
  readonly snapshots?: SnapshotOptions | undefined
  /**
   * How often pages that nobody sees are told of changes: in tabs behind others, and prerendered ones.
   * @defaultValue after 30 seconds once in 5 seconds: see {@link HiddenTabs}
   */
  readonly hiddenTabs?: HiddenTabs | undefined
  /**
   * Bounds on what one connection may send and hold.
   * @defaultValue see {@link TransportLimits}
   */
  readonly limits?: { readonly [Limit in keyof TransportLimits]?: TransportLimits[Limit] | undefined } | undefined
  /**
   * What binding attributes begin with.
   * @defaultValue "live-"
   */
  readonly prefix?: string | undefined
  /**
   * Where livemount says what happens.
   * @defaultValue the console, from level "info" on
   */
  readonly logger?: Logger | undefined
  /**
   * Warnings, the error overlay, templates read again when they change.
   * @defaultValue true unless NODE_ENV is "production"
   */
  readonly development?: boolean | undefined
  /**
   * Told of every exception in a view, for error tracking.
   * @defaultValue nobody; they are logged in any case
   */
  readonly onError?: ((error: unknown, context: ErrorContext) => void) | undefined
}
