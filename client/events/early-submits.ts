/**
 * Submissions that come before the part that knows forms has: each is made anew when it has come, and when nobody waits for
 * it any more, which leaves it to the browser. Other scripts hear of the second one only: they may act on it.
 */
import { submitAgain } from "../dom/nodes/members.js"
import { Observer } from "./observers/observer.js"

export interface EarlySubmitsDelegate {
  /** True for a form whose submission is a view's, which will take it. */
  submitWaits(form: HTMLFormElement): boolean
}

export class EarlySubmits extends Observer<EarlySubmitsDelegate> {
  #held: (readonly [form: HTMLFormElement, submitter: HTMLElement | null])[] = []

  protected override listen(): void {
    const hold = (event: Event): void => {
      const { target: form, submitter = null } = event as SubmitEvent
      if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !this.delegate.submitWaits(form)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      this.#held.push([form, submitter])
    }
    this.on("submit", hold, undefined, true)
  }

  override stop(): void {
    super.stop()
    for (const [form, submitter] of this.#held.splice(0)) {
      submitAgain(form, submits(form, submitter as HTMLButtonElement | null) ? (submitter as HTMLElement) : undefined)
    }
  }
}

/** A button may have left the form meanwhile, or have become another. */
function submits(form: HTMLFormElement, button: HTMLButtonElement | null): boolean {
  return button?.form === form && /^(submit|image)$/.test(button.type)
}
