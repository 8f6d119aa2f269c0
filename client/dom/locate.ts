/** Finds the place of a slot again whose nodes another script has taken away: the lockstep walk, for one slot only. */

import { enclose, type Instance, SlotRange } from "./instance.js"
import { boundary, findComment, findElement, overPost } from "./siblings.js"
import { contentOf, type Level, type SlotPlan, type Step } from "./template.js"

/**
 * Puts a new, broken-free range where the slot's nodes should be, around whatever stands there now; undefined if the
 * nodes around it are gone too. Static text beside the slot is made anew.
 */
export function relocate(
  instance: Instance,
  slot: number,
  parent: Node,
  first: ChildNode | null,
): SlotRange | undefined {
  return inLevel({ instance, slot }, instance.template.level, parent, first)
}

interface Search {
  readonly instance: Instance
  readonly slot: number
}

function inLevel(search: Search, { steps }: Level, parent: Node, first: ChildNode | null): SlotRange | undefined {
  let node = first
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] as Step
    if (step.kind === "element") {
      const element = findElement(step, node)
      if (step.children !== undefined && step.low <= search.slot && search.slot < step.high) {
        if (element === undefined) return undefined
        const content = contentOf(element)
        return inLevel(search, step.children, content, content.firstChild)
      }
      node = element?.nextSibling ?? node
    } else if (step.kind === "comment") {
      node = findComment(step.data, node)?.nextSibling ?? node
    } else if (step.kind === "text") {
      if (node instanceof Text) node = node.nextSibling
    } else if (step.slot === search.slot) {
      return atSlot(search, parent, overPost(node), steps[i + 1])
    } else {
      node = behindSlot(search.instance.nodes[step.slot], parent, node)
    }
  }
  return undefined
}

function atSlot(
  { instance, slot }: Search,
  parent: Node,
  first: ChildNode | null,
  next: Step | undefined,
): SlotRange | undefined {
  const end = boundary(next, first)
  if (end === undefined) return undefined
  for (let node = first; node !== null && node !== end; ) {
    const following: ChildNode | null = node.nextSibling
    node.remove()
    node = following
  }
  const { namespace, slots } = instance.template
  const { prefix, suffix } = slots[slot] as SlotPlan
  const range = enclose(parent, { first: end, end, namespace })
  if (prefix !== "") range.open.before(prefix)
  if (suffix !== "") range.close?.after(suffix)
  return range
}

/** The node behind another slot of the level, as far as its own nodes are still there. */
function behindSlot(entry: Instance["nodes"][number], parent: Node, node: ChildNode | null): ChildNode | null {
  const last = entry instanceof SlotRange ? entry.close : entry
  if (!(last instanceof Comment || last instanceof Text) || last.parentNode !== parent) return node
  const following = last.nextSibling
  return entry instanceof SlotRange && following instanceof Text ? following.nextSibling : following
}
