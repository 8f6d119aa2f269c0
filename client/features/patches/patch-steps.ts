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

export type PatchEvent = "handedOver" | "delayed" | "joined" | "refetched" | "ended"

/** By state and event, the next state. */
export const PATCH_STEPS: Readonly<Record<PatchState, Readonly<Partial<Record<PatchEvent, PatchState>>>>> = {
  fetching: { handedOver: "sent", delayed: "waiting", ended: "over" },
  waiting: { joined: "fetching", ended: "over" },
  // The view was joined anew, by the token of before: it knows nothing of the patch.
  sent: { joined: "fetching", refetched: "fetching", ended: "over" },
  over: {},
}
