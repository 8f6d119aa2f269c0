/** What a frame has done to the page, as elements: found in its log. */

import { isInPage, parentOf } from "./members.js"
import type { Move, WriteLog } from "./write-log.js"

/** What came of a frame. Make it while `written` runs. */
export class PatchRecord {
  /** Roots of what has come into the page: what stands in them has come with them. What was moved has not come. */
  readonly added: readonly Element[]
  /** What has left the page, with all that stands in it. */
  readonly removed: readonly Element[]
  /**
   * What was there before and is still: an attribute, a property, its own text, or the row of its children has changed. Of
   * what changed deeper in it that element tells: who follows one asks whether any of these stands in it.
   */
  readonly updated: readonly Element[]

  constructor(log: WriteLog) {
    const { came, went, changed } = sumsOf(log)
    this.added = [...came].filter((element) => isInPage(element) && !isWithin(parentOf(element), came))
    this.removed = [...went].filter((element) => !isInPage(element))
    this.updated = [...changed].filter((element) => isInPage(element) && !isWithin(element, came))
  }
}

/** What came and went again, or went and came back, has done neither. */
function sumsOf(log: WriteLog): Readonly<Record<Move | "changed", ReadonlySet<Element>>> {
  const sums = { came: new Set<Element>(), went: new Set<Element>(), changed: new Set<Element>() }
  for (const entry of log) {
    if (entry instanceof Node) {
      // A text has changed its element.
      add(sums.changed, entry instanceof Text ? parentOf(entry) : entry)
    } else {
      const [move, node] = entry
      if (!sums[move === "came" ? "went" : "came"].delete(node as Element)) add(sums[move], node)
    }
  }
  return sums
}

function add(elements: Set<Element>, node: Node | null): void {
  if (node instanceof Element) elements.add(node)
}

function isWithin(node: Node | null, roots: ReadonlySet<Node>): boolean {
  return node !== null && (roots.has(node) || isWithin(parentOf(node), roots))
}
