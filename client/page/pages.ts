/**
 * What the page half asks of the part that has another page take the place of this one without a page load:
 * `client/features/pages/`. Of addresses and of the history it knows nothing.
 */

/** A page, as it is asked for. */
export interface WantedPage {
  /** It may have a hash. */
  readonly href: string
  /** Of the entry in the history that is gone back or forward to; undefined: a new one. */
  readonly position: number | undefined
  /** What it is to show once, beside what is on its way in a cookie. */
  readonly flash: string | undefined
  /** When the user has asked for it, or a view has (`performance.now()`). */
  readonly since: number
}

/** What becomes of a page that is asked for. */
export interface TripDelegate {
  /** The page is about to be exchanged: now it is left, and may not be gone back on. */
  leaves(): void
  /** It is exchanged. `root` is the id of the root that it is about; empty: there is none. */
  arrived(root: string): void
  /** The browser is to load it, or what the host redirects to. */
  endedElsewhere(to?: string): void
}

/** A page that is on its way. */
export interface Trip {
  /** Nobody wants it any more; without effect from the moment the page is left. */
  stop(): void
}

export interface Pages {
  go(wanted: WantedPage, delegate: TripDelegate): Trip
  /** Asks for a page that will perhaps be wanted; `isPressed`: the button is down on a link to it. */
  prefetch(href: string, isPressed: boolean): void
  /** What was fetched before may no longer be so. */
  dropPrefetched(): void
  /** Forms of the page that hold what the server has not been told. */
  readonly isDirty: boolean
  /** False if the user wants to stay with what a form holds. */
  mayLeave(): boolean
  /** The page stays, though the user wanted to leave it. */
  stays(): void
  /** The entry at this position is about to be left. */
  leavesEntry(position: number): void
  /** The page shows the entry at this position again, which a patch has brought back. */
  showsEntry(position: number): void
}
