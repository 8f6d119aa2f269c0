/**
 * Writes values and differences to bound slots. First all structure and attributes of a frame, then, by
 * `controls.flush()`, the state of form controls. What may not be written yet waits in `locks`.
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
import type { BrokenPlace } from "./broken-place.js"
import type { Controls } from "./controls/controls.js"
import { ListWriter } from "./list-writer.js"
import { attributeText, Maker, rangeOf } from "./maker.js"
import { type MarkupChange, writeMarkup } from "./markup-writer.js"
import { TEXT } from "./nodes/control-kinds.js"
import { Locks } from "./nodes/locks.js"
import { insertBefore, localNameOf, remove, setText, textOf } from "./nodes/members.js"
import { writeText } from "./nodes/text.js"
import type { RepairPort } from "./ports.js"
import { type AttributeName, adjusted, writeAttribute, writeClass, writeStyle } from "./templates/attributes.js"
import type { ClientTemplate, Namespace, SlotPlan } from "./templates/template.js"
import {
  Broken,
  type Content,
  LiveList,
  nodesUpTo,
  type RememberedTag,
  Shadow,
  SlotRange,
  TemplateInstance,
} from "./templates/template-instance.js"

/** What the writer asks from, and tells to, the root it works for. */
export interface WriterDelegate {
  /** The instance that holds all others; undefined while its values are waited for. */
  readonly instance: TemplateInstance | undefined
  template(number: number, namespace: Namespace): ClientTemplate
  /** A range, or (as told) the whole root, has to be made anew. */
  rangeBroke(place?: BrokenPlace): void
  rootBroke(): void
  /** Does work that needs the rarely used part of the client, now or when it has come. */
  repair(work: (repair: RepairPort) => void): void
}

/** A slot and what is to be written there. */
export interface Write {
  readonly instance: TemplateInstance
  readonly slot: number
  readonly change: WireChange
  /** A whole value, to be compared with what is there; else the difference from it. */
  readonly whole: boolean
}

/** Attributes that are state of a control. */
const STATE = ["value", "checked", "selected"]

/** A range broken more often is shared with the scripts that break it, for the page's life. */
const FAILURES_ALLOWED = 1

export class Writer {
  readonly locks: Locks<Write> = new Locks<Write>()
  readonly maker: Maker
  readonly #delegate: WriterDelegate
  readonly #controls: Controls
  readonly #lists: ListWriter

  constructor(delegate: WriterDelegate, controls: Controls) {
    this.#delegate = delegate
    this.#controls = controls
    this.maker = new Maker(this, controls)
    this.#lists = new ListWriter(this)
  }

  /** Writes the slots that differ. */
  write(instance: TemplateInstance, diff: WireDiff, whole = false): void {
    for (const slot in diff) this.slot({ instance, slot: Number(slot), change: diff[slot] as WireChange, whole })
  }

  /** Compares an instance with whole values (from `offset` on) and writes what differs. */
  writeValues(instance: TemplateInstance, values: readonly unknown[], offset: number): void {
    for (let slot = 0; slot < instance.template.slots.length; slot++) {
      this.slot({ instance, slot, change: values[slot + offset] as WireValue, whole: true })
    }
  }

  /** Writes one slot, or has it wait for a lock. */
  slot(write: Write): void {
    const { instance, slot, change } = write
    const plan = instance.template.slots[slot]
    const entry = instance.nodes[slot]
    if (plan === undefined || plan.frozen || entry === undefined) return
    const { locks } = this
    const node = entry instanceof SlotRange ? entry.open : (entry as Node)
    if (locks.active && locks.holds(node, plan.control)) {
      // Of a control whose form waits only the state does: not what says that its value is wrong.
      const isPart = plan.kind === "tag" && !locks.holds(node, false)
      locks.hold(isPart ? { ...write, change: this.#tag(write, plan, entry as Element, STATE), whole: false } : write)
    } else if (plan.kind === "content") {
      this.#content(write, plan, entry as Text | SlotRange)
    } else if (plan.kind === "tag") {
      this.#tag(write, plan, entry as Element, [])
    } else if (plan.kind === "raw") {
      this.rawText(entry as Element, change as string | null)
    } else {
      const full = attributeText(plan, change as string | null)
      const last = plan.memory < 0 ? null : (instance.nodes[plan.memory] as string | null)
      this.attribute(entry as Element, plan, last, full)
      if (plan.memory >= 0) instance.nodes[plan.memory] = full
    }
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
      if (localNameOf(element) === "option") this.#controls.optionsWillChange(element)
      writeAttribute(element, name, value, namespace)
    }
  }

  /** Writes the text of an element that holds nothing else. */
  rawText(element: Element, value: string | null): void {
    if (this.#controls.takes(element, TEXT, value ?? "")) return
    if (textOf(element) !== (value ?? "")) setText(element, value)
  }

  /** Puts a value, or a difference of what is there, into a range. */
  range(range: SlotRange, change: WireChange, whole: boolean): void {
    const { content } = range
    if (content instanceof Shadow) {
      const { range: own } = content
      this.#delegate.repair((repair) => repair.writeShared(range, content, () => this.range(own, change, whole)))
    } else if (content instanceof Broken && range.failures > FAILURES_ALLOWED && isWholeValue(change)) {
      this.#delegate.repair((repair) => repair.share(range, (own) => this.range(own, change, true)))
    } else if (change === null) {
      this.clear(range)
    } else if (typeof change === "string") {
      this.#text(range, change)
    } else if (isNested(change)) {
      this.#nested(range, change)
    } else if ("l" in change || "m" in change) {
      this.#lists.put(range, change as WireList | WireMixedList)
    } else if ("h" in change || "s" in change || "r" in change) {
      writeMarkup(this, range, change as MarkupChange)
    } else if (content instanceof TemplateInstance) {
      this.write(content, change as WireDiff)
    } else if (content instanceof LiveList) {
      this.#lists.write(range, change as WireListDiff)
    } else if (!(content instanceof Broken)) {
      this.break(range)
    }
  }

  template(number: number, namespace: Namespace): ClientTemplate {
    return this.#delegate.template(number, namespace)
  }

  /** To be called before nodes below `parent` are put in or taken out. */
  childrenWillChange(parent: Node): void {
    this.#controls.optionsWillChange(parent)
  }

  /** Takes out all that stands in a range. */
  clear(range: SlotRange): void {
    this.childrenWillChange(range.open.parentNode as Node)
    for (const node of nodesUpTo(range.open.nextSibling, range.close)) remove(node)
    range.content = null
  }

  /** See `Repair.reorder`. Until it has come the writes wait, in order. */
  writeDisturbed(range: SlotRange, ordered: boolean, write: () => unknown): void {
    this.#delegate.repair((repair) => {
      if (ordered) repair.reorder(range)
      write()
    })
  }

