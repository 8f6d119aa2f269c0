/**
 * The head of an answer to whoever asked for a ticket. No cache takes it for the page, and a redirect does not lead on to
 * another request, which would run the target for nothing: the browser is to go there itself.
 */

import type { ServerResponse } from "node:http"
import { LOCATION_HEADER, PATCH_HEADER } from "../../protocol/ticket.js"
import type { HostExchange } from "../host/host-exchange.js"
import { beforeHead } from "../request/written-head.js"

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** What a redirect says of a body that it does not have any more. */
const OF_BODY = ["Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "ETag"]

/** Looks at the answer when it is written, whatever of the host has made it. */
export function keepApart({ message, response }: HostExchange): void {
  beforeHead(response, () => {
    response.setHeader("Cache-Control", "no-store")
    addVary(response)
    const to = response.getHeader("Location")
    if (to === undefined || !REDIRECTS.has(response.statusCode)) return
    response.statusCode = 204
    // HTTP/2 has no such thing, and warns of it.
    if (message.httpVersionMajor < 2) response.statusMessage = "No Content"
    for (const name of OF_BODY) response.removeHeader(name)
    response.removeHeader("Location")
    response.setHeader(LOCATION_HEADER, to)
  })
}

/** The mark in the URL tells caches apart already. This is for those that know of the header, and not of the mark. */
function addVary(response: ServerResponse): void {
  const known = response.getHeader("Vary")
  const names = known === undefined ? [] : [known].flat().map(String)
  if (!names.join().includes("*")) response.setHeader("Vary", [...names, PATCH_HEADER].join(", "))
}
