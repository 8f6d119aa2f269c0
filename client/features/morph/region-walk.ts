/**
 * The three-way walk: compares two server trees with each other, and applies the difference to the live nodes, which
 * other scripts may have changed. Wrong pairing only costs nodes, never the result: what still is as the server has said is
 * found wherever it stands.
 *
 *   old  a b c        new  a c' d        live  a [x] b c [y]        →  a [x] c' [y] d   (x, y: not the server's)
 */

import { ROOT_ATTRIBUTE } from "../../../src/protocol/markup.js"
import {
  attributesOf,
  bodyOfPage,
  childrenOf,
  cloneNode,
  contains,
  firstChildOf,
  focusedInPage,
  getAttribute,
  hasAttribute,
  importNode,
  localNameOf,
  nextOf,
  parentOf,
  removeAttribute,
} from "../../dom/nodes/members.js"
import { stayingItems } from "../../dom/nodes/staying-items.js"
import type { RepairWriter } from "../../dom/ports.js"
import { contentOf, RAW_TEXT } from "../../dom/templates/template.js"
import type { SlotRange } from "../../dom/templates/template-instance.js"
import type { Toolbox } from "../../dom/toolbox.js"
import { pairLive } from "./live-pairs.js"
import { isSame, pairOld, shapeOf } from "./region-pairs.js"

/** What the walk leaves to its owner. */
export interface RegionWalkDelegate {
  /** True for an element that is not to be walked: its content is left to the page's scripts, or is written by the delegate. */
  ignores(old: Element, next: Element, live: Element): boolean
  /**
   * Lets the morph chunk make `next` of `live`, which still equals `old`. False if it did not, and left all as it was.
   */
  morph(live: Element, old: Element, next: Element): boolean
}

/** What writes past what is not the server's. */
type WalkWriter = Omit<RepairWriter, "ranges">

/** The live side of one row of siblings. */
interface LiveRow {
  readonly parent: Node
  readonly nodes: readonly ChildNode[]
  /** The node behind the row. */
  readonly end: Node | null
}

export class RegionWalk {
  readonly #tools: Toolbox
  readonly #writer: WalkWriter
  readonly #delegate: RegionWalkDelegate

  constructor(tools: Toolbox, writer: WalkWriter, delegate: RegionWalkDelegate) {
    this.#tools = tools
    this.#writer = writer
    this.#delegate = delegate
  }

  /** Applies the difference between the children of two trees to the nodes of a range. */
  patch(old: Node, next: Node, { open, close }: SlotRange): void {
    const parent = open.parentNode as Node
    this.#children(old, next, this.#row(parent, open.nextSibling, close))
  }

  #children(oldParent: Node, nextParent: Node, live: LiveRow): void {
    const old = Array.from(childrenOf(oldParent))
    const next = Array.from(childrenOf(nextParent))
    const pairs = pairOld(old, next)
    if (pairs === undefined) return
    const places = pairLive(old, live.nodes)
    const used = new Set(pairs)
    this.#writer.childrenWillChange(live.parent)

    // Behind the last node of the server's, so that what scripts put at the end stays at the end.
    const last = live.nodes[places.reduce((most, place) => (place > most ? place : most), -1)]
    let anchor: Node | null = last === undefined ? live.end : nextOf(last)
    places.forEach((place, o) => {
      const node = live.nodes[place]
      if (node !== undefined && !used.has(o)) this.#tools.letGo(node)
    })
    if (anchor !== null && parentOf(anchor) !== live.parent) anchor = live.end

