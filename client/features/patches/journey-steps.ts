/** The states of a journey, and what leads from each to which. What a state does not list cannot happen in it. */

export type JourneyState =
  /** The part that makes trips is loaded. */
  | "loading"
  /** A trip is under way. */
  | "going"
  /** For the connection: the trip could not be made without. */
  | "waiting"
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
  | "ended"

/** By state and event, the next state. */
export const JOURNEY_STEPS: Readonly<Record<JourneyState, Readonly<Partial<Record<JourneyEvent, JourneyState>>>>> = {
  loading: { loaded: "going", ended: "over" },
  going: { delayed: "waiting", ended: "over" },
  waiting: { joined: "going", due: "going", ended: "over" },
  over: {},
}
