/** Sends the browser elsewhere, instead of a page. */

import type { HostExchange } from "../host/host-exchange.js"
import type { Visit } from "./visit.js"

/** Answers with a redirect: 303 after a POST, so that the browser asks with GET. */
export function sendRedirect(to: string, exchange: HostExchange, { post }: Visit): void {
  const headers = { Location: to, "Cache-Control": "private, no-cache", "Content-Type": "text/plain; charset=utf-8" }
  exchange.send({ status: post === undefined ? 302 : 303, headers, body: `Go on to ${to}` })
}
