/** The nodes of a list's items, and the white space between them. */

import { lastChildOf, nextOf, parentOf, previousOf } from "./nodes/members.js"
import { moveNode } from "./nodes/moves.js"
import { writeText } from "./nodes/text.js"
import { bringIn } from "./nodes/write-log.js"
import type { ClientTemplate } from "./templates/template.js"
import { type LiveList, nodesUpTo, type SlotRange, type TemplateInstance } from "./templates/template-instance.js"

/** Notes where items with several roots end: before the next one. */
export function findEnds({ open, close }: SlotRange, { template, items }: LiveList): void {
  if (template === null || template.root !== undefined) return
  items.forEach((item, i) => {
    const next = items[i + 1]?.start ?? close
    item.end = next === null ? lastChildOf(open.parentNode as Node) : previousOf(next)
  })
}

/** The node before which a new last item goes. */
export function endOf(range: SlotRange, { items, lead }: LiveList): ChildNode | null {
  if (range.close !== null) return range.close
  const last = items.at(-1)
  // The list has no end of its own here; what other scripts put behind the last item stays behind.
  return nextOf(last?.end ?? last?.start ?? lead ?? range.open)
}

export function itemNodes({ start, end }: TemplateInstance): ChildNode[] {
  if (start === null) return []
  if (end === null || parentOf(end) !== parentOf(start)) return [start]
  // Of a single root and the space behind it, the nodes between are not ours.
  return start instanceof Element ? [start, end] : nodesUpTo(start, nextOf(end))
}

/** Where an item begins, if no script has taken it away. */
export function startOf({ start }: TemplateInstance, parent: Node, otherwise: ChildNode | null): ChildNode | null {
  return start !== null && parentOf(start) === parent ? start : otherwise
}

/** Has these items stand before a node, in their order, but for those that stay where they are. */
export function moveItems(
  parent: Node,
  items: readonly TemplateInstance[],
  before: ChildNode | null,
  stays: (index: number) => boolean,
): void {
  let anchor = before
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i] as TemplateInstance
    if (!stays(i)) for (const node of itemNodes(item)) moveNode(parent, node, anchor)
    anchor = startOf(item, parent, anchor)
  }
}

/** White space as the server writes it: before the first item, between items, behind the last. */
export function mendGaps(list: LiveList, parent: Node, lastOld: TemplateInstance | undefined): void {
  const { template, items } = list
  if (template?.root === undefined || template.lead + template.trail === "") return
  const last = items.at(-1)
  if (lastOld !== last) writeGap(lastOld, template.trail + template.lead)
  writeGap(last, template.trail)
  mendLead(list, template, parent)
}

function writeGap(item: TemplateInstance | undefined, gap: string): void {
  if (item?.end instanceof Text) writeText(item.end, gap)
}

function mendLead(list: LiveList, { lead }: ClientTemplate, parent: Node): void {
  const [first] = list.items
  if (first === undefined) {
    list.lead?.remove()
    list.lead = null
  } else if (list.lead === null && lead !== "") {
    list.lead = new Text(lead)
    bringIn(parent, list.lead, startOf(first, parent, null))
  }
}
