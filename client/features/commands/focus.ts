/** Commands that move the focus, and what they remember to bring it back. */
import { findAll, focusedInPage, isInPage } from "../../dom/nodes/members.js"

const FOCUSABLE =
  "a[href],area[href],button:not(:disabled),input:not(:disabled):not([type=hidden]),select:not(:disabled)," +
  "textarea:not(:disabled),iframe,summary,[contenteditable]:not([contenteditable=false]),[tabindex]:not([tabindex^='-'])"

export class Focus {
  #stack: Element[] = []

  focus(element: Element): void {
    afterShown(() => {
      if (isInPage(element)) take(element)
    })
  }

  /** The first thing in it that takes the focus, else the element itself. */
  first(element: Element): void {
    afterShown(() => {
      for (const one of [...findAll(element, FOCUSABLE), element]) {
        take(one)
        if (focusedInPage() === one) return
      }
    })
  }

  push(element: Element): void {
    this.#stack = [...this.#stack.filter((one) => isInPage(one)), element]
  }

  /** What has left the page meanwhile is passed over. */
  pop(): void {
    this.#stack = this.#stack.filter(isInPage)
    const element = this.#stack.pop()
    if (element !== undefined) this.focus(element)
  }
}

/** A form may have a control that is called as the method. */
function take(element: Element): void {
  ;(element instanceof HTMLElement ? HTMLElement : SVGElement).prototype.focus.call(element)
}

/** What is shown in this frame takes the focus in the next but one. */
function afterShown(work: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(work))
}
