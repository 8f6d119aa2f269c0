/** Finds the place of a slot again whose nodes another script has taken away: the lockstep walk, for one slot only. */

import { firstChildOf, nextOf } from "../../dom/nodes/members.js"
import { contentOf, type ElementStep, type Level, type SlotPlan, type Step } from "../../dom/templates/template.js"
import type { SlotRange, TemplateInstance } from "../../dom/templates/template-instance.js"
import type { Toolbox } from "../../dom/toolbox.js"

export interface Search {
  readonly tools: Toolbox
  readonly instance: TemplateInstance
  readonly slot: number
}

/**
 * Puts a new range where the slot's nodes should be, instead of whatever stands there now; undefined if the nodes around
 * it are gone too. Static text beside the slot is made anew. The instance begins with `first`, in `parent`.
 */
export function relocate(search: Search, parent: Node, first: ChildNode | null): SlotRange | undefined {
  return inLevel(search, search.instance.template.level, parent, first)
}

function inLevel(search: Search, { steps }: Level, parent: Node, first: ChildNode | null): SlotRange | undefined {
  let node = first
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] as Step
    if (isAt(search, step)) {
      return step.kind === "element"
        ? inElement(search, step, node)
        : atSlot(search, parent, search.tools.overPost(node), steps[i + 1])
    }
    node = behind(search, step, parent, node)
  }
  return undefined
}

/** True if the step is the slot, or leads to it. */
function isAt({ slot }: Search, step: Step): boolean {
  return step.kind === "element"
    ? step.children !== undefined && step.low <= slot && slot < step.high
    : step.kind === "slot" && step.slot === slot
}

function inElement(search: Search, step: ElementStep, first: ChildNode | null): SlotRange | undefined {
  const { tools } = search
  const element = tools.findElement(step, first)
  if (element === undefined || step.children === undefined) return undefined
  const content = contentOf(element)
  // A portal's template is empty: what it has moved is still its first node.
  return inLevel(search, step.children, content, tools.portals.get(element) ?? firstChildOf(content))
}

/** The node behind a step that leads elsewhere; the same one, if nothing stands there for it. */
function behind(search: Search, step: Step, parent: Node, node: ChildNode | null): ChildNode | null {
  const { tools } = search
  if (step.kind === "element") {
    const element = tools.findElement(step, node)
    return element === undefined ? node : nextOf(element)
  }
  if (step.kind === "comment") return tools.findComment(step.data, node)?.nextSibling ?? node
  if (step.kind === "text") return node instanceof Text ? node.nextSibling : node
  return behindSlot(search, step.slot, parent, node)
}

function atSlot(
  { tools, instance, slot }: Search,
  parent: Node,
  first: ChildNode | null,
  next: Step | undefined,
): SlotRange | undefined {
  const end = tools.boundary(next, first)
  if (end === undefined) return undefined
  for (let node = first; node !== null && node !== end; ) {
    const following: ChildNode | null = nextOf(node)
    tools.takeOut(node)
    node = following
  }
  const { namespace, slots } = instance.template
  const { prefix, suffix } = slots[slot] as SlotPlan
  const range = tools.enclose(parent, { first: end, end, namespace })
  if (prefix !== "") range.open.before(prefix)
  if (suffix !== "") range.close?.after(suffix)
  return range
}

/** The node behind another slot of the level, as far as its own nodes are still there. */
function behindSlot({ tools, instance }: Search, slot: number, parent: Node, node: ChildNode | null): ChildNode | null {
  const entry = instance.nodes[slot]
  const isRange = entry instanceof tools.SlotRange
  const last = isRange ? entry.close : entry
  if (!(last instanceof Comment || last instanceof Text) || last.parentNode !== parent) return node
  const following = last.nextSibling
  return isRange && following instanceof Text ? following.nextSibling : following
}
