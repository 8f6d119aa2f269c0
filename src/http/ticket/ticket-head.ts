/**
 * The head of an answer to whoever asked for a ticket. No cache takes it for the page, and a redirect does not lead on to
 * another request, which would run the target for nothing: the browser is to go there itself.
 */

import type { ServerResponse } from "node:http"
import { PATCH_HEADER } from "../../protocol/ticket.js"
import type { HostExchange } from "../host/host-exchange.js"
import { tellRedirect } from "../request/told-redirects.js"
import { beforeHead } from "../request/written-head.js"

/** Looks at the answer when it is written, whatever of the host has made it. */
export function keepApart(exchange: HostExchange): void {
  const { response } = exchange
  beforeHead(response, () => {
    response.setHeader("Cache-Control", "no-store")
    addVary(response)
    tellRedirect(exchange)
  })
}

/** The mark in the URL tells caches apart already. This is for those that know of the header, and not of the mark. */
function addVary(response: ServerResponse): void {
  const known = response.getHeader("Vary")
  const names = known === undefined ? [] : [known].flat().map(String)
  if (!names.join().includes("*")) response.setHeader("Vary", [...names, PATCH_HEADER].join(", "))
}
