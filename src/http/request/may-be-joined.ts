/** Whether the page that a request is answered with is about to be joined. Pure. */

import type { IncomingMessage } from "node:http"
import { NAVIGATE_HEADER } from "../../protocol/page-mark.js"
import { isPressed, isSeen } from "./seen.js"

const NAVIGATE = NAVIGATE_HEADER.toLowerCase()

/**
 * True for what a user is about to see in a document: loaded by the browser, or fetched by the page's script to take the place of
 * another page, also while the button is still down on its link. Browsers that do not say what a request is for are believed.
 */
export function mayBeJoined(message: Pick<IncomingMessage, "method" | "headers">): boolean {
  const { headers } = message
  const destination = headers["sec-fetch-dest"]
  const isDocument = destination === undefined || destination === "document"
  const isOurs = destination === "empty" && headers[NAVIGATE] !== undefined
  return (isDocument || isOurs) && (isSeen(message) || isPressed(message))
}
