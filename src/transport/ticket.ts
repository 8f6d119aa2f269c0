/**
 * A ticket, from its arrival to the seat whose view goes where it leads. It is a page token that the host's own routes have
 * just given out for that URL, so it is checked like that of a join, and it may be a minute old at most. Whether it is as new
 * as the session in use is the process's to say, when its turn comes.
 */

import type { Problem } from "../protocol/frames.js"
import { PATCH } from "../protocol/messages.js"
import type { Vouched } from "../security/page-token.js"
import { admissionProblem } from "./admission.js"
import { payloadSize } from "./inbound.js"
import {
  badMessage,
  staleTicket,
  tokenRefusal,
  tooManyJoins,
  tooMuchWaiting,
  unknownInstance,
} from "./inbound-problems.js"
import type { Ledger } from "./ledger/ledger.js"
import type { Acknowledge } from "./ledger/ledger-seat.js"
import type { Seat, SeatOwner } from "./seat.js"
import { askIfVoided, checkToken } from "./token-check.js"

/** In ms, by the clock that tokens go by. */
const LIFETIME = 60_000

/** A ticket that holds, or the path that takes its place; and its size, where it is to be counted as waiting. */
interface TakenTicket {
  readonly to: Vouched | string
  readonly size: number
}

/** Over which connection it comes. */
interface TicketOwner extends SeatOwner {
  /** What to tell of an exception on the way of a message. */
  failed(error: unknown, message: string): Problem
}

/**
 * Hands a ticket that has just come to the seat's process, at once or when the store has been asked; or has it refused. It is answered also
 * where that fails: its page waits, and so does a server that is about to go away.
 */
export async function takeTicket(
  seat: Seat,
  text: unknown,
  owner: TicketOwner,
  acknowledge: Acknowledge | undefined,
): Promise<void> {
  const ledger = seat.ledger as Ledger
  let taken: TakenTicket | Problem
  try {
    taken = checked(seat, text, owner)
  } catch (error) {
    taken = owner.failed(error, PATCH)
  }
  // From here on it waits, also while the store is asked.
  const number = ledger.expect(acknowledge, 0)
  let problem: Problem | undefined
  try {
    problem = "code" in taken ? taken : await handIn(taken, number, seat, owner)
  } catch (error) {
    problem = owner.failed(error, PATCH)
  }
  if (problem !== undefined) ledger.answer(number, { diff: null, extras: { x: problem } })
}

/** Resolves with why it was not handed in; undefined: it was, or is answered already. */
async function handIn(
  { to, size }: TakenTicket,
  number: number,
  seat: Seat,
  { context, page }: SeatOwner,
): Promise<Problem | undefined> {
  const ledger = seat.ledger as Ledger
  if (typeof to !== "string") {
    const asked = askIfVoided(to, context)
    if (asked !== undefined && (await asked)) return tokenRefusal(context, "expired")
  }
  if (ledger.process.state === "ended") return unknownInstance(context, seat.number)
  // The page has been on another connection meanwhile, and was told to fetch another.
  if (!ledger.isExpected(number)) return undefined
  if (seat.state === "joined") {
    if (!page.takeWaiting(size, context.limits)) return tooMuchWaiting(context)
    ledger.counted(number, size)
  }
  ledger.process.patch(to, ledger, number)
  return undefined
}

function checked(seat: Seat, text: unknown, owner: SeatOwner): TakenTicket | Problem {
  const { context, page } = owner
  if (typeof text !== "string") return badMessage(context, "ticket", "a text")
  const size = payloadSize(text) ?? 0
  const problem = admissionProblem(size, seat, owner)
  if (problem !== undefined) return problem
  // A path: some views vouch for theirs themselves.
  if (text.startsWith("/")) return { to: text, size }
  const vouched = checkTicket(text, seat, owner)
  if ("code" in vouched) return vouched
  // The store is asked for each, as for a join.
  if (!page.takeJoin(context.limits, context.services.clock.now())) return tooManyJoins(context)
  return { to: vouched, size }
}

function checkTicket(text: string, seat: Seat, owner: SeatOwner): Vouched | Problem {
  const { context } = owner
  const check = checkToken(text, owner)
  if ("code" in check) return check
  const { token, issuedAt } = check
  // Of another root of the browser's, or of an island, which has no URL.
  if (token.id !== seat.root || token.route === undefined) return tokenRefusal(context, "malformed")
  return context.voids.now() - issuedAt > LIFETIME ? staleTicket(context) : check
}
