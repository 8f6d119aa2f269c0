/**
 * A join that takes over the process of its page: nothing is mounted, and the page, which shows what that process has rendered, is
 * told what differs from it.
 */

import type { ViewProcess } from "../process/view-process.js"
import type { JoinReply, JoinRequest } from "../protocol/frames.js"
import type { Vouched } from "../security/page-token.js"
import type { SnapshotSeries } from "../snapshot/snapshot-series.js"
import { withSnapshot } from "./join-snapshot.js"
import { adoptedReply } from "./joined-reply.js"
import { connectInTime } from "./ledger/connect-in-time.js"
import type { Seat, SeatOwner } from "./seat.js"
import { signedExtras } from "./signed-extras.js"

/** What a join is, that has passed all checks. */
export interface CheckedJoin {
  readonly request: JoinRequest
  /** What its token says. */
  readonly claims: Vouched
  /** Characters that the token of a patch may have more. */
  readonly spare: number
  /** Of a view that persists. */
  readonly series: SnapshotSeries | undefined
}

/** The process that waits for this join; undefined: it has to be mounted. */
export function waitingProcess(
  { request, claims, series }: CheckedJoin,
  { context }: SeatOwner,
): ViewProcess | undefined {
  const { parking } = context.supervisor
  const process = parking.adopt(claims.token.parked)
  // What such a page shows, or is to be brought back to, is not what the process has rendered.
  const isOther = request.a === true || request.r !== undefined || series?.saved !== undefined
  if (!isOther) return process
  void process?.close("leave")
  return undefined
}

/** Resolves with the answer to the join; undefined: the page has left meanwhile; `"ended"`: as of who comes back. */
export async function adopt(
  seat: Seat,
  process: ViewProcess,
  { request, claims, spare }: CheckedJoin,
  owner: SeatOwner,
): Promise<JoinReply | "ended" | undefined> {
  const { place, takesParams } = process.facts
  const { params, session } = claims.token
  if (place.isPage && takesParams) place.vouchedBy(claims, spare)
  const arrival = { params, session, connectParams: request.p ?? {}, by: seat }
  const frame = await connectInTime({ ledger: seat.hold(process), arrival }, owner.context)
  if (seat.state !== "joining") return undefined
  if (frame === undefined) return "ended"
  const extras = withSnapshot(signedExtras(frame, owner), process)
  if (extras?.x !== undefined) {
    seat.end("crash")
    return { x: extras.x }
  }
  if (extras?.r !== undefined) {
    seat.end("leave")
    return { r: extras.r }
  }
  const { rendered } = process
  return adoptedReply(seat, { request, diff: frame.diff, extras, rendered, sent: owner.page.templates })
}
