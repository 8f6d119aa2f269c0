/** What the adapter uses of Express, 4 and 5. Structural, so that it needs neither the package nor its types. */

import type { IncomingMessage, ServerResponse } from "node:http"
import type { Live } from "../../src/server/adapter-kit.js"

declare global {
  /** Where Express's own types, and those of its middlewares, put what they add to requests. */
  namespace Express {
    // oxlint-disable-next-line typescript/no-empty-object-type
    interface Request {}
  }
}

/** Express's `next`. */
export type ExpressNext = (error?: unknown) => unknown

/** Express's request. */
export interface ExpressRequest extends IncomingMessage, Express.Request {
  readonly originalUrl: string
  readonly params: object
  readonly secure: boolean
}

/** What the adapter writes and reads beyond that; not everywhere and always there. */
export interface FullRequest extends ExpressRequest {
  app: ExpressApp
  originalUrl: string
  query: unknown
  body?: unknown
  readonly ip?: string
  next?: ExpressNext
}

/** What `res.render` and `app.render` call. */
export type RenderCallback = (error: unknown, html?: string) => unknown

/** Express's response. */
export interface ExpressResponse extends ServerResponse {
  readonly req: ExpressRequest
  locals: Record<string, unknown>
  send(body: unknown): unknown
  /** Express's own returns nothing; what an app has around it may be asynchronous. */
  render(name: string, options?: object | RenderCallback, callback?: RenderCallback): unknown
}

/** Express's app. It is a function: the listener of a server. */
export interface ExpressApp {
  (request: IncomingMessage, response: ServerResponse): void
  readonly engines?: Readonly<Record<string, unknown>>
  readonly parent?: ExpressApp
  readonly locals: Record<string, unknown>
  get(setting: string): unknown
  on(event: "mount", listener: (parent: ExpressApp) => void): unknown
  render(name: string, locals: object, callback: RenderCallback): void
}

/** A handler of a route, or a middleware. */
export type ExpressHandler = (request: ExpressRequest, response: ExpressResponse, next: ExpressNext) => unknown

/** What `liveMiddleware` makes: the middleware, and `live` in one. */
export type ExpressLive<Request extends ExpressRequest = ExpressRequest> = ExpressHandler &
  Live<Request, ExpressHandler>