    // What has no live counterpart is made anew, so it needs no place in the order.
    const order = pairs.map((o) => places[o] ?? -1)
    const stays = stayingItems(order, focused(order, live.nodes))
    // New neighbours go in together: into an empty select one by one from the end, the last would be chosen.
    const added = new DocumentFragment()
    const insertAdded = (): void => {
      const first = added.firstChild
      if (first === null) return
      this.#tools.bringIn(live.parent, added, anchor)
      anchor = first
    }
    for (let n = next.length - 1; n >= 0; n--) {
      const fresh = next[n] as ChildNode
      const node = live.nodes[order[n] as number]
      if (node === undefined) {
        added.prepend(importNode(fresh, true))
        continue
      }
      insertAdded()
      if (stays[n] !== 1) this.#move(live.parent, node, anchor)
      this.#node(old[pairs[n] as number] as ChildNode, fresh, node)
      anchor = node
    }
    insertAdded()
  }

  #move(parent: Node, node: ChildNode, before: Node | null): void {
    this.#tools.changed(parent)
    this.#tools.moveNode(parent, node, before)
  }

  #node(old: ChildNode, next: ChildNode, live: ChildNode): void {
    if (old instanceof Element && next instanceof Element && live instanceof Element) {
      if (!isSame(old, next)) this.element(old, next, live)
    } else if (live instanceof Text) {
      if (old.nodeValue !== next.nodeValue) this.#tools.writeText(live, next.nodeValue ?? "")
    } else if (old.nodeValue !== next.nodeValue) {
      live.nodeValue = next.nodeValue
    }
  }

  /** Applies the difference between two elements to a third one. */
  element(old: Element, next: Element, live: Element): void {
    if (this.#delegate.ignores(old, next, live) || this.#delegate.morph(live, old, next)) return
    this.attributes(old, next, live)
    if (RAW_TEXT.test(localNameOf(next))) {
      if (old.textContent !== next.textContent) this.#writer.rawText(live, next.textContent)
      return
    }
    const parent = contentOf(live)
    const oldContent = contentOf(old)
    const nextContent = contentOf(next)
    if (this.#moved(oldContent, nextContent, live)) return
    this.#children(oldContent, nextContent, this.#row(parent, firstChildOf(parent), null))
  }

  /** Applies what differs in the attributes of two elements to a third one. */
  attributes(old: Element, next: Element, live: Element): void {
    for (const { name, namespaceURI: namespace, value } of Array.from(attributesOf(old))) {
      if (!hasAttribute(next, name)) this.#writer.attribute(live, { name, namespace }, value, null)
    }
    for (const { name, namespaceURI: namespace, value } of Array.from(attributesOf(next))) {
      const last = getAttribute(old, name)
      if (last !== value) this.#writer.attribute(live, { name, namespace }, last, value)
    }
  }

  /** The one element in a portal's template stands elsewhere; false if it is to be another one. */
  #moved(old: Node, next: Node, live: Element): boolean {
    const wrapper = localNameOf(live) === "template" ? this.#tools.portals.get(live) : undefined
    if (wrapper === undefined) return false
    // Where the old tree is a copy of what is there, its template is as empty as the live one.
    const before = (old as ParentNode).firstElementChild ?? withoutRoot(wrapper)
    const after = (next as ParentNode).firstElementChild
    if (!before || !after || shapeOf(before) !== shapeOf(after)) return false
    this.#node(before, after, wrapper)
    return true
  }

  /** Texts that scripts have split are one text again. */
  #row(parent: Node, first: ChildNode | null, end: Node | null): LiveRow {
    const nodes: ChildNode[] = []
    for (let node = first; node !== null && node !== end; node = nextOf(node)) {
      nodes.push(node instanceof Text ? this.#tools.joined(node) : node)
    }
    return { parent, nodes, end }
  }
}

/** Index into the order of the node with the focus, which had better not move. */
function focused(order: readonly number[], live: readonly ChildNode[]): number {
  const activeElement = focusedInPage()
  if (activeElement === null || activeElement === bodyOfPage()) return -1
  return order.findIndex((place) => live[place] !== undefined && contains(live[place], activeElement))
}

/** A copy of what a portal has moved, as it stood in its template. */
function withoutRoot(wrapper: Element | undefined): Element | undefined {
  const copy = wrapper && (cloneNode(wrapper, true) as Element)
  if (copy !== undefined) removeAttribute(copy, ROOT_ATTRIBUTE)
  return copy
}
