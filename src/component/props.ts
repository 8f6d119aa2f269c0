/** From what one use gives to what a component's `render` gets: defaults, the rest, and checks of values. */

import { passesThrough } from "./attribute.js"
import {
  isGiven,
  missingAttribute,
  missingSlot,
  mistypedValue,
  unknownAttribute,
  unknownSlotAttribute,
} from "./check-use.js"
import type { ComponentDefinition } from "./definition.js"
import type { SlotSpec } from "./slot.js"

/** One content given for a slot. */
export interface GivenSlot {
  readonly name: string
  readonly attrs: Readonly<Record<string, unknown>>
  readonly content: (arg: unknown) => unknown
}

/** What `render` gets. */
export function makeProps(
  { attrs, rest, slots }: ComponentDefinition,
  attributes: Readonly<Record<string, unknown>>,
  given: readonly GivenSlot[],
): object {
  const props: Record<string, unknown> = {}
  for (const [name, spec] of attrs) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined
    props[name] = isGiven(spec, value) ? value : spec.default
  }
  if (rest !== undefined) {
    const passed: Record<string, unknown> = {}
    for (const name of Object.keys(attributes)) {
      if (!attrs.has(name) && passesThrough(name, rest.names)) passed[name] = attributes[name]
    }
    props[rest.key] = passed
  }
  const contents: Record<string, unknown> = {}
  for (const [name, spec] of slots) contents[name] = contentOf(name, spec, given)
  props["slots"] = contents
  return props
}

function contentOf(name: string, { many, attrs }: SlotSpec, given: readonly GivenSlot[]): unknown {
  const own = given.filter((slot) => slot.name === name)
  if (!many) return own[0]?.content
  return own.map((slot) => ({ attrs: withDefaults(attrs, slot.attrs), content: slot.content }))
}

function withDefaults(declared: SlotSpec["attrs"], given: Readonly<Record<string, unknown>>): object {
  const attrs: Record<string, unknown> = { ...given }
  for (const [name, spec] of declared ?? []) attrs[name] ??= spec.default
  return attrs
}

/** What is wrong with a use, if something is. */
export function problemWith(
  definition: ComponentDefinition,
  attributes: Readonly<Record<string, unknown>>,
  given: readonly GivenSlot[],
): string | undefined {
  const { name: component, attrs, slots } = definition
  for (const name of Object.keys(attributes)) {
    const problem = unknownAttribute(definition, name)
    if (problem !== undefined) return problem
  }
  const missing =
    missingAttribute(definition, (name) => attributes[name] !== undefined) ??
    missingSlot(definition, (name) => given.some((slot) => slot.name === name))
  if (missing !== undefined) return missing
  for (const [name, spec] of attrs) {
    const problem = mistypedValue(spec, attributes[name])
    if (problem !== undefined) return `the attribute "${name}" of the component "${component}" ${problem}.`
  }
  for (const slot of given) {
    const problem = problemWithSlot(slot, slots.get(slot.name) as SlotSpec)
    if (problem !== undefined) return problem
  }
  return undefined
}

function problemWithSlot({ name, attrs: given }: GivenSlot, spec: SlotSpec): string | undefined {
  for (const key of Object.keys(given)) {
    const problem = unknownSlotAttribute(name, spec, key)
    if (problem !== undefined) return problem
  }
  for (const [key, attribute] of spec.attrs ?? []) {
    const problem = mistypedValue(attribute, given[key])
    if (problem !== undefined) return `the attribute "${key}" of the slot "${name}" ${problem}.`
  }
  return undefined
}
