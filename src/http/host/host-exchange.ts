/**
 * The port to the host framework: what an adapter makes of one request and its response, and what it knows of the app.
 * Everything behind it is the same for Express and Koa.
 */

import type { IncomingMessage, ServerResponse } from "node:http"

/** What to answer with. */
export interface Answer {
  /** Absent: the status that the host has set, else 200. */
  readonly status?: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** A template engine of the host. */
export interface HostEngine {
  /** Whether the host renders a template of this name itself; "unknown" where it cannot be asked. */
  claims(name: string): "yes" | "no" | "unknown"
  render(name: string, locals: object): Promise<string>
}

/** What is known of the host's app, whatever the request. */
export interface HostApp {
  /** How its router takes paths. */
  readonly routing: { readonly strict: boolean; readonly sensitive: boolean }
  /** The app's engine, where one is usable without a request. */
  readonly engine: HostEngine | undefined
  /** Folders of the templates that its engine renders, so far as the app knows them. */
  readonly viewFolders?: readonly string[]
  /** The nunjucks environment that the app is set up with, if it is. */
  readonly nunjucks: object | undefined
  /** What the app's templates see whatever the request: Express's `app.locals`. Koa has no such thing. */
  readonly locals: object | undefined
  /** Whether the app trusts the proxy that sent this request. */
  trustsProxy(message: IncomingMessage): boolean
  /** What the host's templates see of a request, by what functions in the options get: the exchange's `locals`. */
  localsOf(subject: object): object | undefined
}

/** One request of the host, and its response. */
export interface HostExchange {
  /** What functions in the options get: Express's `req`, Koa's `ctx`. */
  readonly subject: object
  readonly message: IncomingMessage
  readonly response: ServerResponse
  readonly app: HostApp
  /**
   * The engine that renders pages for this request: its templates see `locals`, too, and what the app has put around its
   * rendering takes part.
   */
  readonly engine: HostEngine | undefined
  /** Path and query, relative to where the middleware, or the handler, is mounted. */
  readonly url: string
  /** Path and query, as requested. */
  readonly originalUrl: string
  /** Of the client, also by a trusted proxy's word; undefined: it is not known. */
  readonly address: string | undefined
  /** Came over https, also by a trusted proxy's word. */
  readonly secure: boolean
  /** Parameters that the host's router found in the path. */
  readonly params: Readonly<Record<string, unknown>>
  /** The body as a parser of the host left it. */
  readonly body: unknown
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
  /** Turns the request into a GET of these URLs, for whatever the host runs after this. */
  becomeGet(url: string, originalUrl: string): void
  send(answer: Answer): void
  /** Tells the host that someone else writes the response. */
  abandon(): void
}
