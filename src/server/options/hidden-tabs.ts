/** The option `hiddenTabs`, as apps write it. */

/** How often pages that nobody sees are told of changes. What the user does is answered at once, always. */
export interface HiddenTabs {
  /**
   * Milliseconds that a page is hidden before it is told less often.
   * @defaultValue 30000
   */
  readonly after?: number | undefined
  /**
   * Milliseconds from one render of a view to its next then. 0: as often as a page that is seen.
   * @defaultValue 5000
   */
  readonly every?: number | undefined
}
