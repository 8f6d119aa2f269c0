/** Redirects for a script that must see them before it follows them, which `fetch` keeps from it. */

import { LOCATION_HEADER } from "../../protocol/ticket.js"
import type { HostExchange } from "../host/host-exchange.js"

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** What a redirect says of a body that it does not have any more. */
const OF_BODY = ["Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "ETag"]

/** Makes a redirect an empty answer that names the place. To be called when its head is about to be written. */
export function tellRedirect({ message, response }: HostExchange): void {
  const to = response.getHeader("Location")
  if (to === undefined || !REDIRECTS.has(response.statusCode)) return
  response.statusCode = 204
  // HTTP/2 has no such thing, and warns of it.
  if (message.httpVersionMajor < 2) response.statusMessage = "No Content"
  for (const name of OF_BODY) response.removeHeader(name)
  response.removeHeader("Location")
  response.setHeader(LOCATION_HEADER, to)
  // Nobody who loads the page may be given this one.
  response.setHeader("Cache-Control", "no-store")
}
