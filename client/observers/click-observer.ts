/** Notices clicks on elements. A page script vetoes one by `preventDefault`. */
import { Observer } from "./observer.js"

export interface ClickDelegate {
  /** Returns true if the browser's own action (posting a form, jumping to "#") must not follow. */
  elementClicked(element: Element): boolean
}

export class ClickObserver extends Observer<ClickDelegate> {
  protected override listen(): void {
    this.on("click", (event) => {
      if (event.defaultPrevented || !(event.target instanceof Element)) return
      if (this.delegate.elementClicked(event.target)) event.preventDefault()
    })
  }
}
