/**
 * An event of the user on its way to the server, and the classes that show it is under way.
 */

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

/** Says on an element, until the view is joined again, that an event was not sent. */
export const REFUSED_CLASS = "live-refused"

/** Counts per element and class, so that two events of one element end with the second. */
export class LoadingClasses {
  readonly #counts = new WeakMap<Element, Map<string, number>>()

  add(event: ViewEvent): void {
    this.#count(event, 1)
  }

  remove(event: ViewEvent): void {
    this.#count(event, -1)
  }

  #count({ type, shown }: ViewEvent, by: number): void {
    const name = `live-${type}-loading`
    for (const element of shown) {
      const counts = this.#counts.get(element) ?? new Map<string, number>()
      const count = (counts.get(name) ?? 0) + by
      this.#counts.set(element, counts.set(name, count))
      element.classList.toggle(name, count > 0)
    }
  }
}
