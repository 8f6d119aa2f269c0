/**
 * To which view an element belongs: also one that a portal has moved out of its view's root. A moved element says so by
 * the root's attribute; where it came from is known here alone, so no other element can pass for one.
 */
import { ROOT_ATTRIBUTE } from "../../src/protocol/markup.js"
import { closest } from "./members.js"

/** The element that each portal's template has moved elsewhere; and, by that element, its template. */
export const portals: WeakMap<Element, Element> = new WeakMap()

/** The root of the view that an element belongs to; null if it is in none. */
export function rootOf(element: Element): Element | null {
  const root = closest(element, `[${ROOT_ATTRIBUTE}]`)
  const source = root && portals.get(root)
  return source ? rootOf(source) : root
}
