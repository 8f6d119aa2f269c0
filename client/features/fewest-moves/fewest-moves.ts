/**
 * Finds which items of a list need not move for a new order, so that as few nodes as possible move, and none that would
 * lose what the browser keeps for it. Loaded when a page has a list; until then all its items move.
 */

import { contains, find, focusedInPage, parentOf, previousOf } from "../../dom/nodes/members.js"
import { keepsState } from "../../dom/nodes/moves.js"
import { stayingItems } from "../../dom/nodes/staying-items.js"
import type { TemplateInstance } from "../../dom/templates/template-instance.js"

/** By new position: 1 for items that stay. */
export function itemsThatStay(parent: Node, items: readonly TemplateInstance[], runs: readonly number[]): Uint8Array {
  const order = expanded(runs)
  if (keepsState(parent)) return stayingItems(order)
  const kept = statefulItem(parent, items)
  return stayingItems(order, kept < 0 ? -1 : order.indexOf(kept))
}

function expanded(runs: readonly number[]): number[] {
  const order: number[] = []
  for (let r = 0; r < runs.length; r += 2) {
    const first = runs[r] as number
    const count = runs[r + 1] as number
    const step = first < 0 ? 0 : Math.sign(count)
    for (let i = 0; i < Math.abs(count); i++) order.push(first + i * step)
  }
  return order
}

/** Old index of the item that should not be moved: it has the focus, else a frame or playing media. */
function statefulItem(parent: Node, items: readonly TemplateInstance[]): number {
  const activeElement = focusedInPage()
  const stateful =
    activeElement !== null && activeElement !== parent && contains(parent, activeElement)
      ? activeElement
      : parent instanceof Element
        ? find(parent, "iframe,video,audio,embed,object")
        : null
  let node: Node | null = stateful
  while (node !== null && parentOf(node) !== parent) node = parentOf(node)
  const starts = new Map<Node | null, number>(items.map((item, i) => [item.start, i]))
  while (node !== null && !starts.has(node)) node = previousOf(node)
  return node === null ? -1 : (starts.get(node) as number)
}
