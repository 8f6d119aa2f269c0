/** Notices form submissions. A page script vetoes one by `preventDefault`. */
import { Observer } from "../../events/observers/observer.js"

export interface SubmitDelegate {
  /** Returns false if the user, asked by `live-confirm`, does not want the submission. */
  confirmsSubmit(form: HTMLFormElement, submitter: HTMLElement | null): boolean
  /** Returns false to let the browser submit the form in the ordinary way. */
  willSubmitForm(form: HTMLFormElement, submitter: HTMLElement | null): boolean
  formSubmitted(form: HTMLFormElement, submitter: HTMLElement | null): void
}

export class SubmitObserver extends Observer<SubmitDelegate> {
  protected override listen(): void {
    this.on("submit", (event) => {
      // A script's own event has no submitter at all.
      const { target: form, submitter = null } = event as SubmitEvent
      if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return
      const confirmed = this.delegate.confirmsSubmit(form, submitter)
      if (confirmed && !this.delegate.willSubmitForm(form, submitter)) return
      event.preventDefault()
      if (confirmed) this.delegate.formSubmitted(form, submitter)
    })
  }
}
