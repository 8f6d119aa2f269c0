/** What the views of the examples find in their session: the page's own values, and those given to an island. */

import { randomInt } from "node:crypto"
import type { Session } from "livemount"

declare module "livemount" {
  interface Session {
    /** Name a visitor of the room has until they choose one; made anew for every page load. */
    readonly guest?: string
    /** Given to a counter island. */
    readonly label?: string
    readonly start?: number
    readonly step?: number
  }
}

/** Makes the session of one page. It travels signed in the page's token, so it is the same when the socket joins. */
export function pageSession(): Session {
  return { guest: `Guest ${randomInt(100, 1000)}` }
}
