/** Makes instances of templates: imports the parsed nodes, takes the slots' nodes by hopping, writes the first values. */

import type { WireAttributes, WireChange, WireValue } from "../../src/protocol/values.js"
import { firstChildOf, importNode, nextOf, setText } from "./nodes/members.js"
import { changed } from "./nodes/write-log.js"
import type { RootControls } from "./root-controls.js"
import { adjusted, writeAttribute, writeStyle } from "./templates/attributes.js"
import {
  type ClientTemplate,
  contentOf,
  type Level,
  type Namespace,
  type SlotPlan,
  type Step,
} from "./templates/template.js"
import { enclose, type RememberedTag, type SlotRange, TemplateInstance } from "./templates/template-instance.js"

/** A new instance and its nodes, which are not in the page yet. */
export interface Made {
  readonly instance: TemplateInstance
  readonly node: DocumentFragment | Element
}

export interface MakerDelegate {
  /** Puts a first value into a range. */
  write(range: SlotRange, change: WireChange, whole: boolean): void
}

export class Maker {
  readonly #delegate: MakerDelegate
  readonly #controls: RootControls

  constructor(delegate: MakerDelegate, controls: RootControls) {
    this.#delegate = delegate
    this.#controls = controls
  }

  /** Makes an instance with these values, the first of which stands at `offset`. */
  make(template: ClientTemplate, values: readonly unknown[], offset: number): Made {
    const instance = new TemplateInstance(template)
    // Imported, not cloned: custom elements are upgraded at once.
    const node = importNode(template.content, true)
    takeLevel(instance, template.level, node.firstChild)
    this.#fillAll(instance, values, offset)
    return { instance, node }
  }

  /** Makes an item of a list of single-root items: its root alone, without the white space around it. */
  makeRoot(template: ClientTemplate, root: Element, values: readonly unknown[]): Made {
    const instance = new TemplateInstance(template)
    const node = importNode(root, true)
    for (const step of template.level.steps) takeElement(instance, step, node)
    this.#fillAll(instance, values, 0)
    return { instance, node }
  }

  #fillAll(instance: TemplateInstance, values: readonly unknown[], offset: number): void {
    const { template } = instance
    for (let slot = 0; slot < template.slots.length; slot++) {
      this.#fill(instance, slot, values[slot + offset] as WireValue)
    }
  }

  #fill(instance: TemplateInstance, slot: number, value: WireValue): void {
    const plan = instance.template.slots[slot] as SlotPlan
    const node = instance.nodes[slot] as Element | Text | undefined
    if (node instanceof Text) this.#content(instance, slot, { plan, text: node, value })
    else if (node !== undefined) this.#attribute(instance, plan, node, value)
  }

  #content(instance: TemplateInstance, slot: number, { plan, text, value }: FirstContent): void {
    if (value === null || typeof value === "string") {
      if (value) text.data = plan.prefix + value + plan.suffix
      return
    }
    const range = rangeOf(text, plan, instance.template.namespace)
    instance.nodes[slot] = range
    this.#delegate.write(range, value, true)
  }

  /** The element is new: its attributes are its state. */
  #attribute(instance: TemplateInstance, plan: SlotPlan, element: Element, value: WireValue): void {
    const isGiven = plan.control && !plan.frozen
    if (isGiven) this.#controls.part?.serve(element, plan.states)
    if (plan.kind === "raw") {
      setText(element, value as string | null)
    } else if (plan.kind === "tag") {
      const own = firstTag(plan, element, (value as WireAttributes | null)?.a ?? {})
      instance.nodes[plan.memory] = own
      if (isGiven) this.#controls.part?.serve(element, Object.keys(own).join(" "))
    } else {
      const full = attributeText(plan, value as string | null)
      first(element, plan.name, full, plan.namespace)
      if (plan.memory >= 0) instance.nodes[plan.memory] = full
    }
  }
}

interface FirstContent {
  readonly plan: SlotPlan
  readonly text: Text
  readonly value: WireValue
}

/** Makes a range of a slot that held text; the static text beside it gets nodes of its own. */
export function rangeOf(text: Text, { prefix, suffix }: SlotPlan, namespace: Namespace): SlotRange {
  const behind = text.nextSibling
  if (text.data !== prefix + suffix) changed(text.parentNode)
  const range = enclose(text.parentNode as Node, { first: behind, end: behind, namespace })
  if (suffix !== "") range.close?.after(suffix)
  if (prefix === "") text.remove()
  else text.data = prefix
  return range
}

/** The text of an attribute; null if it is absent, which only a slot that is the whole of it can be. */
export function attributeText({ prefix, suffix }: SlotPlan, value: string | null): string | null {
  return value === null && prefix === "" && suffix === "" ? null : prefix + (value ?? "") + suffix
}

/** Writes the attributes of a tag slot; returns them. */
function firstTag(plan: SlotPlan, element: Element, given: WireAttributes["a"]): RememberedTag {
  const own: RememberedTag = {}
  for (const [label, value] of Object.entries(given)) {
    const { name, namespace } = adjusted(element, label)
    if (plan.taken?.has(name) !== true) first(element, name, (own[name] = value), namespace)
  }
  return own
}

function first(element: Element, name: string, value: string | null, namespace?: string | null): void {
  if (value === null) return
  if (name === "style") writeStyle(element, null, value)
  else writeAttribute(element, name, value, namespace)
}

/** In a clone every step has its node. */
function takeLevel(instance: TemplateInstance, { steps, used }: Level, firstNode: ChildNode | null): void {
  let node = firstNode
  for (let i = 0; i < used; i++) {
    const step = steps[i] as Step
    if (step.kind === "slot") instance.nodes[step.slot] = node as Text
    else if (step.kind === "element") takeElement(instance, step, node as Element)
    node = nextOf(node as ChildNode)
  }
}

function takeElement(instance: TemplateInstance, step: Step, element: Element): void {
  if (step.kind !== "element") return
  for (const slot of step.slots) instance.nodes[slot] = element
  if (step.children !== undefined) takeLevel(instance, step.children, firstChildOf(contentOf(element)))
}
