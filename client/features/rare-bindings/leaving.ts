/**
 * `live-remove`: an element that the server has taken out stays, deaf, until the transitions of its commands are over.
 *
 *   in the page ── taken out ──► due ── frame over, it has transitions ──► staying ── over ──► gone
 *                                 └──── none ─────────────────────────────────────────────────► gone
 */
import { contains, findAll, getAttribute, listenTo, setAttribute } from "../../dom/nodes/members.js"
import type { Bound, BoundView } from "./bound.js"

const BINDING = "remove"

/** In ms: commands that wait for something else may never be over. */
const LONGEST = 5_000

/** What nobody shall hear of it any more. */
const DEAF = ["click", "dblclick", "input", "change", "submit", "keydown", "keyup"]

export class Leaving {
  readonly #page: Bound
  /** Taken out by the frame under way. */
  #due: Element[] = []
  /** All that stay, with the view they were of. */
  readonly #staying = new Map<Element, BoundView>()
  /** Those whose transitions are over in the turn under way. */
  readonly #over: Element[] = []

  constructor(page: Bound) {
    this.#page = page
    page.toolbox.keepLeaving((element) => this.#keeps(element))
  }

  /** The frame is over: what it has taken out begins to go. */
  pageWritten(): void {
    const due = this.#due
    this.#due = []
    this.#end(due.filter((element) => !this.#lasts(element)))
    if (due.some((element) => this.#staying.has(element))) setTimeout(() => this.#end(due), LONGEST)
  }

  #keeps(element: Element): boolean {
    if (this.#staying.has(element)) return true
    const view = getAttribute(element, this.#page.prefix + BINDING) ? this.#page.viewOf(element) : undefined
    if (view === undefined) return false
    this.#staying.set(element, view)
    this.#due.push(element)
    return true
  }

  /** It begins to go; false if nothing of that takes time. */
  #lasts(element: Element): boolean {
    const over = this.#page.happened(element, BINDING)
    if (over === undefined) return false
    this.#silence(element)
    void over.then(() => {
      // Those that began together are over together: they go in one frame.
      if (this.#over.push(element) === 1) queueMicrotask(() => this.#end(this.#over.splice(0)))
    })
    return true
  }

  #end(elements: readonly Element[]): void {
    for (const view of new Set(elements.map((element) => this.#staying.get(element)))) {
      view?.frame(() =>
        elements.filter((element) => this.#staying.get(element) === view).forEach((element) => this.#takeOut(element)),
      )
    }
  }

  #takeOut(element: Element): void {
    this.#staying.delete(element)
    this.#page.toolbox.takeOut(element)
  }

  #silence(element: Element): void {
    this.#page.toolbox.disown(element)
    setAttribute(element, "inert", "")
    for (const type of DEAF) listenTo(element, type, silence, { capture: true })
    // A form around it is to send them no more.
    for (const control of [element, ...findAll(element, "input,select,textarea,button,output,fieldset")]) {
      const { form } = control as Element & { form?: HTMLFormElement | null }
      if (form && !contains(element, form)) setAttribute(control, "form", "")
    }
  }
}

function silence(event: Event): void {
  event.stopImmediatePropagation()
  event.preventDefault()
}
