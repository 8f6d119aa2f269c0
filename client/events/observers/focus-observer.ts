/** Notices the focus entering and leaving elements, and the window itself. */
import { Observer } from "./observer.js"

export interface FocusDelegate {
  focusMoved(type: "focus" | "blur", element: Element): void
  windowFocusMoved(type: "focus" | "blur"): void
}

export class FocusObserver extends Observer<FocusDelegate> {
  protected override listen(): void {
    for (const type of ["focus", "blur"] as const) {
      this.on(type === "focus" ? "focusin" : "focusout", ({ target }) => {
        if (target instanceof Element) this.delegate.focusMoved(type, target)
      })
      // "focus" and "blur" of elements do not bubble: what arrives here is the window's own.
      this.on(type, () => this.delegate.windowFocusMoved(type), window)
    }
  }
}
