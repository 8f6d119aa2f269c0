/**
 * A ticket, from its arrival to the seat whose view goes where it leads. It is a page token that the host's own routes have
 * just given out for that URL, so it is checked like that of a join, and it may be a minute old at most. Whether it is as new
 * as the session in use is the process's to say, when its turn comes.
 */

import type { Problem } from "../protocol/frames.js"
import type { Vouched } from "../security/page-token.js"
import { refusalOf } from "./admission.js"
import { type Acknowledge, payloadSize } from "./inbound.js"
import {
  badMessage,
  staleTicket,
  tokenRefusal,
  tooManyEvents,
  tooManyJoins,
  tooMuchWaiting,
  unknownInstance,
} from "./inbound-problems.js"
import type { Seat, SeatOwner } from "./seat.js"
import { askIfVoided, checkToken } from "./token-check.js"

/** In ms, by the clock that tokens go by. */
const LIFETIME = 60_000

/** Hands a ticket to its seat, at once or when the store has been asked. Returns why it does not. */
export function takeTicket(
  seat: Seat,
  text: unknown,
  owner: SeatOwner,
  acknowledge: Acknowledge | undefined,
): Problem | Promise<Problem | undefined> | undefined {
  const { context, page } = owner
  const { limits } = context
  if (typeof text !== "string") return badMessage(context, "ticket", "a text")
  const size = payloadSize(text) ?? 0
  const problem = refusalOf(size, seat, owner)
  if (problem !== undefined) return problem
  const hand = (to: Vouched | string): Problem | undefined => {
    // The store may have been asked meanwhile.
    if (seat.state !== "joined") return unknownInstance(context, seat.number)
    if (seat.isBusy(limits)) return tooManyEvents(context)
    if (!page.takeWaiting(size, limits)) return tooMuchWaiting(context)
    seat.patch(to, size, acknowledge)
    return undefined
  }
  // A path: some views vouch for theirs themselves.
  if (text.startsWith("/")) return hand(text)
  const vouched = checkTicket(text, seat, owner)
  if ("code" in vouched) return vouched
  // The store is asked for each, as for a join.
  if (!page.takeJoin(limits, context.services.clock.now())) return tooManyJoins(context)
  const asked = askIfVoided(vouched, context)
  if (asked === undefined) return hand(vouched)
  return asked.then((isVoided) => (isVoided ? tokenRefusal(context, "expired") : hand(vouched)))
}

function checkTicket(text: string, seat: Seat, owner: SeatOwner): Vouched | Problem {
  const { context } = owner
  const check = checkToken(text, owner)
  if ("code" in check) return check
  const { token, issuedAt } = check
  // Of another root of the browser's, or of an island, which has no URL.
  if (token.id !== seat.root || token.page === undefined) return tokenRefusal(context, "malformed")
  return context.voids.now() - issuedAt > LIFETIME ? staleTicket(context) : check
}
