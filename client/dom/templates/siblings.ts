/** Finds what a template's step stands for among live siblings, with nodes of other scripts in between. */

import { CLOSE, OPEN, POST_ATTRIBUTE, SOLE_LIST } from "../../../src/protocol/markup.js"
import { getAttribute, hasAttribute, localNameOf, nextOf, nodeTypeOf } from "../nodes/members.js"
import type { ElementStep, Step } from "./template.js"

/** So many siblings of other origin are stepped over. */
const FOREIGN_LIMIT = 8

/** The next element that fits the step, before `end` and before any marker; undefined if there is none near. */
export function findElement(step: ElementStep, first: ChildNode | null, end: Node | null = null): Element | undefined {
  let foreign = 0
  for (let node = first; node !== null && node !== end; node = nextOf(node)) {
    if (node instanceof Element) {
      if (fits(step, node)) return node
      if (!isPost(node) && ++foreign > FOREIGN_LIMIT) return undefined
    } else if (isMarker(node)) {
      return undefined
    }
  }
  return undefined
}

/** The next comment with this text, before any other marker. */
export function findComment(data: string, first: ChildNode | null): Comment | undefined {
  let foreign = 0
  for (let node = first; node !== null && foreign <= FOREIGN_LIMIT; node = nextOf(node)) {
    if (node instanceof Comment && node.data === data) return node
    if (isMarker(node)) return undefined
    foreign++
  }
  return undefined
}

/** True if the node is what stands behind a slot without text: what the next step wants, or the end of the range. */
export function startsNext(next: Step | undefined, node: ChildNode): boolean {
  if (next?.kind === "element") return node instanceof Element && fits(next, node)
  if (next?.kind === "comment") return node instanceof Comment && node.data === next.data
  return isMarker(node)
}

/** Where the nodes of a slot end that begin with `first`: before this node (null: with the parent). Undefined: unknown. */
export function boundary(next: Step | undefined, first: ChildNode | null): ChildNode | null | undefined {
  let node = first
  for (let foreign = 0; node !== null && foreign <= FOREIGN_LIMIT; foreign++) {
    if (startsNext(next, node)) return node
    // Markers of a range are this slot's own only if it holds a range, and then it is not asked.
    if (isMarker(node)) return undefined
    node = nextOf(node)
  }
  return node === null && next === undefined ? null : undefined
}

/** The comment that closes what this one opens; undefined if it is not among its siblings. */
export function closeOf(open: Comment): Comment | undefined {
  let depth = 0
  for (let node = open.nextSibling; node !== null; node = nextOf(node)) {
    if (!(node instanceof Comment)) continue
    if (node.data.startsWith(OPEN)) depth++
    else if (node.data === CLOSE && depth-- === 0) return node
  }
  return undefined
}

/** Makes one text node of neighbours: scripts split them. */
export function joined(text: Text): Text {
  for (let next = text.nextSibling; isText(next); next = text.nextSibling) {
    text.appendData(next.data)
    next.remove()
  }
  return text
}

/** Steps over the elements that only serve the plain POST. */
export function overPost(first: ChildNode | null): ChildNode | null {
  let node = first
  while (node !== null && nodeTypeOf(node) === 1 && isPost(node as Element)) node = nextOf(node)
  return node
}

/** Asked for each slot at bind, as those around it: `instanceof` takes three times as long. */
export function isText(node: ChildNode | null): node is Text {
  return node !== null && nodeTypeOf(node) === 3
}

export function isOpening(node: ChildNode | null): node is Comment {
  if (node === null || nodeTypeOf(node) !== 8) return false
  const { data } = node as Comment
  return data.startsWith(OPEN) || data.startsWith(SOLE_LIST)
}

function isMarker(node: Node): boolean {
  return node instanceof Comment && (node.data === "" || node.data === CLOSE || isOpening(node))
}

function fits(step: ElementStep, element: Element): boolean {
  return (
    localNameOf(element) === step.name &&
    (step.id === null || getAttribute(element, "id") === step.id) &&
    (step.label === null || getAttribute(element, "name") === step.label) &&
    !((step.name === "input" || step.name === "form") && isPost(element))
  )
}

function isPost(element: Element): boolean {
  return hasAttribute(element, POST_ATTRIBUTE)
}
