/** What the views of the examples find in their session: the page's own values, and those given to an island. */

import { randomInt, randomUUID } from "node:crypto"
import type { Session } from "livemount"

declare module "livemount" {
  interface Session {
    /** Tells one page load from all others. */
    readonly page?: string
    /** Name that its reader has in the room until they choose one. */
    readonly guest?: string
    /** Given to a counter island. */
    readonly label?: string
    readonly start?: number
    readonly step?: number
  }
}

/** Makes the session of one page. It travels signed in the page's token, so it is the same when the socket joins. */
export function pageSession(): Session {
  return { page: randomUUID(), guest: `Guest ${randomInt(100, 1000)}` }
}
