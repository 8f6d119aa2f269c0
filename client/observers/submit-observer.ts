/** Notices form submissions. A page script vetoes one by `preventDefault`. */
import { Observer } from "./observer.js"

export interface SubmitDelegate {
  /** Returns false to let the browser submit the form in the ordinary way. */
  willSubmitForm(form: HTMLFormElement): boolean
  formSubmitted(form: HTMLFormElement, submitter: HTMLElement | null): void
}

export class SubmitObserver extends Observer<SubmitDelegate> {
  protected override listen(): void {
    this.on("submit", (event) => {
      const { target: form } = event
      if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !this.delegate.willSubmitForm(form)) return
      event.preventDefault()
      this.delegate.formSubmitted(form, (event as SubmitEvent).submitter)
    })
  }
}
