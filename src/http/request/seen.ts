/** Whether somebody is about to see what a request is answered with. Pure. */

import type { IncomingMessage } from "node:http"
import { RENEWAL_HEADER } from "../../protocol/flash.js"
import { NAVIGATE_HEADER, PRESSED } from "../../protocol/page-mark.js"
import { PATCH_HEADER, PREFETCH_HEADER } from "../../protocol/ticket.js"

type Asked = Pick<IncomingMessage, "method" | "headers">

const PREFETCH = PREFETCH_HEADER.toLowerCase()
const NAVIGATE = NAVIGATE_HEADER.toLowerCase()

/** Of requests whose answer is no page that is shown. */
const UNSEEN = [PATCH_HEADER.toLowerCase(), RENEWAL_HEADER.toLowerCase()]

/** How browsers say that they only fetch. */
const PURPOSES = ["sec-purpose", "purpose", "x-moz"]

/** By a user who is about to see the page. */
export function isSeen(message: Asked): boolean {
  return isPage(message) && !isGuess(message)
}

/** By a user who has the button down on a link to the page. It is a guess for all that is shown or done once. */
export function isPressed(message: Asked): boolean {
  return isPage(message) && message.headers[NAVIGATE] === PRESSED && !isOfBrowser(message)
}

/** Asked for in case that the user goes there. */
export function isGuess(message: Asked): boolean {
  return message.headers[PREFETCH] !== undefined || isOfBrowser(message)
}

/** The browser itself has made the guess. */
function isOfBrowser({ headers }: Asked): boolean {
  return PURPOSES.some((name) => headers[name] !== undefined && /\bprefetch\b/.test(String(headers[name])))
}

function isPage({ method, headers }: Asked): boolean {
  return method !== "HEAD" && UNSEEN.every((name) => headers[name] === undefined)
}
