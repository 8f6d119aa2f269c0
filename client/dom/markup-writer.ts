/**
 * Writes ranges of which only the HTML is known: safe HTML, regions, and ranges in which other scripts work. A region's
 * difference between two server texts is applied to the live nodes (`region-walk.ts`).
 */

import type { WireHtml, WireRegion, WireSplices } from "../../src/protocol/values.js"
import { enclose, Markup, nodesUpTo, Shadow, type SlotRange } from "./instance.js"
import { RegionWalk, type RegionWalkDelegate } from "./region-walk.js"
import { parseFragment } from "./trusted-html.js"

export type MarkupChange = WireHtml | WireRegion | WireSplices

export interface MarkupDelegate extends RegionWalkDelegate {
  insert(parent: Node, nodes: Node, before: Node | null): void
  clear(range: SlotRange): void
  replace(range: SlotRange, nodes: Node, content: Markup): void
  break(range: SlotRange, reason: string): void
}

/** Trees up to this size are kept parsed; larger ones would cost 0.9 KB per element. */
const KEPT_ELEMENTS = 2000

export class MarkupWriter {
  readonly #delegate: MarkupDelegate
  readonly #walk: RegionWalk

  constructor(delegate: MarkupDelegate) {
    this.#delegate = delegate
    this.#walk = new RegionWalk(delegate)
  }

  /** Writes safe HTML, a whole region, or the splices of a region's text. */
  write(range: SlotRange, change: MarkupChange): void {
    if ("h" in change) this.#html(range, change.h)
    else if (!("s" in change)) this.#region(range, knownText(range), change.r)
    else {
      const old = change.r ?? knownText(range)
      if (old === undefined) this.#delegate.break(range, "splices came for an unknown text")
      else this.#region(range, old, spliced(old, change.s))
    }
  }

  /** Writes to the copy that is kept beside the page, and the difference it makes to the page. */
  shadow(range: SlotRange, { holder }: Shadow, write: () => void): void {
    const old = holder.cloneNode(true)
    write()
    this.#walk.patch(old, holder, range)
  }

  /** From now on the range belongs to other scripts too: fills a copy beside the page, and shows a copy of that. */
  toShadow(range: SlotRange, fill: (own: SlotRange) => void): void {
    const parent = range.open.parentNode as Node
    const holder = parent.cloneNode(false)
    const own = enclose(holder, { first: null, end: null, namespace: range.namespace })
    fill(own)
    this.#delegate.clear(range)
    const shown = document.createDocumentFragment()
    shown.append(...holder.cloneNode(true).childNodes)
    this.#delegate.insert(parent, shown, range.close)
    range.content = new Shadow(own, holder)
  }

  #html(range: SlotRange, html: string): void {
    if (knownText(range) === html) return
    const fresh = parseFragment(html, range.namespace)
    const markup = new Markup(html)
    // Known from the first HTML only by its nodes: after a new join most of it is as it was.
    if (range.content instanceof Markup && equalNodes(liveNodes(range), fresh)) range.content = markup
    else this.#delegate.replace(range, document.importNode(fresh, true), markup)
  }

  /** `old` is undefined if its text was never sent: then the live nodes stand for it. */
  #region(range: SlotRange, old: string | undefined, next: string): void {
    const { content } = range
    if (old === next && content instanceof Markup) return
    const fresh = parseFragment(next, range.namespace)
    const markup = new Markup(next)
    if (fresh.querySelectorAll("*").length <= KEPT_ELEMENTS) markup.tree = fresh
    if (content !== null && !(content instanceof Markup)) {
      this.#delegate.replace(range, document.importNode(fresh, true), markup)
      return
    }
    this.#walk.patch(oldTree(range, old), fresh, range)
    range.content = markup
  }
}

/** The parsed old text: kept, parsed again, or a copy of what is there. */
function oldTree(range: SlotRange, old: string | undefined): Node {
  const { content } = range
  if (content instanceof Markup && content.tree !== undefined && content.html === old) return content.tree
  if (old !== undefined) return parseFragment(old, range.namespace)
  const copy = document.createDocumentFragment()
  copy.append(...liveNodes(range).map((node) => node.cloneNode(true)))
  return copy
}

function knownText({ content }: SlotRange): string | undefined {
  return content instanceof Markup ? content.html : undefined
}

function liveNodes(range: SlotRange): ChildNode[] {
  return nodesUpTo(range.open.nextSibling, range.close)
}

function equalNodes(live: readonly ChildNode[], fresh: DocumentFragment): boolean {
  const nodes = fresh.childNodes
  return live.length === nodes.length && live.every((node, i) => node.isEqualNode(nodes[i] as Node))
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
