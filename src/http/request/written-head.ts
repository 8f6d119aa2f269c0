/** Sees what a response says of itself at the moment it is written: until then everybody on the host's way may change it. */

import type { OutgoingHttpHeaders, ServerResponse } from "node:http"

/**
 * Calls `look` when the head of a response is written. All that it says stands in the response then, also what was handed to
 * `writeHead`, and may be changed.
 */
export function beforeHead(response: ServerResponse, look: () => void): void {
  if (response.headersSent) return
  const writeHead = response.writeHead
  response.writeHead = function (this: ServerResponse, status: number, ...given: readonly unknown[]) {
    // What is written twice is Node's to refuse.
    if (this.headersSent) return writeHead.call(this, status)
    this.statusCode = status
    if (typeof given[0] === "string") this.statusMessage = given[0]
    takeHeaders(this, given.at(-1))
    look()
    return writeHead.call(this, this.statusCode)
  } as typeof writeHead
}

/** Headers handed to `writeHead`, as any of the shapes that it takes, win over those set before. */
function takeHeaders(response: ServerResponse, given: unknown): void {
  if (typeof given !== "object" || given === null) return
  if (!Array.isArray(given)) {
    for (const [name, value] of Object.entries(given as OutgoingHttpHeaders)) response.setHeader(name, value as string)
    return
  }
  // Name, value, name, value; or pairs of them. A name may stand there more than once, and a value be a list.
  const flat = (Array.isArray(given[0]) ? given.flat() : given) as string[]
  for (let at = 0; at < flat.length; at += 2) response.removeHeader(flat[at] as string)
  for (let at = 0; at < flat.length; at += 2) response.appendHeader(flat[at] as string, flat[at + 1] as string)
}
