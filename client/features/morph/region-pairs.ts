/** Pairs the siblings of the old server tree with those of the new one. */

import { findAll, getAttribute, htmlOf, isEqualNode, localNameOf } from "../../dom/nodes/members.js"

/**
 * The old index for each new sibling, −1 where it is new; undefined if all are equal. Cuts the common head and tail,
 * takes the rest one by one if it has the same shape, else pairs by key, by equality, by name in order.
 */
export function pairOld(old: readonly ChildNode[], next: readonly ChildNode[]): number[] | undefined {
  const shared = Math.min(old.length, next.length)
  let head = 0
  while (head < shared && isSame(old[head], next[head])) head++
  if (head === old.length && head === next.length) return undefined
  let tail = 0
  while (tail < shared - head && isSame(old[old.length - 1 - tail], next[next.length - 1 - tail])) tail++

  const pairs = next.map((_, n) => (n < head ? n : n - next.length + old.length))
  const oldEnd = old.length - tail
  const nextEnd = next.length - tail
  const oldMiddle = old.slice(head, oldEnd)
  const nextMiddle = next.slice(head, nextEnd)
  const sameShape =
    oldMiddle.length === nextMiddle.length &&
    oldMiddle.every((node, i) => shapeOf(node) === shapeOf(nextMiddle[i] as ChildNode))
  if (!sameShape) pairMiddle(oldMiddle, nextMiddle).forEach((o, n) => (pairs[head + n] = o < 0 ? -1 : head + o))
  return pairs
}

function pairMiddle(old: readonly ChildNode[], next: readonly ChildNode[]): Int32Array {
  const pairs = new Int32Array(next.length).fill(-1)
  const taken = new Uint8Array(old.length)
  for (const keyOf of [givenKey, outerKey, shapeOf]) {
    const places = new Map<string, number[]>()
    old.forEach((node, o) => {
      const key = taken[o] === 1 ? undefined : keyOf(node)
      if (key === undefined) return
      const list = places.get(key)
      if (list === undefined) places.set(key, [o])
      else list.push(o)
    })
    // From the end, so that the first of equal ones is taken by `pop` below.
    for (const list of places.values()) list.reverse()
    next.forEach((node, n) => {
      if ((pairs[n] as number) >= 0) return
      const key = keyOf(node)
      const o = key === undefined ? undefined : places.get(key)?.pop()
      if (o === undefined) return
      pairs[n] = o
      taken[o] = 1
    })
  }
  return pairs
}

/** True for equal trees. What stands in template elements is compared too, which `isEqualNode` does not do. */
export function isSame(a: Node | undefined, b: Node | undefined): boolean {
  if (a === undefined || b === undefined || !isEqualNode(a, b)) return false
  if (!(a instanceof Element && b instanceof Element)) return true
  const others = templatesIn(b)
  return templatesIn(a).every(({ content }, i) => isSameContent(content, others[i]?.content))
}

function isSameContent(a: DocumentFragment, b: DocumentFragment | undefined): boolean {
  const others = b?.childNodes ?? []
  return a.childNodes.length === others.length && Array.from(a.childNodes).every((node, i) => isSame(node, others[i]))
}

function templatesIn(element: Element): HTMLTemplateElement[] {
  const templates = Array.from(findAll(element, "template")) as HTMLTemplateElement[]
  return element instanceof HTMLTemplateElement ? [element, ...templates] : templates
}

/** What must be equal for one node to become the other: kind, name, and the key if there is one. */
export function shapeOf(node: Node): string {
  return node instanceof Element ? `${localNameOf(node)} ${givenKey(node) ?? ""}` : node.nodeName
}

export function givenKey(node: Node): string | undefined {
  if (!(node instanceof Element)) return undefined
  const key = getAttribute(node, "id") || getAttribute(node, "data-key")
  return key ? `${localNameOf(node)}#${key}` : undefined
}

function outerKey(node: Node): string {
  return node instanceof Element ? htmlOf(node) : `${node.nodeName}:${node.nodeValue}`
}
