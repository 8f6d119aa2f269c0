/**
 * The HTML standard's adoption agency: what an end tag of a formatting element does when it does not close the innermost
 * element. `<a><p>t</a></p>` becomes two links, one of them in the paragraph.
 */

import { specials } from "./html-names.js"
import { isFormatting, lastFormatting, leave, type Nesting, type NestingListener } from "./nesting.js"
import { isIntegrationPoint, type OpenElement } from "./open-elements.js"

/** The standard's own bound. */
const MAX_ROUNDS = 8
/** Formatting elements between the closed one and the block in it that are kept. */
const MAX_KEPT = 3

/** Reads the end tag of a formatting element; false if it has to be read as that of any other element. */
export function closeFormatting(nesting: Nesting, name: string, listener: NestingListener): boolean {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = lastFormatting(nesting, name)
    if (found === undefined) return round > 0
    const { element, pending, inScope } = found
    if (pending !== undefined) {
      nesting.pending = nesting.pending.filter((entry) => entry !== pending)
      listener.ended?.(element, nesting.at)
      return true
    }
    if (!inScope) {
      listener.stray?.(name, nesting, false)
      return true
    }
    const block = furthestBlock(nesting.open, element)
    if (block !== undefined) listener.scattered?.(element)
    if (round === 0) listener.ended?.(element, nesting.at)
    if (block === undefined) {
      leave(nesting, element.parent as OpenElement, { by: `/${name}`, own: element, listener })
      return true
    }
    nesting.open = rebuilt(nesting.open, element, block, listener)
  }
  return true
}

/** The outermost block (or the like) that is open inside of an element. */
function furthestBlock(top: OpenElement, element: OpenElement): OpenElement | undefined {
  let block: OpenElement | undefined
  for (let node = top; node !== element; node = node.parent as OpenElement) if (isSpecial(node)) block = node
  return block
}

function isSpecial(node: OpenElement): boolean {
  return node.namespace === "html" ? specials.has(node.name) : isIntegrationPoint(node)
}

/** The stack with the element inside of the block, and what stood between them around it, if it is formatting. */
function rebuilt(top: OpenElement, element: OpenElement, block: OpenElement, listener: NestingListener): OpenElement {
  const inside: OpenElement[] = []
  for (let node = top; node !== block; node = node.parent as OpenElement) inside.unshift(node)
  const between: OpenElement[] = []
  let kept = 0
  for (let node = block.parent as OpenElement; node !== element; node = node.parent as OpenElement) {
    if (isFormatting(node) && ++kept <= MAX_KEPT) between.unshift(node)
    else listener.dropped?.(node, `/${element.name}`)
    listener.scattered?.(node)
  }
  return [...between, block, element, ...inside].reduce<OpenElement>(
    (parent, node) => ({ ...node, parent, again: node.again === true || isFormatting(node) }),
    element.parent as OpenElement,
  )
}
