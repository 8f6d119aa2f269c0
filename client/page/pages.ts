/**
 * What the page half asks of the part that has another page take the place of this one without a page load:
 * `client/features/pages/`. Of the history it knows the names of entries alone.
 */

/**
 * What was typed, by names of entries, while no page of this tab holds it: in its `sessionStorage`, from where a page that is loaded
 * at one of them has it back.
 */
export const TYPED_KEY = "livemount-typed"

/** A page, as it is asked for. */
export interface WantedPage {
  /** It may have a hash. */
  readonly href: string
  /** Name of the entry in the history that is gone back or forward to; undefined: a new one. */
  readonly entry: string | undefined
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
  /** It could be shown if there were a connection; or, `isUnreachable`, the host does not answer. */
  delayed(isUnreachable: boolean): void
}

/** A page that is on its way. */
export interface Trip {
  /** Nobody wants it any more. Not to be called once the page is left. */
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
  /** The entry of this name is about to be left. `isGone`: the browser has, and may have scrolled since. `byView`: its view leads elsewhere. */
  leavesEntry(entry: string, isGone?: boolean, byView?: boolean): void
  /** The page shows the entry of this name again, which a patch has brought back. */
  showsEntry(entry: string): void
  /** The page has been loaded at the entry of this name, which was left with something typed there. */
  loadedAt(entry: string): void
}
