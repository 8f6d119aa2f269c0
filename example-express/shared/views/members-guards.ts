/** Who may see the pages of the members' area. The guards run at every mount, so a log-in that is over lets nobody in. */

import type { OnMount } from "livemount"
import type { Asked } from "../data/ask.js"
import type { Logins } from "../data/logins.js"
import type { ClubMember } from "../data/members.js"
import { LOG_IN } from "../members-desk.js"
import type {} from "../session.js"

/** What the views have of who is there. */
export interface Known {
  readonly member: ClubMember
}

/** Lets members in, and knows them. */
export function requireMember(logins: Asked<Logins>): OnMount<Known> {
  return async (_params, session, socket) => {
    const member = session.login === undefined ? undefined : await logins.memberOf(session.login)
    if (member !== undefined) return { member }
    socket.putFlash("error", "Log in first.")
    return socket.redirect(LOG_IN)
  }
}

/** Lets the board in. */
export const requireBoard: OnMount<object, Known> = (_params, _session, socket) => {
  if (socket.assigns.member.role === "board") return {}
  socket.putFlash("error", "Only the board may see that page.")
  return socket.redirect("/members")
}
