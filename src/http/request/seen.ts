/** Whether somebody is about to see what a request is answered with. Pure. */

import type { IncomingMessage } from "node:http"
import { RENEWAL_HEADER } from "../../protocol/flash.js"
import { PATCH_HEADER, PREFETCH_HEADER } from "../../protocol/ticket.js"

type Asked = Pick<IncomingMessage, "method" | "headers">

const PREFETCH = PREFETCH_HEADER.toLowerCase()

/** Of requests whose answer is no page that is shown. */
const UNSEEN = [PATCH_HEADER.toLowerCase(), RENEWAL_HEADER.toLowerCase()]

/** How browsers say that they only fetch. */
const PURPOSES = ["sec-purpose", "purpose", "x-moz"]

/** By a user who is about to see the page. */
export function isSeen(message: Asked): boolean {
  const { method, headers } = message
  return method !== "HEAD" && !isGuess(message) && UNSEEN.every((name) => headers[name] === undefined)
}

/** Asked for in case that the user goes there. */
export function isGuess({ headers }: Asked): boolean {
  return headers[PREFETCH] !== undefined || PURPOSES.some((name) => /\bprefetch\b/.test(String(headers[name] ?? "")))
}
