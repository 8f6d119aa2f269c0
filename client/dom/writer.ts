/**
 * Writes values and differences to bound slots, and makes new instances. First all structure and attributes of a frame,
 * then, by `controls.flush()`, the state of form controls.
 */

import type {
  WireAttributes,
  WireChange,
  WireDiff,
  WireList,
  WireListDiff,
  WireMixedList,
  WireNested,
  WireValue,
} from "../../src/protocol/values.js"
import { writeAttribute, writeClass, writeStyle } from "./attributes.js"
import { type Controls, TEXT } from "./controls.js"
import {
  Broken,
  type Content,
  Instance,
  LiveList,
  nodesUpTo,
  type RememberedTag,
  Shadow,
  SlotRange,
} from "./instance.js"
import { ListWriter } from "./list-writer.js"
import { relocate } from "./locate.js"
import { Locks } from "./locks.js"
import { attributeText, type Made, Maker, rangeOf } from "./maker.js"
import { type MarkupChange, MarkupWriter } from "./markup-writer.js"
import type { ClientTemplate, Namespace, SlotPlan } from "./template.js"
import { writeText } from "./text.js"

/** What the writer asks from, and tells to, the root it works for. */
export interface WriterDelegate {
  readonly root: Element
  template(number: number, namespace: Namespace): ClientTemplate
  rangeBroke(range: SlotRange, reason: string): void
  /** The place of an instance's slots cannot be found any more. */
  instanceLost(instance: Instance): void
  nodeAdded(node: Node): void
  nodeRemoved(node: Node): void
  /** True for an element whose content is left to the page's scripts. */
  ignores(element: Element): boolean
  /** See `RegionWalkDelegate.morph`. */
  morph(live: Element, old: Element, next: Element): boolean
}

/** A write that waits for an answer to an event. */
interface Held {
  readonly instance: Instance
  readonly slot: number
  readonly change: WireChange
  readonly whole: boolean
}

/** A range broken so often is handed to the three-way walk for the page's life. */
const FAILURES_ALLOWED = 1

export class Writer {
  readonly locks: Locks<Held> = new Locks<Held>()
  readonly #delegate: WriterDelegate
  readonly #controls: Controls
  readonly #maker: Maker
  readonly #lists: ListWriter
  readonly #markup: MarkupWriter

  constructor(delegate: WriterDelegate, controls: Controls) {
    this.#delegate = delegate
    this.#controls = controls
    this.#maker = new Maker(this)
    this.#lists = new ListWriter(this)
    this.#markup = new MarkupWriter(this)
  }

  /** Writes the slots that differ. `whole`: the changes are whole values, to be compared with what is there. */
  write(instance: Instance, diff: WireDiff, whole = false): void {
    for (const slot in diff) this.#slot({ instance, slot: Number(slot), change: diff[slot] as WireChange, whole })
  }

  /** Writes what waited, as far as no other lock holds it. */
  replay(writes: readonly Held[]): void {
    for (const write of writes) this.#slot(write)
  }

  template(number: number, namespace: Namespace): ClientTemplate {
    return this.#delegate.template(number, namespace)
  }

  make(template: ClientTemplate, values: readonly unknown[], offset: number): Made {
    return this.#maker.make(template, values, offset)
  }

  makeRoot(template: ClientTemplate, root: Element, values: readonly unknown[]): Made {
    return this.#maker.makeRoot(template, root, values)
  }

  controlMade(element: Element): void {
    this.#controls.serve(element)
  }

  nodeAdded(node: Node): void {
    this.#delegate.nodeAdded(node)
  }

  nodeRemoved(node: Node): void {
    this.#delegate.nodeRemoved(node)
  }

  ignores(element: Element): boolean {
    return this.#delegate.ignores(element)
  }

  morph(live: Element, old: Element, next: Element): boolean {
    return this.#delegate.morph(live, old, next)
  }

  /** To be called before nodes below `parent` are put in or taken out. */
  childrenWillChange(parent: Node): void {
    this.#controls.optionsWillChange(parent)
  }

