/** What the views of the examples find in their session: the page's own values, and those given to an island. */

import { randomInt, randomUUID } from "node:crypto"
import type { IncomingMessage } from "node:http"
import type { Session } from "livemount"
import { memberOf } from "./member.js"
import { loginOf } from "./members-desk.js"

declare module "livemount" {
  interface Session {
    /** Tells one page load from all others. */
    readonly page?: string
    /** Tells one browser from all others. */
    readonly member?: string
    /** Name that its reader has in the room until they choose one. */
    readonly guest?: string
    /** Id of the log-in in the members' area. */
    readonly login?: string | undefined
    /** Given to a counter island. */
    readonly label?: string
    readonly start?: number
    readonly step?: number
  }
}

/**
 * Makes the session of a page. It travels signed in the page's token, so it is the same when the socket joins. Nothing in it changes
 * from one page load to the next: what a view has persisted is for the session that it had.
 */
export function pageSession(request: IncomingMessage): Session {
  return { member: memberOf(request), login: loginOf(request)?.id }
}

/** What is another in each page load, for the views that need it. */
export function visitSession(): Session {
  return { page: randomUUID(), guest: `Guest ${randomInt(100, 1000)}` }
}
