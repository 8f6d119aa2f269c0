/**
 * Submissions that come before the part that knows forms has: each is made anew when it has come, and when nobody waits for
 * it any more, which leaves it to the browser.
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
    this.on("submit", (event) => {
      const { target: form, submitter = null } = event as SubmitEvent
      if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !this.delegate.submitWaits(form)) return
      event.preventDefault()
      this.#held.push([form, submitter])
    })
  }

  override stop(): void {
    super.stop()
    for (const [form, submitter] of this.#held.splice(0)) {
      // A button may have left the form meanwhile.
      submitAgain(form, submitter && (submitter as HTMLButtonElement).form === form ? submitter : undefined)
    }
  }
}
