/**
 * Writes ranges of which only the HTML is known: safe HTML, and regions. A region's difference between two server texts
 * is applied to the live nodes by the repair, which is loaded when the first region changes.
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
    if (known !== change.h) writeHtml(delegate, range, change.h)
  } else if ("s" in change) {
    const old = change.r ?? known
    if (old === undefined) delegate.break(range)
    else writeRegion(delegate, range, old, spliced(old, change.s))
  } else {
    writeRegion(delegate, range, known, change.r)
  }
}

function writeHtml(delegate: MarkupDelegate, range: SlotRange, html: string): void {
  const fresh = parseFragment(html, range.namespace)
  const markup = new Markup(html)
  // Known from the first HTML only by its nodes: after a new join most of it is as it was. What stands in a template
  // element is none of its nodes, and may have moved elsewhere.
  if (range.content instanceof Markup && isShown(fresh, range)) range.content = markup
  else delegate.replace(range, importNode(fresh, true), markup)
}

function writeRegion(delegate: MarkupDelegate, range: SlotRange, old: string | undefined, next: string): void {
  const { content } = range
  if (content instanceof Markup) {
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