  /** Replaces all that stands in a range. */
  replace(range: SlotRange, nodes: Node, content: Content): void {
    this.clear(range)
    insertBefore(range.open.parentNode as Node, nodes, range.close)
    range.content = content
  }

  /** Has the value of a range asked for. */
  break(range: SlotRange, place?: BrokenPlace): void {
    range.content = new Broken()
    range.failures++
    this.#delegate.rangeBroke(place)
  }

  /** See `Repair.patch`. */
  patch(range: SlotRange, old: string | undefined, next: string): void {
    const { content } = range
    this.#delegate.repair((repair) => {
      // Meanwhile something else may have come.
      if (range.content === content) repair.patch(range, old, next)
    })
  }

  #content(write: Write, plan: SlotPlan, entry: Text | SlotRange): void {
    const { instance, slot, change, whole } = write
    if (isLost(entry)) {
      this.#delegate.repair((repair) => this.#find(write, repair))
    } else if (entry instanceof SlotRange) {
      this.range(entry, change, whole)
    } else if (change === null || typeof change === "string") {
      writeText(entry, plan.prefix + (change ?? "") + plan.suffix)
    } else {
      const range = rangeOf(entry, plan, instance.template.namespace)
      instance.nodes[slot] = range
      this.range(range, change, whole)
    }
  }

  /** Writes to a slot whose nodes another script has taken away: its place may still be there. */
  #find(write: Write, repair: RepairPort): void {
    const { instance, slot, change, whole } = write
    const entry = instance.nodes[slot] as Text | SlotRange
    const root = this.#delegate.instance
    if (root === undefined) return
    if (!isLost(entry)) {
      this.slot(write)
      return
    }
    const found = repair.relocated(root, instance, slot)
    if (found === null) return
    const { place, holder } = found
    if (place === undefined) {
      if (holder === undefined) this.#delegate.rootBroke()
      else this.break(holder)
      return
    }
    instance.nodes[slot] = place
    if (entry instanceof SlotRange) {
      place.failures = entry.failures
      this.break(place)
    }
    this.range(place, change, whole)
  }

  #text(range: SlotRange, value: string): void {
    const { content, open } = range
    if (content instanceof Text && content.parentNode === open.parentNode) {
      writeText(content, value)
      return
    }
    const text = new Text(value)
    this.replace(range, text, text)
  }

  #nested(range: SlotRange, value: WireNested): void {
    const { content } = range
    const template = this.template(value[0], range.namespace)
    if (content instanceof TemplateInstance && content.template === template) {
      this.writeValues(content, value, 1)
      return
    }
    const { instance, node } = this.maker.make(template, value, 1)
    instance.start = range.open
    this.replace(range, node, instance)
  }

  /** Writes attributes, but for those to `hold`, and returns these. */
  #tag({ instance, change, whole }: Write, plan: SlotPlan, element: Element, hold: readonly string[]): WireAttributes {
    const own = instance.nodes[plan.memory] as RememberedTag
    const changes: RememberedTag = {}
    const held: RememberedTag = {}
    // What was held before may have set what this one has not.
    if (whole) for (const name of [...Object.keys(own), ...hold]) changes[name] = null
    const { a } = change as WireAttributes
    for (const name in a) changes[adjusted(element, name).name] = a[name] as string | null
    for (const name in changes) {
      // Of two equal names the parser keeps the first, and so do we.
      if (plan.taken?.has(name) === true) continue
      const value = changes[name] as string | null
      // Of what it never had there is nothing to take away.
      if (value === null && !(name in own) && !hold.includes(name)) continue
      if (hold.includes(name)) {
        held[name] = value
        continue
      }
      this.attribute(element, adjusted(element, name), own[name] ?? null, value)
      if (value === null) delete own[name]
      else own[name] = value
    }
    return { a: held }
  }
}

/** True if another script has taken the nodes away by which a slot is found. */
function isLost(entry: Text | SlotRange): boolean {
  if (entry instanceof Text) return entry.parentNode === null
  const { open, close } = entry
  return open.parentNode === null || (close !== null && close.parentNode !== open.parentNode)
}

function isNested(change: WireChange): change is WireNested {
  return Array.isArray(change)
}

/** True for a value that needs nothing that was there before. */
function isWholeValue(change: WireChange): boolean {
  if (change === null || typeof change !== "object" || isNested(change)) return true
  return "l" in change || "m" in change || "h" in change || ("r" in change && !("s" in change))
}
