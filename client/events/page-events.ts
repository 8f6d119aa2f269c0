/**
 * The events of the page: what its observers notice goes to those who know what the attributes say. When an event is sent
 * is its view's matter.
 */
import { findAllInPage } from "../dom/nodes/members.js"
import type { Loadable } from "../util/lazy.js"
import type { PageView } from "../view/view-page.js"
import { Confirmations } from "./confirmations.js"
import { ElementEvents } from "./element-events.js"
import { EventAttributes, type EventViews } from "./event-attributes.js"
import { FormEvents } from "./form-events.js"
import { ClickObserver } from "./observers/click-observer.js"
import { FocusObserver } from "./observers/focus-observer.js"
import { InputObserver } from "./observers/input-observer.js"
import { KeyObserver } from "./observers/key-observer.js"
import type { Observer } from "./observers/observer.js"
import { SubmitObserver } from "./observers/submit-observer.js"
import { preparePostButton, preparePostForm } from "./plain-post.js"
import { type RateLimiter, RateLimits } from "./rate-limits.js"

export class PageEvents {
  readonly elements: ElementEvents
  readonly forms: FormEvents
  readonly #attributes: EventAttributes
  readonly #observers: readonly Observer<unknown>[]

  constructor(prefix: string, views: EventViews, limiter: Loadable<RateLimiter>) {
    const attributes = new EventAttributes(prefix, views)
    const limits = new RateLimits(attributes, limiter)
    const confirmations = new Confirmations(attributes)
    const elements = new ElementEvents(attributes, limits, confirmations)
    const forms = new FormEvents(attributes, limits, confirmations)
    this.#attributes = attributes
    this.elements = elements
    this.forms = forms
    this.#observers = [
      new ClickObserver(document, elements),
      new SubmitObserver(document, forms),
      new InputObserver(document, forms),
      new KeyObserver(document, elements),
      new FocusObserver(document, elements),
    ]
  }

  start(): void {
    for (const observer of this.#observers) observer.start()
  }

  stop(): void {
    for (const observer of this.#observers) observer.stop()
  }

  /** Nobody will hear the next click: all that can post says what its binding says by now. */
  leaveToPost(view: PageView): void {
    const attributes = this.#attributes
    // In the whole page, where portals may have moved them.
    for (const button of findAllInPage(`[${attributes.named("click")}]`)) {
      if (attributes.viewOf(button) === view) preparePostButton(button, attributes.target(button, "click", view))
    }
    for (const form of findAllInPage<HTMLFormElement>(`form[${attributes.named("submit")}]`)) {
      if (attributes.viewOf(form) === view) preparePostForm(form, attributes.target(form, "submit", view))
    }
  }
}
