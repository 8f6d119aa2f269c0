/**
 * A join of a page that has lost its connection, and comes back to the process that it has had: nothing is mounted, the page is told
 * what it has missed. Where that is not known any more, it is told all that the view shows now.
 *
 * A key opens for the browser, the root and the user that it was given to. For another user, or another session, the page begins anew.
 */

import type { Arrival } from "../process/messages/mailbox.js"
import type { ViewProcess } from "../process/view-process.js"
import type { ComeBack, JoinRequest } from "../protocol/frames.js"
import type { WireDiff } from "../protocol/values.js"
import { wholeValues } from "../render/diff/diff.js"
import { bindingDigest } from "../security/binding-digest.js"
import type { PageToken, Vouched } from "../security/page-token.js"
import type { HandedOver } from "../supervise/hand-over.js"
import { type DetachedContext, notices } from "../telemetry/channels.js"
import { type CheckedJoin, type TakeOver, takenFrame } from "./adopt.js"
import { staleTicket } from "./inbound-problems.js"
import { resumedReply } from "./joined-reply.js"
import { connectInTime } from "./ledger/connect-in-time.js"
import { type HeldToken, holdToken } from "./ledger/held-token.js"
import type { Ledger } from "./ledger/ledger.js"
import type { NamespaceContext } from "./namespace-context.js"
import type { Seat, SeatOwner } from "./seat.js"

/** Whether two tokens say that a view is the same user's. */
function isSameUser(one: Vouched, other: Vouched): boolean {
  return one === other || userOf(one.token) === userOf(other.token)
}

function userOf({ identify, session }: PageToken): string {
  return JSON.stringify([identify, session])
}

/** The token of the view that the page of this request comes back to, if it does; whether it may is looked at later. */
export function heldFor(
  { r }: JoinRequest,
  browser: string | undefined,
  kept: NamespaceContext["kept"],
): HeldToken | undefined {
  if (r === undefined || browser === undefined) return undefined
  return kept?.find(r.k, bindingDigest(browser))?.token
}

/** The key that the page of this seat may come back with; undefined: nobody keeps its view. */
export function keyFor(
  { ledger }: Seat,
  { request, claims, browser }: Pick<CheckedJoin, "request" | "claims" | "browser">,
  { context }: SeatOwner,
): string | undefined {
  if (ledger === undefined || context.kept === undefined) return undefined
  // Who comes back is who was there before, with the same browser.
  if (ledger.key === undefined && browser === undefined) return undefined
  if (ledger.token !== claims) ledger.token = holdToken(request.t, claims)
  if (ledger.key !== undefined) return context.kept.renew(ledger)
  return context.kept.keep(ledger, bindingDigest(browser as string))
}

/**
 * Takes what the page of this join comes back to; undefined: it begins anew. What it could have come back to, were it not another's by now,
 * ends.
 */
export function takeKept(join: CheckedJoin, { context }: SeatOwner): Ledger | undefined {
  const { request, claims } = join
  const { kept, view, supervisor } = context
  if (request.r === undefined || kept === undefined || join.browser === undefined) return undefined
  const ledger = kept.find(request.r.k, bindingDigest(join.browser))
  const { token } = claims
  if (ledger === undefined || ledger.process.view !== view.definition.name || ledger.process.id !== token.id) {
    return undefined
  }
  const held = ledger.process.facts.place.vouched ?? ledger.token
  if (held !== undefined && isSameUser(held, claims) && ledger.isTrue) return ledger
  void supervisor.end(ledger.process, "disconnect")
  return undefined
}

/** True where the page has left while its join was looked at. If it does not come back, what waits for it ends here. */
export function endIfOver(seat: Seat, join: CheckedJoin, owner: SeatOwner): boolean {
  if (seat.state === "joining") return false
  if (!seat.isLeaving) return true
  const { supervisor } = owner.context
  for (const process of [takeKept(join, owner)?.process, supervisor.parking.adopt(join.claims.token.parked)]) {
    if (process !== undefined) void supervisor.end(process, "leave")
  }
  return true
}

/** Asks the process of the app that keeps the view, where that is another one; it ends there. Undefined: none does, or has said so in time. */
export function handedOver(
  { request, browser }: CheckedJoin,
  { context }: SeatOwner,
): Promise<HandedOver | undefined> | undefined {
  if (request.r === undefined || browser === undefined) return undefined
  return context.handOver?.ask(request.r.k, bindingDigest(browser))
}

/** Resolves with what comes of the join. */
export async function comeBack(
  seat: Seat,
  ledger: Ledger,
  { request, claims }: CheckedJoin,
  owner: SeatOwner,
): Promise<TakeOver> {
  const { context } = owner
  const { process } = ledger
  const { k, f } = request.r as ComeBack
  const hasNewest = context.kept?.take(ledger, k) === true
  const progress = { taken: hasNewest ? f : undefined, templates: request.h }
  const isWhole = !seat.resume(ledger, progress)
  context.supervisor.renewed(process, claims)
  let values: WireDiff | null = null
  const ready = (): void => {
    values = wholeValues(process.rendered, undefined, seat.table)
  }
  const arrival = arrivalOf(seat, process, { request, claims })
  const frame = await connectInTime({ ledger, arrival, ready: isWhole ? ready : undefined }, context)
  const taken = takenFrame(seat, frame, process, owner)
  if (!taken.isShown) return taken.reply
  ledger.settle({ x: staleTicket(context) })
  tell({ view: process.view, id: process.id, became: isWhole ? "retold" : "resumed" })
  const { diff, extras } = taken
  const reply = resumedReply(seat, {
    request,
    diff: isWhole ? values : diff,
    extras,
    resumed: { given: ledger.came, frames: ledger.play(progress, isWhole), isWhole },
    sent: owner.page.templates,
  })
  ledger.caughtUp(isWhole, extras)
  return reply
}

function arrivalOf(
  seat: Seat,
  { facts }: ViewProcess,
  { request, claims }: Pick<CheckedJoin, "request" | "claims">,
): Arrival {
  const { params, session } = claims.token
  // The view may have gone elsewhere meanwhile.
  const at = facts.place.said ?? { params }
  return { params: at.params, session, connectParams: request.p ?? {}, by: seat }
}

function tell(context: DetachedContext): void {
  if (notices.detached.hasSubscribers) notices.detached.publish(context)
}
