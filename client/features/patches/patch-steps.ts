/** The states of one patch, and what leads from each to which. What a state does not list cannot happen in it. */

export type PatchState =
  /** Asks for a ticket. */
  | "fetching"
  /** Has none or has one, but there is no connection to hand it over. */
  | "waiting"
  /** Has handed it over. */
  | "sent"
  /** Applied, left to the browser, or overtaken by a newer one. */
  | "over"

export type PatchEvent = "handedOver" | "delayed" | "joined" | "resumed" | "refetched" | "ended"

/** By state and event, the next state. */
export const PATCH_STEPS: Readonly<Record<PatchState, Readonly<Partial<Record<PatchEvent, PatchState>>>>> = {
  fetching: { handedOver: "sent", delayed: "waiting", ended: "over" },
  waiting: { joined: "fetching", resumed: "fetching", ended: "over" },
  // A view that was joined anew, by the token of before, knows nothing of the patch; one that was resumed will answer it.
  sent: { joined: "fetching", refetched: "fetching", ended: "over" },
  over: {},
}
