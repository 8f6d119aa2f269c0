/**
 * The events of the page: what its observers notice goes to those who know what the attributes say. When an event is sent
 * is its view's matter.
 */
import { findAllInPage } from "../dom/nodes/members.js"
import type { Loadable } from "../util/lazy.js"
import type { PageView } from "../view/view-page.js"
import type { CommandsPort } from "./commands-port.js"
import { Confirmations } from "./confirmations.js"
import { EarlySubmits, type EarlySubmitsDelegate } from "./early-submits.js"
import { ElementEvents } from "./element-events.js"
import { EventAttributes, type EventViews } from "./event-attributes.js"
import type { FormEventsMaker, FormEventsPort } from "./form-events-port.js"
import { ClickObserver } from "./observers/click-observer.js"
import { FocusObserver } from "./observers/focus-observer.js"
import { KeyObserver } from "./observers/key-observer.js"
import type { Observer } from "./observers/observer.js"
import { preparePostButton } from "./plain-post.js"
import { type RateLimiter, RateLimits } from "./rate-limits.js"

/** The parts that not every page needs. */
export interface EventParts {
  readonly rateLimits: Loadable<RateLimiter>
  readonly forms: Loadable<FormEventsMaker>
  readonly commands: Loadable<CommandsPort>
}

/** Knows if the page, as it stands, has to wait for the part that knows forms. */
export interface EventGate {
  isShutFor(): boolean
}

export class PageEvents implements EarlySubmitsDelegate {
  readonly elements: ElementEvents
  readonly #attributes: EventAttributes
  readonly #limits: RateLimits
  readonly #observers: readonly Observer<unknown>[]
  readonly #early = new EarlySubmits(document, this)
  readonly #forms: Loadable<FormEventsMaker>
  readonly #gate: EventGate
  #formEvents: FormEventsPort | undefined
  #isStarted = false
  /** One function, so that it waits once for the part. */
  readonly #listen = (): void => {
    if (!this.#isStarted) return
    for (const observer of this.#observers) observer.start()
    // Who has heard a click must hear the submission after it, which would leave the page.
    if (this.#gate.isShutFor()) return this.#early.start()
    this.ofForms?.start()
    this.#early.stop()
  }

  constructor(prefix: string, views: EventViews, { rateLimits, forms, commands }: EventParts, gate: EventGate) {
    const attributes = new EventAttributes(prefix, views, commands)
    const limits = new RateLimits(attributes, rateLimits)
    const elements = new ElementEvents(attributes, limits, new Confirmations(attributes))
    this.#attributes = attributes
    this.elements = elements
    this.#limits = limits
    this.#forms = forms
    this.#gate = gate
    this.#observers = [
      new ClickObserver(document, elements),
      new KeyObserver(document, elements),
      new FocusObserver(document, elements),
    ]
  }

  start(): void {
    this.#isStarted = true
    this.#listen()
    this.#forms.use(this.#listen)
  }

  stop(): void {
    this.#isStarted = false
    this.#silence()
  }

  /** The part that knows forms cannot be had: a page that waits for it works by posting until it can. */
  formsMissing(): void {
    if (this.#gate.isShutFor()) this.#silence()
  }

  #silence(): void {
    for (const observer of this.#observers) observer.stop()
    this.ofForms?.stop()
    this.#early.stop()
  }

  // Early submits delegate

  submitWaits(form: HTMLFormElement): boolean {
    const view = this.#attributes.binds(form, "submit") ? this.#attributes.viewOf(form) : undefined
    return view !== undefined && view.readiness !== "plain"
  }

  /** Sends the change of a form whose edits the server has not seen: made before the join, or without a connection. */
  resendChange(dirty: Element, view: PageView): void {
    this.ofForms?.resendChange(dirty, view)
  }

  /** Nobody will hear the next click: all that can post says what its binding says by now. */
  leaveToPost(view: PageView): void {
    const attributes = this.#attributes
    // In the whole page, where portals may have moved them.
    for (const button of findAllInPage(`[${attributes.named("click")}]`)) {
      if (attributes.viewOf(button) === view) preparePostButton(button, attributes.target(button, "click", view))
    }
    this.ofForms?.leaveToPost(view)
  }

  /** What hears of forms; undefined until it has come. */
  get ofForms(): FormEventsPort | undefined {
    this.#formEvents ??= this.#forms.part?.makeFormEvents(this.#attributes, this.#limits)
    return this.#formEvents
  }
}
