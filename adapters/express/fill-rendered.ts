/** Pages that the app renders: filled before `res.render` hands them to its callback, or to `res.send`. */

import type { LiveServer } from "../../src/server/adapter-kit.js"
import type { ExpressExchange } from "./express-exchange.js"
import type { ExpressResponse, RenderCallback } from "./express-types.js"

type Filler = Pick<LiveServer<object>, "fill" | "needsFilling">

/** On a response: it is wrapped. No WeakSet, whose entries cost the garbage collector more than all of this. */
const WRAPPED = Symbol("livemount wrapped")

/** Wraps `res.render` of this response. Never `write` or `end`: length, ETag and compression come after. */
export function fillRendered(server: Filler, exchange: ExpressExchange): void {
  const response: ExpressResponse & { [WRAPPED]?: boolean } = exchange.response
  if (response[WRAPPED] === true) return
  response[WRAPPED] = true
  const render = response.render
  response.render = function (this: ExpressResponse, name, options, callback) {
    const values = typeof options === "function" ? {} : options
    const done = (typeof options === "function" ? (options as RenderCallback) : callback) ?? respond(exchange)
    render.call(this, name, values, (error, html) => {
      if (error || html === undefined || !server.needsFilling(exchange, html)) done(error, html)
      else void deliver(server, exchange, { html, done })
    })
  }
}

/** What `res.render` does without a callback. */
function respond(exchange: ExpressExchange): RenderCallback {
  return (error, html) => {
    if (error) exchange.fail(error)
    else exchange.response.send(html ?? "")
  }
}

interface RenderedPage {
  readonly html: string
  readonly done: RenderCallback
}

async function deliver(server: Filler, exchange: ExpressExchange, { html, done }: RenderedPage): Promise<void> {
  let filled: string | undefined
  try {
    filled = await server.fill(exchange, html)
  } catch (error) {
    done(error)
    return
  }
  try {
    // Undefined: a redirect has been answered instead.
    if (filled !== undefined) done(null, filled)
  } catch (error) {
    // Thrown by the app's own callback, which Express is no longer around to catch.
    exchange.fail(error)
  }
}
