/** The states of a journey, and what leads from each to which. What a state does not list cannot happen in it. */

export type JourneyState =
  /** The part that makes trips is loaded. */
  | "loading"
  /** A trip is under way. */
  | "going"
  /** For the connection: the trip could not be made without. */
  | "waiting"
  /** The page is being exchanged, which nothing stops any more. */
  | "leaving"
  /** The page is there, or the browser's to load, or nobody wants it any more. */
  | "over"

export type JourneyEvent =
  | "loaded"
  /** The connection is missing, or the host does not answer. */
  | "delayed"
  /** A view is with the server again. */
  | "joined"
  /** It has waited long enough. */
  | "due"
  /** The page is about to be exchanged. */
  | "left"
  /** Something else is wanted now. */
  | "stopped"
  | "ended"

/** By state and event, the next state. */
export const JOURNEY_STEPS: Readonly<Record<JourneyState, Readonly<Partial<Record<JourneyEvent, JourneyState>>>>> = {
  loading: { loaded: "going", stopped: "over", ended: "over" },
  going: { delayed: "waiting", left: "leaving", stopped: "over", ended: "over" },
  waiting: { joined: "going", due: "going", stopped: "over", ended: "over" },
  leaving: { ended: "over" },
  over: {},
}
