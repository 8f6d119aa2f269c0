/** Notices clicks on elements. A page script vetoes one by `preventDefault`. */
import { Observer } from "./observer.js"

export interface ClickDelegate {
  /** Returns false if the user, asked by `live-confirm`, does not want what a click here does. */
  confirmsClick(element: Element): boolean
  /** Returns true if the browser's own action (posting a form, jumping to "#") must not follow. */
  elementClicked(element: Element): boolean
}

export class ClickObserver extends Observer<ClickDelegate> {
  protected override listen(): void {
    this.on("click", (event) => {
      const { target } = event
      if (event.defaultPrevented || !(target instanceof Element)) return
      if (!this.delegate.confirmsClick(target) || this.delegate.elementClicked(target)) event.preventDefault()
    })
  }
}
