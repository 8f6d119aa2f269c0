/**
 * What the page half asks of the part that shows things of livemount's own to the user: `client/features/standby/`. The
 * part may not be there yet; who shows nothing of its own, and only tells scripts and style sheets, does not wait for it.
 */

export interface Notices {
  readonly connection: {
    connectionLost(): void
    connectionRestored(): void
    /** The user looks at the page, or no more: what nobody sees does not count as time gone by. */
    pageResumed(): void
    pageHidden(): void
    /** At once, if the connection is missing: the user tries to do something. */
    show(): void
    /** What will be sent when the connection is back is more, or other, than before. */
    keptChanged(): void
  }
  readonly bar: {
    /** Something loads, or nothing does; the bar comes when that takes a while. */
    show(isLoading: boolean): void
  }
  /** Shows for a while that an event failed, with this code. */
  showFailure(code: string): void
}
