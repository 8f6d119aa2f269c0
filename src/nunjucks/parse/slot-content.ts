/**
 * What stands inside of a component's tag: slots, statements around slots (`if`, `for`, `switch`, also in each other),
 * and content of its own. A statement with slots in it holds nothing else, since what it printed would have no place.
 */

import type { AstNode, ForNode, IfNode, ListNode, SwitchNode, Token, ValueNode } from "../internals/internals.js"
import { loopNames } from "./ast.js"
import { isSlot, type SlotNode, STRAY_SLOT } from "./slot-tag.js"
import { failAt, make, type TagParser } from "./tag-reader.js"

/** The inside of a component's tag, taken apart. */
export interface SlotContent {
  /** Slots, and statements with slots in them, in source order. */
  readonly parts: readonly AstNode[]
  /** The rest; undefined if that is white space alone. */
  readonly own: ListNode | undefined
}

/** Takes the inside of a tag apart. `slots` are those that were read in it. */
export function takeApart(
  parser: TagParser,
  tag: Token,
  nodes: readonly AstNode[],
  slots: readonly SlotNode[],
): SlotContent {
  const parts: AstNode[] = []
  const own: AstNode[] = []
  const placed = new Set<SlotNode>()
  for (const node of nodes) {
    if (!isSlot(node) && !holdsSlots(node)) own.push(node)
    else {
      parts.push(node)
      place(parser, node, { around: [], names: [], hidden: [] }, placed)
    }
  }
  const stray = slots.find((slot) => !placed.has(slot))
  if (stray !== undefined) failAt(parser, stray.slot.token, STRAY_SLOT)
  return { parts, own: own.every(isBlank) ? undefined : (make("NodeList", tag, own) as ListNode) }
}

/** How often the slots of one name are given at least and at most; two stands for more. */
export interface SlotCount {
  readonly least: number
  readonly most: number
}

/** Counts the slots of one name, by the paths through the statements around them. */
export function countSlots(parts: readonly AstNode[], name: string): SlotCount {
  const counts = parts.map((part): SlotCount => {
    if (isSlot(part)) return part.slot.name === name ? { least: 1, most: 1 } : none
    const branches = branchesOf(part).map((body) => (body === null ? none : countSlots(body.children, name)))
    const times = part.typename === "For" ? 2 : 1
    return {
      least: Math.min(...branches.map(({ least }) => least)),
      most: Math.max(...branches.map(({ most }, index) => (index === 0 ? most * times : most))),
    }
  })
  return {
    least: counts.reduce((sum, { least }) => sum + least, 0),
    most: Math.min(
      2,
      counts.reduce((sum, { most }) => sum + most, 0),
    ),
  }
}

/** What the statements around slots evaluate: conditions, what is looped over, values of the slots' attributes. */
export function expressionsOf(part: AstNode): AstNode[] {
  if (isSlot(part)) return [part.values]
  const inside = branchesOf(part).flatMap((body) => (body === null ? [] : body.children.flatMap(expressionsOf)))
  if (part.typename === "If") return [(part as IfNode).cond, ...inside]
  if (part.typename === "For") return [(part as ForNode).arr, ...inside]
  const { expr, cases } = part as SwitchNode
  return [expr, ...cases.map(({ cond }) => cond), ...inside]
}

const none: SlotCount = { least: 0, most: 0 }

/** The bodies of a statement; null for a branch that is not there. */
function branchesOf(node: AstNode): (ListNode | null)[] {
  switch (node.typename) {
    case "If": {
      const { body, else_ } = node as IfNode
      // An `elif` is an `if` in the place of the `else`.
      return [body as ListNode, ...(else_?.typename === "If" ? branchesOf(else_) : [else_ as ListNode | null])]
    }
    case "For":
      return [(node as ForNode).body as ListNode, (node as ForNode).else_ as ListNode | null]
    case "Switch": {
      const { cases, default: otherwise } = node as SwitchNode
      return [...cases.map(({ body }) => body), otherwise as ListNode | null]
    }
    default:
      return []
  }
}

function holdsSlots(node: AstNode): boolean {
  return branchesOf(node).some((body) => body?.children.some((child) => isSlot(child) || holdsSlots(child)) === true)
}

/** What is around a slot. */
type Surroundings = Pick<SlotNode, "around" | "names" | "hidden">

function place(parser: TagParser, node: AstNode, outside: Surroundings, placed: Set<SlotNode>): void {
  if (isSlot(node)) {
    Object.assign(node, outside)
    placed.add(node)
    return
  }
  const twice = namesBoundBy(node).find((name) => outside.names.includes(name) || outside.hidden.includes(name))
  if (twice !== undefined)
    failAt(parser, node, `a loop around this one has the name "${twice}" already; call one of them otherwise.`)
  branchesOf(node).forEach((body, index) => {
    if (body === null) return
    const inside = insideOf(node, index, outside)
    // White space goes nowhere.
    const children = body.children.filter((child) => !isBlank(child))
    body.children.splice(0, body.children.length, ...children)
    for (const child of children) {
      if (!isSlot(child) && !isStatement(child)) {
        const name = node.typename.toLowerCase()
        failAt(
          parser,
          child,
          `\`{% ${name} %}\` with a \`{% slot %}\` in it holds slots only. Write the rest into a slot, or behind it.`,
        )
      }
      place(parser, child, inside, placed)
    }
  })
}

function namesBoundBy(node: AstNode): string[] {
  return node.typename === "For" ? loopNames(node as ForNode) : []
}

/** In a loop's `else` there is no round. */
function insideOf(node: AstNode, branch: number, { around, names, hidden }: Surroundings): Surroundings {
  if (node.typename !== "For") return { around: [...around, node], names, hidden }
  const own = loopNames(node as ForNode)
  if (branch > 0) return { around, names, hidden: [...hidden, ...own] }
  return { around: [...around, node], names: [...new Set([...names, ...own, "loop"])], hidden }
}

function isStatement({ typename }: AstNode): boolean {
  return typename === "If" || typename === "For" || typename === "Switch"
}

function isBlank(node: AstNode): boolean {
  return (
    node.typename === "Output" &&
    (node as ListNode).children.every(
      (child) => child.typename === "TemplateData" && String((child as ValueNode).value).trim() === "",
    )
  )
}
