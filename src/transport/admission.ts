/** Whether a seat takes one message more, by its size and by what the page has not dealt with yet: of events and tickets alike. */

import type { Problem } from "../protocol/frames.js"
import { tooLarge, tooManyEvents, unread } from "./inbound-problems.js"
import { refusesAnswers } from "./limits.js"
import type { Seat, SeatOwner } from "./seat.js"

/** Why it takes none of this size now; undefined: it may. */
export function admissionProblem(size: number, seat: Seat, { context, peer }: SeatOwner): Problem | undefined {
  const { limits } = context
  if (size > limits.messageSize) return tooLarge(context, size)
  if (refusesAnswers(peer.unsentBytes, limits)) return unread(context)
  return seat.isBusy(limits) ? tooManyEvents(context) : undefined
}
