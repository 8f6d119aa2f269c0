/** Where the `render` of a response stands: on that response, on what all of its app have, or where Express has it. */

import { ServerResponse } from "node:http"
import type { ExpressResponse } from "./types.js"

export function renderOwner(response: ExpressResponse): Pick<ExpressResponse, "render"> {
  let owner = response
  while (!Object.hasOwn(owner, "render")) owner = Object.getPrototypeOf(owner) as ExpressResponse
  return owner
}

/** Right above Node's response, as Express has it. What an app has put before it may do otherwise each time. */
export function hasExpressRender(response: ExpressResponse): boolean {
  return Object.getPrototypeOf(renderOwner(response)) === ServerResponse.prototype
}
