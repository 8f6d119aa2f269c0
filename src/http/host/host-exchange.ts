/**
 * The port to the host framework: what an adapter makes of one request and its response, and what it knows of the app.
 * Everything behind it is the same for Express and Koa.
 */

import type { IncomingMessage, ServerResponse } from "node:http"

/** What to answer with. */
export interface Answer {
  /** Absent: the status that the host has set, else 200. */
  readonly status?: number
  /** They take the place of what the host has set under these names, and leave all else. There is no `Content-Length` among them. */
  readonly headers: Readonly<Record<string, string>>
  /** Empty with 304. */
  readonly body: string | Buffer
}

/** A template engine of the host. */
export interface HostEngine {
  /** Whether the host renders a template of this name itself; "unknown" where it cannot be asked. */
  claims(name: string): "yes" | "no" | "unknown"
  /**
   * Resolves with the template as text, rendered with these values over what the host's templates see anyway. Rejects with what the template
   * throws, which is handed on as it is.
   */
  render(name: string, locals: object): Promise<string>
}

/** What is known of the host's app, whatever the request. One object for each app: the first that is seen stays. */
export interface HostApp {
  /** How its router takes paths, by which those of `live.view` are read: whether `/a/` is another path than `/a`, and `/A` another. */
  readonly routing: { readonly strict: boolean; readonly sensitive: boolean }
  /**
   * The app's engine, where one is usable without a request: what renders views over the socket, where there is none.
   * @defaultValue none: views are rendered by nunjucks, `html`, or the option `render`
   */
  readonly engine?: HostEngine | undefined
  /**
   * Folders of the templates that its engine renders, so far as the app knows them: watched in development.
   * @defaultValue none
   */
  readonly viewFolders?: readonly string[]
  /**
   * The nunjucks environment that the app is set up with, if it is.
   * @defaultValue none
   */
  readonly nunjucks?: object | undefined
  /**
   * What the app's templates see whatever the request: Express's `app.locals`. Koa has no such thing.
   * @defaultValue nothing
   */
  readonly locals?: object | undefined
  /**
   * Whether the app trusts the proxy that sent this request: then its `X-Forwarded-Host`, `X-Forwarded-Prefix` and `X-Forwarded-For` are
   * believed. Asked of handshakes, too, which are no requests of the host's.
   */
  trustsProxy(message: IncomingMessage): boolean
  /** What the host's templates see of a request, by what functions in the options get: the exchange's `locals`. */
  localsOf(subject: object): object | undefined
}

/**
 * One request of the host, and its response. There may be several exchanges of a request, all with the same `locals`. What each member is for, and
 * one for plain `node:http`, stands in `docs/adapters.md`.
 */
export interface HostExchange {
  /** What functions in the options get: Express's `req`, Koa's `ctx`. */
  readonly subject: object
  /** Node's own. Method, headers and, of a plain POST that no parser has read, the body are read of it. */
  readonly message: IncomingMessage
  /** Node's own. Cookies and `Cache-Control` are set on it, and its `writeHead` is where the head of a page is looked at. */
  readonly response: ServerResponse
  readonly app: HostApp
  /**
   * The engine that renders layouts for this request: its templates see `locals`, too, and what the app has put around its
   * rendering takes part.
   * @defaultValue none: layouts are rendered by nunjucks, or the option `render`
   */
  readonly engine?: HostEngine | undefined
  /** Path and query, relative to where the middleware, or the handler, is mounted. */
  readonly url: string
  /** Path and query, as requested. */
  readonly originalUrl: string
  /**
   * Of the client, also by a trusted proxy's word; what pages that wait are counted by.
   * @defaultValue it is not known
   */
  readonly address?: string | undefined
  /** Came over https, also by a trusted proxy's word. */
  readonly secure: boolean
  /** Parameters that the host's router found in the path. */
  readonly params: Readonly<Record<string, unknown>>
  /**
   * The body as a parser of the host left it.
   * @defaultValue no parser has run: the form is read here
   */
  readonly body?: unknown
  /** What the host's templates see: `res.locals`, `ctx.state`. */
  readonly locals: Record<string, unknown>
  /** How an app writes `locals`: "res.locals", "ctx.state". */
  readonly localsName: string
  /** The host writes the response after all its middleware is done, which may change headers until then. */
  readonly isWrittenLater: boolean
  /**
   * Renders a page with an engine that is not the host's. What the app has put around its rendering takes part where
   * that can be: it may add to the locals, also to those of the request.
   */
  renderBy(render: (locals: object) => Promise<string>, name: string, locals: object): Promise<string>
  /**
   * Turns the request into one of these URLs, for whatever the host runs after this, and a POST into a GET (a HEAD stays one): from then on
   * `message.method`, `url` and `originalUrl` say so, and what the host has parsed of the URL.
   */
  becomeGet(url: string, originalUrl: string): void
  /**
   * Answers, once at most for each request. May be called before `handle` returns, and must not wait: a host that sends later keeps the answer
   * until then, and has said so by `isWrittenLater`. HEAD and 304 get the head alone.
   */
  send(answer: Answer): void
  /**
   * Tells the host that someone else writes the response: socket.io, to `response`.
   * @defaultValue the host asks nobody
   */
  abandon?(): void
}
