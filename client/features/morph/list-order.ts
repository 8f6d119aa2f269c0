/** Puts the items of a list back into their order, where other scripts have moved, or taken away, their nodes. */

import { comparePosition, nextOf, parentOf } from "../../dom/nodes/members.js"
import { stayingItems } from "../../dom/nodes/staying-items.js"
import type { ElementStep, Level } from "../../dom/templates/template.js"
import type { LiveList, SlotRange, TemplateInstance } from "../../dom/templates/template-instance.js"
import type { Toolbox } from "../../dom/toolbox.js"

/**
 * Moves as few items as possible. Undefined if nothing was to be done; false for items that are more than one element:
 * which nodes are whose is not known any more, once some have been moved.
 */
export function reorderItems(tools: Toolbox, range: SlotRange, list: LiveList): boolean | undefined {
  const parent = range.open.parentNode as Node
  const { items } = list
  if (list.template?.root === undefined) {
    const tops = items.flatMap((item) => [...topsOf(tools, item)])
    if (isInOrder(parent, tops)) return undefined
    // Wherever they stand: what is made anew would be there twice.
    for (const top of tops) tools.takeOut(top)
    return false
  }
  const stays = stayingItems(placesOf(range, items))
  if (stays.every((stay) => stay === 1)) return undefined
  tools.changed(parent)
  let anchor = range.close ?? behind(parent, items[stays.lastIndexOf(1)])
  for (let i = items.length - 1; i >= 0; i--) {
    const { start, end } = items[i] as TemplateInstance
    if (stays[i] !== 1) for (const node of [start, end]) if (node !== null) tools.moveNode(parent, node, anchor)
    anchor = start
  }
  return true
}

/** Where the items stand among each other; −1 for those that stand elsewhere. */
function placesOf(range: SlotRange, items: readonly TemplateInstance[]): Int32Array {
  const starts = new Map<Node | null, number>(items.map((item, i) => [item.start, i]))
  const places = new Int32Array(items.length).fill(-1)
  let place = 0
  for (let node = range.open.nextSibling; node !== null && node !== range.close; node = nextOf(node)) {
    const index = starts.get(node)
    if (index !== undefined) places[index] = place++
  }
  return places
}

/** Behind the last that stays, so that what scripts put at the end stays at the end. */
function behind(parent: Node, last: TemplateInstance | undefined): ChildNode | null {
  const node = last && (last.end !== null && parentOf(last.end) === parent ? last.end : last.start)
  return node ? nextOf(node) : null
}

/** True if these nodes are children of `parent` and stand in this order. */
function isInOrder(parent: Node, tops: readonly Node[]): boolean {
  return tops.every((top, i) => {
    const before = tops[i - 1]
    if (parentOf(top) !== parent) return false
    if (before === undefined || before === top) return true
    return (comparePosition(before, top) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  })
}

/** The nodes of an item that stand in the list itself, as far as slots or markers lead to them. */
function* topsOf(tools: Toolbox, item: TemplateInstance): Generator<Node> {
  if (item.start !== null) yield item.start
  for (let slot = 0; slot < item.template.slots.length; slot++) {
    const entry = item.nodes[slot]
    const isRange = entry instanceof tools.SlotRange
    const node = isRange ? entry.open : entry
    if (!(node instanceof Node)) continue
    const depth = depthOf(item.template.level, slot)
    const top = above(tools, node, depth)
    if (top !== null) yield top
    if (depth > 0 || !isRange) continue
    if (entry.content instanceof tools.TemplateInstance) yield* topsOf(tools, entry.content)
    if (entry.close !== null) yield entry.close
  }
  if (item.end !== null) yield item.end
}

/** In how many elements of its template a slot's node stands. */
function depthOf({ steps }: Level, slot: number): number {
  const step = steps.find((one) => one.kind === "element" && one.low <= slot && slot < one.high) as
    | ElementStep
    | undefined
  return step?.children === undefined || step.slots.includes(slot) ? 0 : 1 + depthOf(step.children, slot)
}

/** The element so many levels above a node. What a portal has moved stands in its template. */
function above(tools: Toolbox, node: Node, depth: number): Node | null {
  let top: Node | null = node
  for (; top !== null && depth > 0; depth--) {
    top = (top instanceof Element ? tools.portals.get(top) : undefined) ?? parentOf(top)
    // Of a template that nothing has been moved from.
    if (top instanceof DocumentFragment) return null
  }
  return top
}
