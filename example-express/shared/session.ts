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

/** Makes the session of one page. It travels signed in the page's token, so it is the same when the socket joins. */
export function pageSession(request: IncomingMessage): Session {
  return {
    page: randomUUID(),
    member: memberOf(request),
    guest: `Guest ${randomInt(100, 1000)}`,
    login: loginOf(request)?.id,
  }
}
