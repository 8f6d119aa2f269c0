/** How a view of a server that goes away ends: all that has come is answered, and its page knows that it goes on elsewhere. */

import { DRAIN } from "../protocol/messages.js"
import type { Peer } from "./peer.js"
import type { Seat } from "./seat.js"

/** Resolves when the page has been told. `patience`: resolves when it is too late to wait for handlers, and for the store of snapshots. */
export async function drainSeat(seat: Seat, peer: Peer, patience: Promise<void>): Promise<void> {
  const { ledger } = seat
  if (ledger === undefined) return
  await Promise.race([ledger.answered(), patience])
  // What has ended meanwhile has told so itself.
  if (seat.state !== "joined") return
  const { persisted } = ledger.process.facts
  try {
    if (persisted !== undefined && persisted.state !== "told") {
      seat.push({ diff: null, extras: { s: persisted.seal() } })
    }
  } catch (error) {
    seat.failed(error)
    return
  }
  peer.send(DRAIN, seat.number, ledger.came)
  seat.end("shutdown")
  await Promise.race([persisted?.series.told, patience])
}
