/** The options of `liveMiddleware`: documented, checked at the start, and filled with their defaults. */

import cluster from "node:cluster"
import { randomBytes } from "node:crypto"
import type { Server, ServerOptions } from "socket.io"
import { type AnyComponent, definitionOf } from "../../component/component.js"
import { LiveError } from "../../errors/live-error.js"
import { readBasePath } from "../../http/base-path.js"
import type { HostCsrfField } from "../../http/host/request-hooks.js"
import type { ErrorContext } from "../../process/view-process.js"
import type { Bus } from "../../pubsub/bus.js"
import { consoleLogger, containedLogger, type Logger } from "../../telemetry/logger.js"
import { defaultLimits, type TransportLimits } from "../../transport/limits.js"
import { checkOptionNames } from "../../util/option-names.js"
import type { Session } from "../../view/session.js"

/** Options of `liveMiddleware`. All are optional. `Request` is Express's `req` or Koa's `ctx`. */
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
   * Seconds that a page may take to join, and its forms to be posted. Older pages fetch a new token by themselves.
   * @defaultValue 43200 (12 hours)
   */
  readonly tokenAge?: number | undefined
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

/** Options with their defaults. */
export interface ResolvedOptions
  extends Omit<LiveOptions, "secret" | "session" | "identify" | "nonce" | "csrf" | "limits"> {
  readonly secrets: readonly string[]
  /** Nobody gave one. */
  readonly secretIsMadeUp: boolean
  readonly session: ((request: object) => unknown) | undefined
  readonly identify: ((request: object) => unknown) | undefined
  readonly nonce: ((request: object) => string | undefined) | undefined
  readonly csrf: ((request: object) => HostCsrfField | undefined) | undefined
  readonly tokenAge: number
  readonly path: string
  readonly origins: readonly string[]
  readonly limits: TransportLimits
  readonly prefix: string
  readonly logger: Logger
  readonly development: boolean
}

type Check = readonly [expected: string, holds: (value: unknown) => boolean]

const FUNCTION: Check = ["a function", (value) => typeof value === "function"]
const OBJECT: Check = ["an object", (value) => typeof value === "object" && value !== null]
const NAME: Check = ["a text that is not empty", isText]
const NAMES: Check = ["a list of texts", isTextList]
const TEXTS: Check = ["a text or a list of texts", (value) => isText(value) || (isTextList(value) && value.length > 0)]

const CHECKS: Readonly<Record<keyof LiveOptions, Check>> = {
  secret: TEXTS,
  views: TEXTS,
  templates: ["a nunjucks Environment", (value) => hasMethods(value, ["render", "getTemplate"])],
  layout: NAME,
  render: FUNCTION,
  locals: OBJECT,
  impure: NAMES,
  components: [
    "a list of components, made by `component(name, { … })`",
    (value) => Array.isArray(value) && value.every((one) => definitionOf(one) !== undefined),
  ],
  session: FUNCTION,
  identify: FUNCTION,
  nonce: FUNCTION,
  csrf: FUNCTION,
  tokenAge: [
    "a number of seconds above 0",
    (value) => typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY,
  ],
  path: ['a path such as "/live": one or more parts of letters, digits, - and _', isPath],
  basePath: [
    'a path such as "/app": parts of letters, digits, and any of . _ ~ -',
    (value) => typeof value === "string" && readBasePath(value) !== undefined,
  ],
  io: ["a socket.io Server", (value) => hasMethods(value, ["of", "path", "close"])],
  socket: OBJECT,
  origins: NAMES,
  bus: ["an object with publish, subscribe and close", (value) => hasMethods(value, ["publish", "subscribe", "close"])],
  limits: OBJECT,
  prefix: [
    'lower-case letters that end with a hyphen, such as "live-"',
    (value) => isText(value) && /^[a-z][a-z0-9-]*-$/.test(value),
  ],
  logger: [
    "an object with debug, info, warn and error",
    (value) => hasMethods(value, ["debug", "info", "warn", "error"]),
  ],
  development: ["true or false", (value) => typeof value === "boolean"],
  onError: FUNCTION,
}