  /** Writes an attribute or leaves it to the controls. `last`: the server's last value, as far as it matters. */
  attribute(element: Element, { name, namespace }: AttributeName, last: string | null, value: string | null): void {
    if (name === "class") writeClass(element, last, value)
    else if (name === "style") writeStyle(element, last, value)
    else if (name === "open" && last === value) return
    else if (this.#controls.takes(element, name, value)) return
    else if (name === "type" && this.#controls.defers(element, () => writeAttribute(element, name, value))) return
    else {
      // A choice is put back by the options' values.
      if (element.localName === "option") this.#controls.optionsWillChange(element)
      writeAttribute(element, name, value, namespace)
    }
  }

  /** Puts a value, or a difference of what is there, into a range. */
  range(range: SlotRange, change: WireChange, whole: boolean): void {
    const { content } = range
    if (content instanceof Shadow) {
      this.#markup.shadow(range, content, () => this.range(content.range, change, whole))
    } else if (content instanceof Broken && range.failures > FAILURES_ALLOWED && isWholeValue(change)) {
      this.#markup.toShadow(range, (own) => this.range(own, change, true))
    } else if (change === null) {
      this.clear(range)
    } else if (typeof change === "string") {
      this.#text(range, change)
    } else if (isNested(change)) {
      this.#nested(range, change)
    } else if ("l" in change || "m" in change) {
      this.#lists.put(range, change as WireList | WireMixedList)
    } else if ("h" in change || "s" in change || "r" in change) {
      this.#markup.write(range, change as MarkupChange)
    } else if (content instanceof Instance) {
      this.write(content, change as WireDiff)
    } else if (content instanceof LiveList) {
      this.#lists.write(range, content, change as WireListDiff)
    } else if (!(content instanceof Broken)) {
      this.break(range, "a difference came for other content")
    }
  }

  /** Compares an instance with whole values (from `offset` on) and writes what differs. */
  writeValues(instance: Instance, values: readonly unknown[], offset: number): void {
    for (let slot = 0; slot < instance.template.slots.length; slot++) {
      this.#slot({ instance, slot, change: values[slot + offset] as WireValue, whole: true })
    }
  }

  /** Puts new nodes into the page. */
  insert(parent: Node, nodes: Node, before: Node | null): void {
    const added = nodes instanceof DocumentFragment ? Array.from(nodes.childNodes) : [nodes]
    parent.insertBefore(nodes, before)
    if (parent.isConnected) added.forEach((node) => this.#delegate.nodeAdded(node))
  }

  /** Takes out all that stands in a range. */
  clear(range: SlotRange): void {
    const parent = range.open.parentNode as Node
    this.childrenWillChange(parent)
    for (const node of nodesUpTo(range.open.nextSibling, range.close)) {
      node.remove()
      this.#delegate.nodeRemoved(node)
    }
    range.content = null
  }

  /** Replaces all that stands in a range. */
  replace(range: SlotRange, nodes: Node, content: Content): void {
    this.clear(range)
    this.insert(range.open.parentNode as Node, nodes, range.close)
    range.content = content
  }

  break(range: SlotRange, reason: string): void {
    range.content = new Broken()
    range.failures++
    this.#delegate.rangeBroke(range, reason)
  }

  #text(range: SlotRange, value: string): void {
    const { content, open } = range
    if (content instanceof Text && content.parentNode === open.parentNode) {
      writeText(content, value)
      return
    }
    const text = document.createTextNode(value)
    this.replace(range, text, text)
  }

  #nested(range: SlotRange, value: WireNested): void {
    const { content } = range
    const template = this.template(value[0], range.namespace)
    if (content instanceof Instance && content.template === template) {
      this.writeValues(content, value, 1)
      return
    }
    const { instance, node } = this.make(template, value, 1)
    instance.start = range.open
    this.replace(range, node, instance)
  }

  #slot(write: Held): void {
    const { instance, slot, change, whole } = write
    const plan = instance.template.slots[slot]
    const entry = instance.nodes[slot]
    if (plan === undefined || plan.frozen || entry === undefined) return
    const { locks } = this
    if (locks.active && locks.holds(entry instanceof SlotRange ? entry.open : (entry as Node), plan.control)) {
      locks.hold(write)
    } else if (plan.kind === "content") {
      this.#content(write, plan, entry as Text | SlotRange)
    } else if (plan.kind === "tag") {
      this.#tag(instance, plan, entry as Element, { attributes: (change as WireAttributes).a, whole })
    } else if (plan.kind === "raw") {
      this.rawText(entry as Element, change as string | null)
    } else {
      this.#attribute(instance, plan, entry as Element, change as string | null)
    }
  }

