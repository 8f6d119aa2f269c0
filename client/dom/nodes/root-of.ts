/**
 * To which view an element belongs: also one that a portal has moved out of its view's root. A moved element says so by
 * the root's attribute; where it came from is known here alone, so no other element can pass for one.
 */
import { ROOT_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { closest, parentOf } from "./members.js"

/** The element that each portal's template has moved elsewhere; and, by that element, its template. */
export const portals: WeakMap<Element, Element> = new WeakMap()

/** Elements that scripts have taken out of a root, with that root: a dialog that is put to the end of the page to be shown. */
export const strays: WeakMap<Node, Element> = new WeakMap()

/** From now on an element, and what stands in it, belongs to no view. */
export function disown(element: Element): void {
  strays.set(element, element)
}

/** The root of the view that an element belongs to; null if it is in none. */
export function rootOf(element: Element): Element | null {
  const root = closest(element, `[${ROOT_ATTRIBUTE}]`)
  for (let node: Node | null = element; node !== null && node !== root; node = parentOf(node)) {
    const from = strays.get(node)
    if (from !== undefined) return from
  }
  const source = root && portals.get(root)
  return source ? rootOf(source) : root
}
