/** The states of a page on its way, and what leads from each to which. What a state does not list cannot happen in it. */

export type TripState =
  /** Waits for the host's answer. */
  | "fetching"
  /** Has the page, and gets what it needs before it can be shown. */
  | "preparing"
  /** Shows it with the next frame. */
  | "ready"
  /** Shown, or the browser's to load, or nobody wants it any more. */
  | "ended"

export type TripEvent = "answered" | "prepared" | "ended"

export const TRIP_STEPS: Readonly<Record<TripState, Readonly<Partial<Record<TripEvent, TripState>>>>> = {
  fetching: { answered: "preparing", ended: "ended" },
  preparing: { prepared: "ready", ended: "ended" },
  ready: { ended: "ended" },
  ended: {},
}
