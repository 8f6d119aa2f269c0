/** An event of the user on its way to the server. */

export interface ViewEvent {
  /** The event's name in the view. */
  readonly name: string
  /** The binding it came from; `click` shows as the class `live-click-loading`. */
  readonly type: string
  /** The element with the binding. */
  readonly source: Element
  /** The control or button it came from, where the binding stands on its form. */
  readonly control?: Element | null
  readonly payload: unknown
  /** The elements that show it is under way. */
  readonly shown: readonly Element[]
}
