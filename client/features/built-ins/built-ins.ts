/**
 * The browser's half of the portal and the focus wrap, loaded when the first template with one of them comes. It follows
 * the page: what a view's frame, or another script, puts into it and takes out of it.
 */
import { FOCUS_WRAP_ATTRIBUTE, PORTAL_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { findAllFrom, findAllInPage } from "../../dom/nodes/members.js"
import { FocusWraps } from "./focus-wraps.js"
import { Portals, type PortalsDelegate } from "./portals.js"

const BOTH = `template[${PORTAL_ATTRIBUTE}],[${FOCUS_WRAP_ATTRIBUTE}]`

export class BuiltIns {
  readonly #portals: Portals
  readonly #wraps = new FocusWraps()
  readonly #observer = new MutationObserver((records) => this.#changed(records))
  #isStarted = false

  /** Listens to nothing before the first `pageWritten`. */
  constructor(delegate: PortalsDelegate) {
    this.#portals = new Portals(delegate, (wrapper) => this.#found(findAllFrom(wrapper, BOTH)))
  }

  /** A view was bound, or has written to the page. */
  pageWritten(): void {
    if (this.#isStarted) {
      this.#changed(this.#observer.takeRecords())
      return
    }
    this.#isStarted = true
    this.#observer.observe(document, { childList: true, subtree: true })
    this.#wraps.start()
    this.#found(findAllInPage(BOTH))
    this.#update()
  }

  #changed(records: readonly MutationRecord[]): void {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) this.#found(findAllFrom(node, BOTH))
    }
    this.#update()
  }

  #found(elements: Iterable<Element>): void {
    for (const element of elements) {
      if (element instanceof HTMLTemplateElement) this.#portals.found(element)
      else if (element instanceof HTMLElement) this.#wraps.found(element)
    }
  }

  #update(): void {
    this.#portals.update()
    this.#wraps.update()
  }
}
