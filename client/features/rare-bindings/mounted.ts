/** `live-mounted`: once for each element, when it has come into the page of a joined view. */
import { findAllFrom } from "../../dom/nodes/members.js"
import type { PatchRecord } from "../../dom/nodes/patch-record.js"
import type { Bound, BoundView } from "./bound.js"

const BINDING = "mounted"

export class Mounted {
  readonly #page: Bound
  readonly #selector: string
  readonly #known = new WeakSet<Element>()

  constructor(page: Bound) {
    this.#page = page
    this.#selector = `[${page.prefix}${BINDING}]`
    // What came before this part did.
    this.#mount(page.elements(BINDING))
  }

  viewJoined(view: BoundView): void {
    this.#mount(this.#page.elements(BINDING, view))
  }

  pageWritten({ added }: PatchRecord): void {
    for (const element of added) this.#mount(findAllFrom(element, this.#selector))
  }

  #mount(elements: Iterable<Element>): void {
    for (const element of elements) {
      // The first HTML of a view waits for its join.
      if (this.#known.has(element) || !this.#page.viewOf(element)?.isBound) continue
      this.#known.add(element)
      this.#page.happened(element, BINDING)
    }
  }
}
