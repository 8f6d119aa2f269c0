/**
 * What only pages with controls and forms need: what users do with them, and how they get the server's state. Loaded as the
 * page connects; a page that has a form, or is about to get one, waits for it (`client/view/forms-gate.ts`).
 */
import type { ControlsNeeds, ControlsPort } from "../../dom/controls-port.js"
import { findAllInPage } from "../../dom/nodes/members.js"
import type { EventAttributes } from "../../events/event-attributes.js"
import type { FormEventsPort } from "../../events/form-events-port.js"
import type { RateLimits } from "../../events/rate-limits.js"
import { Controls } from "./controls.js"
import { FormEvents } from "./form-events.js"
import { preparePostForm } from "./form-post.js"
import { InputObserver } from "./input-observer.js"
import { SubmitObserver } from "./submit-observer.js"

export function makeControls(needs: ControlsNeeds): ControlsPort {
  return new Controls(needs)
}

export function makeFormEvents(attributes: EventAttributes, limits: RateLimits): FormEventsPort {
  const events = new FormEvents(attributes, limits)
  const observers = [new SubmitObserver(document, events), new InputObserver(document, events)]
  return {
    start: () => observers.forEach((observer) => observer.start()),
    stop: () => observers.forEach((observer) => observer.stop()),
    resendChange: (dirty, view) => events.resendChange(dirty, view),
    recover: (view, used) => events.recover(view, used),
    leaveToPost(view) {
      // In the whole page, where portals may have moved them.
      for (const form of findAllInPage<HTMLFormElement>(`form[${attributes.named("submit")}]`)) {
        if (attributes.viewOf(form) === view) preparePostForm(form, attributes.target(form, "submit", view))
      }
    },
  }
}
