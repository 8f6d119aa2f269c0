/** `live` as the host's templates see it: types only. */

/** What templates have as `live`. */
export interface LiveFunction {
  /** An island: the view of this name, with these values laid over the page's session. */
  (name: string, session?: object): string
  /** What belongs into the head. */
  head(): string
  /** The browser's script. Without a call it goes before the last `</body>`. */
  scripts(): string
}