/**
 * Checks options and fills in defaults.
 *
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID, LV_OPTIONS_CONFLICT, LV_SECRET_REQUIRED
 */
export function resolveOptions(
  options: LiveOptions<never>,
  environment: NodeJS.ProcessEnv = process.env,
): ResolvedOptions {
  check(options)
  const { secret, session, identify, nonce, csrf, limits, ...rest } = options as LiveOptions
  const development = rest.development ?? environment["NODE_ENV"] !== "production"
  const logger = rest.logger === undefined ? consoleLogger() : containedLogger(rest.logger)
  return {
    ...rest,
    secrets: secrets(secret, development, logger),
    secretIsMadeUp: secret === undefined,
    session,
    identify,
    nonce,
    csrf,
    tokenAge: rest.tokenAge ?? 12 * 60 * 60,
    path: rest.path ?? "/live",
    basePath: rest.basePath === undefined ? undefined : readBasePath(rest.basePath),
    origins: rest.origins ?? [],
    limits: resolveLimits(limits),
    prefix: rest.prefix ?? "live-",
    logger,
    development,
  }
}

function check(options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw new LiveError("LV_OPTION_INVALID", { option: "options", expected: "an object", given: options })
  }
  checkOptionNames(options, Object.keys(CHECKS))
  for (const [option, value] of Object.entries(options)) {
    const [expected, holds] = CHECKS[option as keyof LiveOptions]
    if (value !== undefined && !holds(value))
      throw new LiveError("LV_OPTION_INVALID", { option, expected, given: value })
  }
  const { views, templates, io, socket } = options as LiveOptions
  if (views !== undefined && templates !== undefined)
    throw new LiveError("LV_OPTIONS_CONFLICT", { one: "views", other: "templates" })
  if (io !== undefined && socket !== undefined)
    throw new LiveError("LV_OPTIONS_CONFLICT", { one: "io", other: "socket" })
}

function resolveLimits(given: LiveOptions["limits"] = {}): TransportLimits {
  checkOptionNames(given, Object.keys(defaultLimits), "limits.")
  const limits: Record<keyof TransportLimits, number> = { ...defaultLimits }
  for (const name of Object.keys(defaultLimits) as (keyof TransportLimits)[]) {
    const limit: unknown = given[name]
    if (limit === undefined) continue
    if (typeof limit !== "number" || !(limit > 0)) {
      throw new LiveError("LV_OPTION_INVALID", {
        option: `limits.${name}`,
        expected: "a number above 0",
        given: limit,
      })
    }
    limits[name] = limit
  }
  return limits
}

/** Characters of a secret in production: whoever has a page can try out shorter ones without asking the server. */
const SHORTEST_SECRET = 32

function secrets(
  given: string | readonly string[] | undefined,
  development: boolean,
  logger: Logger,
): readonly string[] {
  if (given !== undefined) {
    const list = typeof given === "string" ? [given] : given
    const shortest = Math.min(...list.map((secret) => secret.length))
    if (!development && shortest < SHORTEST_SECRET) {
      const { code, message } = new LiveError("LV_SECRET_SHORT", { length: shortest })
      logger.warn(message, { code })
    }
    return list
  }
  if (!development) throw new LiveError("LV_SECRET_REQUIRED", {})
  logger.warn(
    "No `secret` was given, so a random one was made. Pages opened before a restart must fetch a new token, and several " +
      "processes do not understand each other's pages. In production livemount does not start without one." +
      (cluster.isWorker
        ? " This is a worker of a cluster: its views will not join unless all workers have the same."
        : ""),
  )
  return [randomBytes(32).toString("base64url")]
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== ""
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText)
}

function isPath(value: unknown): boolean {
  return isText(value) && /^(?:\/[\w-]+)+$/.test(value)
}

function hasMethods(value: unknown, methods: readonly string[]): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false
  return methods.every((method) => typeof (value as Record<string, unknown>)[method] === "function")
}
