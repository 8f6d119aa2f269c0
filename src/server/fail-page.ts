/** What the app's code threw on the way to a page, handed to the host. */

import { toHostError } from "../errors/host-error.js"
import type { HostExchange } from "../http/host/host-exchange.js"
import { pathOf } from "../http/request/page-url.js"

/**
 * Throws it as the host can take it: Express would go on to the next route for a falsy value and for the text "route", Koa
 * would answer nothing at all.
 */
export function failPage(thrown: unknown, exchange: HostExchange): never {
  throw toHostError(thrown, () => `What makes the page ${pathOf(exchange.originalUrl)}`)
}
