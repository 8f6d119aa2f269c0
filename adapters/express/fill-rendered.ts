/** Pages that the app renders: filled before `res.render` hands them to its callback, or to `res.send`. */

import type { LiveServer } from "../../src/server/adapter-kit.js"
import { ExpressExchange } from "./exchange.js"
import { isRenderingPart } from "./part-rendering.js"
import { isOurs, putAround, renderOwner } from "./render-owner.js"
import type { ExpressResponse, RenderCallback } from "./types.js"

type Filler = Pick<LiveServer<object>, "fill" | "needsFilling">

/** In the locals of a request: who may have left something to fill in its pages. */
const FILLERS = Symbol("livemount fillers")

type Locals = Record<string, unknown> & { [FILLERS]?: readonly Filler[] }

/** What has a `render` of ours: hardly ever more than one object. */
const wrapped = new WeakSet<object>()

/**
 * Has `res.render` of this request fill its pages. Never `write` or `end`: length, ETag and compression come after.
 *
 * What is wrapped is the method where it stands, once: Express's own, or that of a middleware for this response alone. To
 * set one on each response would cost more than all else that an ordinary request is delayed by.
 */
export function fillRendered(server: Filler, response: ExpressResponse): void {
  const locals = response.locals as Locals
  const others = locals[FILLERS] ?? []
  if (!others.includes(server)) locals[FILLERS] = [...others, server]
  const owner = renderOwner(response)
  // Another one by now: what was there before has come back, as behind a test's spy, and ours may be gone with it. Twice does no harm.
  if (wrapped.has(owner) && isOurs(owner.render)) return
  wrapped.add(owner)
  putAround(owner, filling)
}

function filling(render: ExpressResponse["render"]): ExpressResponse["render"] {
  return function (this: ExpressResponse, name, options, callback) {
    // Also called for requests that never came to livemount.
    const fillers = (this.locals as Locals | undefined)?.[FILLERS]
    // A part of a live page is filled with the whole of it.
    if (fillers === undefined || isRenderingPart(this)) return render.call(this, name, options, callback)
    const exchange = new ExpressExchange(this.req, this)
    const values = typeof options === "function" ? {} : options
    const done = (typeof options === "function" ? (options as RenderCallback) : callback) ?? respond(exchange)
    return render.call(this, name, values, (error, html) => {
      // Whatever else an engine makes is left to who takes it: a buffer, an object.
      const server =
        error || typeof html !== "string" ? undefined : fillers.find((filler) => filler.needsFilling(exchange, html))
      if (server === undefined) done(error, html)
      else void deliver(server, exchange, { html: html as string, done })
    })
  }
}

/** What `res.render` does without a callback. */
function respond(exchange: ExpressExchange): RenderCallback {
  return (error, html) => {
    if (error) exchange.fail(error)
    else exchange.response.send(html)
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
