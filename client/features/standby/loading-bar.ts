/** When the loading bar is shown: while something loads that takes more than a moment. */
import { putBar } from "./elements.js"

/** What is quicker needs no bar. */
const GRACE = 300

export class LoadingBar {
  #timer: ReturnType<typeof setTimeout> | undefined
  #bar: HTMLElement | undefined

  /** Something loads, or nothing does. */
  show(isLoading: boolean): void {
    if (isLoading) {
      this.#timer ??= setTimeout(() => {
        this.#bar = putBar()
      }, GRACE)
      return
    }
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#bar?.remove()
  }
}
