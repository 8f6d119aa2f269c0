/**
 * Writes ranges of which only the HTML is known: safe HTML, and regions. A region's difference between two server texts
 * is applied to the live nodes by the three-way walk, which is loaded when the first region changes.
 */

import type { WireHtml, WireRegion, WireSplices } from "../../src/protocol/values.js"
import { importNode, isEqualNode } from "./nodes/members.js"
import { Markup, nodesUpTo, type SlotRange } from "./templates/template-instance.js"
import { parseFragment } from "./templates/trusted-html.js"

export type MarkupChange = WireHtml | WireRegion | WireSplices

export interface MarkupDelegate {
  replace(range: SlotRange, nodes: Node, content: Markup): void
  break(range: SlotRange): void
  /** Makes the difference between two texts of a region to its live nodes, now or when the walk has come. */
  patch(range: SlotRange, old: string | undefined, next: string): void
}

/** Writes safe HTML, a whole region, or the splices of a region's text. */
export function writeMarkup(delegate: MarkupDelegate, range: SlotRange, change: MarkupChange): void {
  const { content } = range
  const known = content instanceof Markup ? content.html : undefined
  if ("h" in change) {
    if (known === change.h) return
    const fresh = parseFragment(change.h, range.namespace)
    const markup = new Markup(change.h)
    // Known from the first HTML only by its nodes: after a new join most of it is as it was. What stands in a template
    // element is none of its nodes, and may have moved elsewhere.
    if (content instanceof Markup && isShown(fresh, range)) range.content = markup
    else delegate.replace(range, importNode(fresh, true), markup)
    return
  }
  const old = "s" in change ? (change.r ?? known) : known
  const next = "s" in change ? old !== undefined && spliced(old, change.s) : change.r
  if (next === false) {
    delegate.break(range)
  } else if (content instanceof Markup) {
    content.html = next
    if (old !== next) delegate.patch(range, old, next)
  } else {
    delegate.replace(range, importNode(parseFragment(next, range.namespace), true), new Markup(next))
  }
}

function isShown(fresh: DocumentFragment, range: SlotRange): boolean {
  if (fresh.querySelector("template")) return false
  const live = nodesUpTo(range.open.nextSibling, range.close)
  const { childNodes } = fresh
  return live.length === childNodes.length && live.every((node, i) => isEqualNode(node, childNodes[i] as Node))
}

function spliced(old: string, splices: WireSplices["s"]): string {
  let text = ""
  let from = 0
  for (const [offset, remove, insert] of splices) {
    text += old.slice(from, offset) + insert
    from = offset + remove
  }
  return text + old.slice(from)
}
