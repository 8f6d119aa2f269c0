/** Asks the user before a click on what `live-confirm` stands on: whatever the view's state, also of links and buttons that post. */
import { closest } from "../dom/nodes/members.js"
import type { EventAttributes } from "./event-attributes.js"

export class Confirmations {
  readonly #attributes: EventAttributes
  /** What the user has confirmed by a click on a label. */
  #confirmed: Element | null = null

  constructor(attributes: EventAttributes) {
    this.#attributes = attributes
  }

  confirmsClick(target: Element): boolean {
    const element = this.#attributes.closest(target, "confirm", ":not(form)")
    const confirmed = element === this.#confirmed || this.#attributes.confirms(element)
    const control = (closest(target, "label") as HTMLLabelElement | null)?.control
    // The browser clicks the control at once, or not at all.
    this.#confirmed = confirmed && control && control !== target ? element : null
    setTimeout(() => {
      this.#confirmed = null
    })
    return confirmed
  }
}
