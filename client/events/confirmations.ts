/** Asks the user before what `live-confirm` stands on: whatever the view's state, of links and of buttons that post, too. */
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

  confirmsSubmit(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
    // The button's own question was asked when it was clicked; one that closes the dialog submits nothing.
    return (
      isCancel(submitter) ||
      Boolean(submitter && this.#attributes.says(submitter, "confirm")) ||
      this.#attributes.confirms(form)
    )
  }
}

/** True for a button of a dialog that only closes it, whatever its form does otherwise. */
export function isCancel(submitter: HTMLElement | null): boolean {
  return submitter?.getAttribute("formmethod")?.toLowerCase() === "dialog"
}
