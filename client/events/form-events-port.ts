/**
 * What the page's events ask of the part that knows forms, `client/features/forms/`: it hears what users do with them and
 * their controls. Until it has come no view has a form.
 */
import type { PageView } from "../view/view-page.js"
import type { EventAttributes } from "./event-attributes.js"
import type { RateLimits } from "./rate-limits.js"

/** Makes the events of the forms of a page. */
export interface FormEventsMaker {
  makeFormEvents(attributes: EventAttributes, limits: RateLimits): FormEventsPort
}

export interface FormEventsPort {
  /** Begins to listen; again after `stop`, and not twice. */
  start(): void
  stop(): void
  /** Sends the change of a form whose edits the server has not seen: made before the join, or without a connection. */
  resendChange(dirty: Element, view: PageView): void
  /**
   * Tells a process that was made anew, before it has written to the page, what forms hold, as `live-auto-recover` says: those that
   * were `used`, and those that have an event for it whether or not they were.
   */
  recover(view: PageView, used: readonly Element[]): void
  /** Nobody will hear the next submission: the view's forms post what their bindings say by now. */
  leaveToPost(view: PageView): void
}
