/** Where requests keep their visit: a request comes to livemount more than once, and each time it is the same visit. */

import { LiveError } from "../../errors/live-error.js"
import { NAVIGATE_HEADER } from "../../protocol/page-mark.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import { tellRedirect } from "../request/told-redirects.js"
import { beforeHead } from "../request/written-head.js"
import { makeLiveFunction } from "./make-live-function.js"
import { Visit } from "./visit.js"

const NAVIGATE = NAVIGATE_HEADER.toLowerCase()

/** What the host's templates see of a request: `res.locals`, `ctx.state`. */
type Locals = HostExchange["locals"] & { [place: symbol]: Visit | undefined }

/** The visits of one livemount. */
export class Visits {
  readonly #context: HttpContext
  /**
   * Beside `live` in the host's locals. Each livemount has its own symbol, since a request may pass through two. Not on the
   * request: Express changes the prototype of each, after which one more property costs as much as all that livemount does
   * for an ordinary request; and not in a WeakMap, whose entries cost the garbage collector as much.
   */
  readonly #place: symbol = Symbol("livemount visit")

  constructor(context: HttpContext) {
    this.#context = context
  }

  /** Begins the visit of a request. Before anything can fail: the host's error page may have `live` in it. */
  begin(exchange: HostExchange): Visit {
    const visit = new Visit(exchange, this.#context)
    if (exchange.message.headers[NAVIGATE] !== undefined) beforeHead(exchange.response, () => tellRedirect(exchange))
    const locals = exchange.locals as Locals
    locals[this.#place] = visit
    locals["live"] = makeLiveFunction(visit)
    return visit
  }

  /** The visit of the request with these locals; undefined: it has not come to livemount. */
  find(locals: object | undefined): Visit | undefined {
    return (locals as Locals | undefined)?.[this.#place]
  }

  /**
   * The visit of a request that must have come to livemount.
   *
   * @throws {@link LiveError} LV_NOT_IN_PLACE
   */
  get(locals: object | undefined): Visit {
    const visit = this.find(locals)
    if (visit === undefined) throw new LiveError("LV_NOT_IN_PLACE", {})
    return visit
  }
}
