/** Redirects for a script that must see them before it follows them, which `fetch` keeps from it. */

import type { ServerResponse } from "node:http"
import { LOCATION_HEADER } from "../../protocol/ticket.js"
import { beforeHead } from "./written-head.js"

/** Of the body that is not sent, or of who may keep it. */
const DROPPED = ["Location", "Content-Length", "Content-Type", "Content-Encoding", "ETag", "Last-Modified", "Expires"]

/** Has a redirect of the host, whoever makes it, come as an empty answer that names the place. */
export function tellRedirects(response: ServerResponse): void {
  beforeHead(response, () => {
    const to = response.getHeader("Location")
    if (response.statusCode < 300 || response.statusCode > 399 || to === undefined) return
    for (const name of DROPPED) response.removeHeader(name)
    response.statusCode = 204
    response.statusMessage = ""
    response.setHeader(LOCATION_HEADER, String(to))
    // Nobody who loads the page may be given this one.
    response.setHeader("Cache-Control", "no-store")
  })
}
