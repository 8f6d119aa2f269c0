/**
 * A join that takes over the process of its page: nothing is mounted, and the page, which shows what that process has rendered, is
 * told what differs from it. And what comes of any join that takes over a process which runs already.
 */

import type { Frame } from "../process/output/frame.js"
import type { ViewProcess } from "../process/view-process.js"
import type { Extras, JoinReply, JoinRequest } from "../protocol/frames.js"
import type { WireDiff } from "../protocol/values.js"
import type { Vouched } from "../security/page-token.js"
import type { SnapshotSeries } from "../snapshot/snapshot-series.js"
import { unread } from "./inbound-problems.js"
import { withSnapshot } from "./join-snapshot.js"
import { adoptedReply } from "./joined-reply.js"
import { connectInTime } from "./ledger/connect-in-time.js"
import { refusesAnswers } from "./limits.js"
import type { Seat, SeatOwner } from "./seat.js"
import { signedExtras } from "./signed-extras.js"

/** What a join is, that has passed all checks. */
export interface CheckedJoin {
  readonly request: JoinRequest
  /** What its token says. */
  readonly claims: Vouched
  /** The cookie of its browser, that the token is bound to. */
  readonly browser: string | undefined
  /** Characters that the token of a patch may have more. */
  readonly spare: number
}

/**
 * Takes the process that waits for this join; undefined: it has to be mounted. One that cannot be taken over ends.
 *
 * @param series - Of a view that persists.
 */
export function takeParked(
  { request, claims }: CheckedJoin,
  series: SnapshotSeries | undefined,
  { context }: SeatOwner,
): ViewProcess | undefined {
  const { supervisor } = context
  const process = supervisor.parking.adopt(claims.token.parked)
  // What such a page shows, or is to be brought back to, is not what the process has rendered.
  const isOther = request.a === true || request.r !== undefined || series?.saved !== undefined
  if (process === undefined || !isOther) return process
  void supervisor.end(process, "leave")
  return undefined
}

/** Resolves with what comes of the join. */
export async function adopt(
  seat: Seat,
  process: ViewProcess,
  { request, claims, spare }: CheckedJoin,
  owner: SeatOwner,
): Promise<TakeOver> {
  const { place, takesParams } = process.facts
  const { params, session } = claims.token
  if (place.isPageRoot && takesParams) place.vouchedBy(claims, spare)
  const arrival = { params, session, connectParams: request.p ?? {}, by: seat }
  const frame = await connectInTime({ ledger: seat.hold(process), arrival }, owner.context)
  const taken = takenFrame(seat, frame, process, owner)
  if (!taken.isShown) return taken.reply
  const { diff, extras } = taken
  return adoptedReply(seat, { request, diff, extras, rendered: process.rendered, sent: owner.page.templates })
}

/** The answer; undefined: the page has left meanwhile, or has another seat; `"ended"`: the view was busy for too long, the page begins anew. */
export type TakeOver = JoinReply | "ended" | undefined

/** What the page is told of its view beside what it has missed; or how its join ends, as it does not get the view. */
export type TakenFrame =
  | { readonly isShown: true; readonly diff: WireDiff | null; readonly extras: Extras | undefined }
  | { readonly isShown: false; readonly reply: TakeOver }

/**
 * Looks at what a view has said to the page that has come. Where the page does not get it, the view ends.
 *
 * @param frame - As `connectInTime` gives it.
 */
export function takenFrame(seat: Seat, frame: Frame | undefined, process: ViewProcess, owner: SeatOwner): TakenFrame {
  if (frame === undefined) return { isShown: false, reply: seat.state === "joining" ? "ended" : undefined }
  const extras = signedExtras(frame, owner)
  // Also where the seat is lost: a view that was ended meanwhile has no other way to say so.
  const refusal = refusalIn(seat, extras, owner)
  if (refusal !== undefined || seat.state !== "joining") return { isShown: false, reply: refusal }
  return { isShown: true, diff: frame.diff, extras: withSnapshot(extras, process) }
}

function refusalIn(seat: Seat, extras: Extras | undefined, { context, peer }: SeatOwner): JoinReply | undefined {
  const { x: problem, r: redirect } = extras ?? {}
  if (problem !== undefined) {
    seat.end("crash")
    return { x: problem }
  }
  if (redirect !== undefined) {
    seat.end("leave")
    return { r: redirect }
  }
  if (!refusesAnswers(peer.unsentBytes, context.limits)) return undefined
  seat.end("disconnect")
  return { x: unread(context) }
}
