/**
 * `live-trigger-action`: a form that the server has checked is sent by the browser itself, to its own `action`: what only
 * HTTP can do, such as to set a cookie.
 */
import { POST_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { LIVE_FIELD } from "../../../src/protocol/plain-post.js"
import { find, findAll, getAttribute, hasAttribute, matches } from "../../dom/nodes/members.js"
import type { PatchRecord } from "../../dom/nodes/patch-record.js"
import type { Bound, BoundView } from "./bound.js"

const BINDING = "trigger-action"

export class TriggerAction {
  readonly #page: Bound
  readonly #selector: string
  /** Sent, as long as they say so. */
  readonly #sent = new WeakSet<Element>()

  constructor(page: Bound) {
    this.#page = page
    this.#selector = `form[${page.prefix}${BINDING}]`
    this.#look(page.elements(BINDING))
  }

  viewJoined(view: BoundView): void {
    this.#look(this.#page.elements(BINDING, view))
  }

  pageWritten({ added, updated }: PatchRecord): void {
    this.#look(updated)
    for (const element of added) this.#look([element, ...findAll(element, this.#selector)])
  }

  #look(elements: Iterable<Element>): void {
    for (const element of elements) {
      if (!(element instanceof HTMLFormElement)) continue
      const isTriggered =
        matches(element, this.#selector) && getAttribute(element, `${this.#page.prefix}${BINDING}`) !== "false"
      if (!isTriggered) this.#sent.delete(element)
      else if (!this.#sent.has(element) && this.#page.viewOf(element)?.isBound) this.#send(element)
    }
  }

  #send(form: HTMLFormElement): void {
    this.#sent.add(form)
    // Without one the browser would post what the view has handled to the view once more. So it would by that of the server.
    if (!hasAttribute(form, "action") || find(form, `[name=${LIVE_FIELD}][${POST_ATTRIBUTE}]`) !== null)
      this.#page.warn(`A form with ${this.#page.prefix}${BINDING} needs an action.`, form)
    // A control may be named "submit".
    else HTMLFormElement.prototype.submit.call(form)
  }
}
