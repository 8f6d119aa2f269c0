/**
 * Writes values and differences to bound slots. First all structure and attributes of a frame, then, by
 * `controls.flush()`, the state of form controls. What may not be written yet waits in `locks`.
 */

import type { WireChange, WireDiff, WireValue } from "../../src/protocol/values.js"
import { attributeText, Maker, rangeOf } from "./maker.js"
import { TEXT } from "./nodes/control-kinds.js"
import { Locks } from "./nodes/locks.js"
import { localNameOf, setText, textOf } from "./nodes/members.js"
import { writeText } from "./nodes/text.js"
import { changed } from "./nodes/write-log.js"
import type { RepairPort } from "./ports.js"
import { type RangeDelegate, RangeWriter } from "./range-writer.js"
import type { RootControls } from "./root-controls.js"
import type { SlotWriter, Write } from "./slot-writes.js"
import { STATE, writeTag } from "./tag-writer.js"
import { type AttributeName, writeAttribute, writeClass, writeStyle } from "./templates/attributes.js"
import type { SlotPlan } from "./templates/template.js"
import { SlotRange, type TemplateInstance } from "./templates/template-instance.js"

/** What the writer asks from, and tells to, the root it works for. */
export interface WriterDelegate extends RangeDelegate {
  /** The instance that holds all others; undefined while its values are waited for. */
  readonly instance: TemplateInstance | undefined
}

export class Writer implements SlotWriter {
  readonly locks: Locks<Write> = new Locks<Write>()
  readonly ranges: RangeWriter
  readonly maker: Maker
  readonly #delegate: WriterDelegate
  readonly #controls: RootControls

  constructor(delegate: WriterDelegate, controls: RootControls) {
    this.#delegate = delegate
    this.#controls = controls
    this.ranges = new RangeWriter(this, delegate)
    this.maker = new Maker(this.ranges, controls)
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
    if (this.locks.active && this.#waits(write, plan, entry as SlotRange | Element | Text)) return
    if (plan.kind === "content") {
      this.#content(write, plan, entry as Text | SlotRange)
    } else if (plan.kind === "tag") {
      writeTag(this, write, { plan, element: entry as Element })
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
    else if (this.#controls.part?.takes(element, name, value)) return
    else if (name === "type" && this.#controls.part?.defers(element, () => writeAttribute(element, name, value))) return
    else {
      // A choice is put back by the options' values.
      if (localNameOf(element) === "option") this.#controls.part?.optionsWillChange(element)
      writeAttribute(element, name, value, namespace)
    }
  }

  /** Writes the text of an element that holds nothing else. */
  rawText(element: Element, value: string | null): void {
    if (this.#controls.part?.takes(element, TEXT, value ?? "") || textOf(element) === (value ?? "")) return
    changed(element)
    setText(element, value)
  }

  /** To be called before nodes below `parent` are put in or taken out. */
  childrenWillChange(parent: Node): void {
    this.#controls.part?.optionsWillChange(parent)
  }

  /** True if a lock holds it: it is written when that is released. */
  #waits(write: Write, plan: SlotPlan, entry: SlotRange | Element | Text): boolean {
    const { locks } = this
    const node = entry instanceof SlotRange ? entry.open : entry
    if (!locks.holds(node, plan.control)) return false
    // Of a control whose form waits only the state does: not what says that its value is wrong.
    const isPart = plan.kind === "tag" && !locks.holds(node, false)
    locks.hold(
      isPart
        ? { ...write, change: writeTag(this, write, { plan, element: entry as Element }, STATE), whole: false }
        : write,
    )
    return true
  }

  #content(write: Write, plan: SlotPlan, entry: Text | SlotRange): void {
    const { instance, slot, change, whole } = write
    if (isLost(entry)) {
      this.#delegate.repair((repair) => this.#find(write, repair))
    } else if (entry instanceof SlotRange) {
      this.ranges.write(entry, change, whole)
    } else if (change === null || typeof change === "string") {
      writeText(entry, plan.prefix + (change ?? "") + plan.suffix)
    } else {
      const range = rangeOf(entry, plan, instance.template.namespace)
      instance.nodes[slot] = range
      this.ranges.write(range, change, whole)
    }
  }

  /** Writes to a slot whose nodes another script has taken away: its place may still be there. */
  #find(write: Write, repair: RepairPort): void {
    const root = this.#delegate.instance
    if (root === undefined) return
    if (isLost(write.instance.nodes[write.slot] as Text | SlotRange)) repair.find(root, write)
    else this.slot(write)
  }
}

/** True if another script has taken the nodes away by which a slot is found. */
function isLost(entry: Text | SlotRange): boolean {
  if (entry instanceof Text) return entry.parentNode === null
  const { open, close } = entry
  return open.parentNode === null || (close !== null && close.parentNode !== open.parentNode)
}
