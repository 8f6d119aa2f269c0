/** Asks before a page is left whose forms hold what the server has not been told, if they say that the user is to be asked. */
import { closest, getAttribute } from "../../dom/nodes/members.js"
import type { PagesTools } from "./pages-tools.js"

const QUESTION = "Leave this page? What you have typed is not saved."

export class UnsentEdits {
  readonly #tools: Pick<PagesTools, "prefix" | "views">
  /** The user has said so. */
  #isWanted = false

  constructor(tools: Pick<PagesTools, "prefix" | "views">) {
    this.#tools = tools
    // The browser's own question, for all that leaves the document.
    addEventListener("beforeunload", (event) => {
      if (!this.#isWanted && this.#asking !== undefined) event.preventDefault()
      // The page may stay all the same: what comes can be a download.
      this.#isWanted = false
    })
  }

  get isDirty(): boolean {
    return this.#tools.views.all.some(({ dirtyForms }) => dirtyForms.length > 0)
  }

  /** False: the user wants to stay. */
  mayLeave(): boolean {
    const form = this.#asking
    if (form === undefined) return true
    const isWanted = confirm(getAttribute(form, this.#attribute) || QUESTION)
    // The page may have to be loaded after all, at once or when the host has answered.
    this.#isWanted = isWanted
    return isWanted
  }

  /** The page stays after all, or is another one by now. */
  stays(): void {
    this.#isWanted = false
  }

  get #attribute(): string {
    return `${this.#tools.prefix}confirm-leave`
  }

  /** A form with such edits that wants it. */
  get #asking(): Element | undefined {
    for (const { dirtyForms } of this.#tools.views.all) {
      for (const form of dirtyForms) {
        const asking = closest(form, `[${this.#attribute}]`)
        if (asking !== null) return asking
      }
    }
    return undefined
  }
}
