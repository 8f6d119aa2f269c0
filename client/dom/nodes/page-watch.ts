/**
 * What other scripts move: elements out of a root, whose events are its view's still, and nodes within it, after which the
 * items of a list may not stand in their order any more. What the client itself writes is not watched.
 */
import { contains, isInPage, nodeTypeOf, treeOf } from "./members.js"
import { strays } from "./root-of.js"

const WATCHED = { childList: true, subtree: true }

/** Nodes of which scripts have taken a child out. */
const disturbed = new WeakSet<Node>()

/** True if the children of this node may stand in another order than the client has left them in. */
export function isDisturbed(parent: Node): boolean {
  // An observer does not look into shadow roots.
  return disturbed.has(parent) || treeOf(parent) instanceof ShadowRoot
}

export class PageWatch {
  /** The root, and what portals and scripts have moved out of it. */
  readonly places: Element[]
  readonly #root: Element
  readonly #strayed: (element: Element) => void
  readonly #observer = new MutationObserver((records) => this.#changed(records))

  /** `strayed` is told of each element that stands outside of the root now. */
  constructor(root: Element, strayed: (element: Element) => void) {
    this.#root = root
    this.#strayed = strayed
    this.places = [root]
    this.resume()
  }

  /** Watches this place too, where elements of the root stand. */
  add(place: Element): void {
    this.places.push(place)
  }

  /** Of what `work` does nothing is noticed; of what was done before it, all. */
  pause(): void {
    const observer = this.#observer
    const records = observer.takeRecords()
    if (records.length > 0) this.#changed(records)
    observer.disconnect()
  }

  resume(): void {
    for (const place of this.places) this.#observer.observe(place, WATCHED)
  }

  #changed(records: readonly MutationRecord[]): void {
    for (const { target, removedNodes } of records) {
      for (const node of removedNodes) {
        disturbed.add(target)
        // Out of a root that has left the page went what is permanent: to that of the next one.
        if (nodeTypeOf(node) !== 1 || !isInPage(this.#root) || contains(this.#root, node)) continue
        if (!strays.has(node) && isInPage(node)) this.#strayed(node as Element)
        strays.set(node, this.#root)
      }
    }
  }
}