  #content({ instance, slot, change, whole }: Held, plan: SlotPlan, entry: Text | SlotRange): void {
    let range: SlotRange | undefined
    if (entry instanceof Text) {
      if (entry.parentNode === null) range = this.#relocated(instance, slot)
      else if (change !== null && typeof change !== "string") range = rangeOf(entry, plan, instance.template.namespace)
      else return writeText(entry, plan.prefix + (change ?? "") + plan.suffix)
    } else if (isIntact(entry)) {
      range = entry
    } else {
      // Another script has taken the range's own comments: what stood there is lost, its place may not be.
      range = this.#relocated(instance, slot)
      if (range !== undefined) {
        range.failures = entry.failures
        this.break(range, "its comments are gone")
      }
    }
    if (range === undefined) return
    instance.nodes[slot] = range
    this.range(range, change, whole)
  }

  /** A new range at the place of a slot whose nodes are gone. */
  #relocated(instance: Instance, slot: number): SlotRange | undefined {
    const { root } = this.#delegate
    const { start } = instance
    const parent = start === null ? root : start.parentNode
    // Out of the page altogether, for example a removed item whose writes were held.
    if (parent === null || !root.contains(parent)) return undefined
    const first = start === null ? root.firstChild : start instanceof Comment ? start.nextSibling : start
    const range = relocate(instance, slot, parent, first)
    if (range === undefined) this.#delegate.instanceLost(instance)
    return range
  }

  #attribute(instance: Instance, plan: SlotPlan, element: Element, value: string | null): void {
    const full = attributeText(plan, value)
    const last = plan.memory < 0 ? null : (instance.nodes[plan.memory] as string | null)
    this.attribute(element, plan, last, full)
    if (plan.memory >= 0) instance.nodes[plan.memory] = full
  }

  #tag(instance: Instance, plan: SlotPlan, element: Element, { attributes, whole }: TagChange): void {
    const own = instance.nodes[plan.memory] as RememberedTag
    const changes: RememberedTag = { ...attributes }
    if (whole) for (const name in own) changes[name] ??= null
    for (const name in changes) {
      // Of two equal names the parser keeps the first, and so do we.
      if (plan.taken?.has(name) === true) continue
      const value = changes[name] as string | null
      this.attribute(element, { name, namespace: null }, own[name] ?? null, value)
      if (value === null) delete own[name]
      else own[name] = value
    }
  }

  /** Writes the text of an element that holds nothing else. */
  rawText(element: Element, value: string | null): void {
    if (this.#controls.takes(element, TEXT, value ?? "")) return
    if (element.textContent !== (value ?? "")) element.textContent = value
  }
}

interface AttributeName {
  readonly name: string
  readonly namespace: string | null
}

interface TagChange {
  readonly attributes: Readonly<RememberedTag>
  readonly whole: boolean
}

function isIntact({ open, close }: SlotRange): boolean {
  return open.parentNode !== null && (close === null || close.parentNode === open.parentNode)
}

function isNested(change: WireChange): change is WireNested {
  return Array.isArray(change)
}

/** True for a value that needs nothing that was there before. */
function isWholeValue(change: WireChange): boolean {
  if (change === null || typeof change !== "object" || isNested(change)) return true
  return "l" in change || "m" in change || "h" in change || ("r" in change && !("s" in change))
}
