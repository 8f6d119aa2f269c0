/**
 * The states of one patch, and what leads from each to which. What a state does not list cannot happen in it.
 *
 *   fetching ◄──► waiting · sent ── refused ──► fetchingAnew ◄──► waitingAnew · sentAnew
 */

export type PatchState =
  /** Asks for a ticket; one that is held will do. */
  | "fetching"
  /** Has none or has one, but there is no connection to hand it over. */
  | "waiting"
  /** Has handed it over. */
  | "sent"
  /** The server has refused a ticket: asks for another. */
  | "fetchingAnew"
  | "waitingAnew"
  | "sentAnew"
  /** Applied, left to the browser, or overtaken by a newer one. */
  | "over"

export type PatchEvent =
  | "handedOver"
  | "delayed"
  | "joined"
  | "resumed"
  /** The server wants another ticket. */
  | "refused"
  | "ended"

/** By state and event, the next state. */
export const PATCH_STEPS: Readonly<Record<PatchState, Readonly<Partial<Record<PatchEvent, PatchState>>>>> = {
  fetching: { handedOver: "sent", delayed: "waiting", ended: "over" },
  waiting: { joined: "fetching", resumed: "fetching", ended: "over" },
  // A view that was joined anew, by the token of before, knows nothing of the patch; one that was resumed will answer it.
  sent: { joined: "fetching", refused: "fetchingAnew", ended: "over" },
  fetchingAnew: { handedOver: "sentAnew", delayed: "waitingAnew", ended: "over" },
  waitingAnew: { joined: "fetchingAnew", resumed: "fetchingAnew", ended: "over" },
  // What is refused once more would be refused again and again.
  sentAnew: { joined: "fetchingAnew", ended: "over" },
  over: {},
}
