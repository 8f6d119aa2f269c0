/**
 * Moves the pages of a server that goes away to the others of its app: each view answers what it has taken, seals what it persists, and
 * tells its page that it goes on elsewhere. One page after the other, over a while, so that not all of them come to the next one at once.
 */

import { DRAIN } from "../protocol/messages.js"
import type { Clock } from "../util/clock.js"
import type { PageConnection } from "./page-connection.js"
import type { Peer } from "./peer.js"
import type { Seat } from "./seat.js"
import type { ViewConnection } from "./view-connection.js"

/** Milliseconds that pages take at most until the last of them is told … */
const SPREAD = 2_000
/** … and from one to the next, where they are few. */
const STEP = 5
/** Milliseconds that a page waits for handlers that are running, and for the store of snapshots. */
const PATIENCE = 5_000

/** Resolves when all pages have been told, and their connections are ended. */
export async function drain(connections: Iterable<ViewConnection>, clock: Pick<Clock, "after">): Promise<void> {
  const pages = new Map<PageConnection, ViewConnection[]>()
  for (const connection of connections) {
    const views = pages.get(connection.page)
    if (views === undefined) pages.set(connection.page, [connection])
    else views.push(connection)
  }
  const step = Math.min(STEP, SPREAD / pages.size)
  await Promise.all([...pages.values()].map((views, index) => drainPage(views, index * step, clock)))
}

async function drainPage(views: readonly ViewConnection[], after: number, clock: Pick<Clock, "after">): Promise<void> {
  if (after > 0) await new Promise<void>((resolve) => clock.after(after, resolve))
  let cancel = (): void => {}
  const patience = new Promise<void>((resolve) => {
    cancel = clock.after(PATIENCE, resolve)
  })
  await Promise.all(views.flatMap((view) => view.deafen().map((seat) => drainSeat(seat, view.peer, patience))))
  // What has not left when the server closes its connections is lost.
  await Promise.race([Promise.all(views.map(({ peer }) => hasLeft(peer))), patience])
  cancel()
  for (const { peer } of views) peer.disconnect()
}

/** Resolves when all that was said to a page has left. */
function hasLeft(peer: Peer): Promise<void> {
  if (peer.unsentBytes === 0) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = peer.onTaken(() => {
      if (peer.unsentBytes > 0) return
      stop()
      resolve()
    })
  })
}

/** Resolves when the page has been told. `patience`: resolves when it is too late to wait for handlers, and for the store of snapshots. */
async function drainSeat(seat: Seat, peer: Peer, patience: Promise<void>): Promise<void> {
  const { ledger } = seat
  if (ledger === undefined) return
  await Promise.race([ledger.answered(), patience])
  // What has ended meanwhile has told so itself.
  if (seat.state !== "joined") return
  const { persisted } = ledger.process.facts
  try {
    if (persisted !== undefined && !persisted.isTold) {
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
