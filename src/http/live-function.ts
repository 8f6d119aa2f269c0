/** `live` as the host's templates see it: types only. */

/** Options of an island. */
export interface IslandOptions {
  /**
   * The id of its root element, the same on each page: views that persist need one. Letters, digits, hyphens, underscores.
   * @defaultValue the view's name with a number, as islands come in the page
   */
  readonly id?: string | undefined
}

/** What templates have as `live`. */
export interface LiveFunction {
  /** An island: the view of this name, with these values laid over the page's session. */
  (name: string, session?: object, options?: IslandOptions): string
  /** What belongs into the head. */
  head(): string
  /** The browser's script. Without a call it goes before the last `</body>`. */
  scripts(): string
}
