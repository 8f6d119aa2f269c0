/** The states of the page's connection, and what leads from each to which. What a state does not list cannot happen in it. */

export type ConnectionState =
  /** Nobody wants it. */
  | "stopped"
  /** It never was there: the page works without, and nothing is missing. */
  | "opening"
  | "open"
  /** It was there, and is to be again. */
  | "lost"
  /** Nobody wants it any more; it was there before. */
  | "paused"

export type ConnectionEvent = "started" | "opened" | "closed" | "left"

/** By state and event, the next state. */
export const CONNECTION_STEPS: Readonly<
  Record<ConnectionState, Readonly<Partial<Record<ConnectionEvent, ConnectionState>>>>
> = {
  stopped: { started: "opening" },
  opening: { opened: "open", closed: "opening", left: "stopped" },
  open: { opened: "open", closed: "lost", left: "paused" },
  lost: { opened: "open", closed: "lost", left: "paused" },
  paused: { started: "lost" },
}
