/** What the page half asks of the part that sends the browser elsewhere: `client/features/navigation/`. */

export interface Navigation {
  /** Follows a redirect, if it leads to where a view may send anybody. */
  redirect(to: string): void
  /** Loads the page once more, but not again before its views have been sound. */
  reload(): void
  /** All views are sound: the next failure may ask for a load again. */
  arrived(): void
}
