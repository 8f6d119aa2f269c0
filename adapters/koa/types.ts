/** What the adapter uses of Koa, 2 and 3. Structural, so that it needs neither the package nor its types. */

import type { IncomingMessage, ServerResponse } from "node:http"
import type { Live } from "../../src/server/adapter-kit.js"

/** Koa's app. */
export interface KoaApp {
  readonly proxy?: boolean
}

/** Koa's context. */
export interface KoaContext {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly app: KoaApp
  readonly secure: boolean
  // Apps declare a type of their own for it.
  readonly state: object
  url: string
  originalUrl: string
  method: string
  status: number
  body: unknown
  respond?: boolean | undefined
  set(name: string, value: string): void
}

/** What routers, parsers and engines add to a context. */
export interface FullContext extends KoaContext {
  readonly ip?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly request?: { readonly body?: unknown }
  readonly render?: (name: string, locals: object) => unknown
}

/** Koa's `next`. */
export type KoaNext = () => Promise<unknown>

/** A middleware, or a handler of a route. */
export type KoaHandler = (context: KoaContext, next: KoaNext) => Promise<void>

/** What `liveMiddleware` makes: the middleware, and `live` in one. */
export type KoaLive<Context extends KoaContext = KoaContext> = KoaHandler & Live<Context, KoaHandler>
