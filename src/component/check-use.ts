/**
 * What is wrong with a use of a component, in a sentence: by names when a template is compiled, by values when it is
 * rendered in development.
 */

import { described } from "../errors/described.js"
import { SafeUrl } from "../html/text/safe-url.js"
import { Html } from "../render/values/values.js"
import { closest } from "../util/closest.js"
import { type AttributeSpec, namesThatPass, passesThrough } from "./attribute.js"
import type { ComponentDefinition } from "./definition.js"
import type { SlotSpec } from "./slot.js"

/** The problem with an attribute of this name. */
export function unknownAttribute(
  { name: component, attrs, rest }: ComponentDefinition,
  name: string,
): string | undefined {
  if (attrs.has(name) || (rest !== undefined && passesThrough(name, rest.names))) return undefined
  const declared = [...attrs.keys()]
  const nearest = closest(name, rest === undefined ? declared : [...declared, ...namesThatPass(rest.names)])
  return (
    `the component "${component}" has no attribute "${name}".` +
    (nearest === undefined ? ` ${enumerated("It has", declared)}` : ` Did you mean "${nearest}"?`)
  )
}

/** The problem with what was not given. */
export function missingAttribute(
  definition: ComponentDefinition,
  given: (name: string) => boolean,
): string | undefined {
  for (const [name, spec] of definition.attrs) {
    if (spec.presence === "required" && !given(name))
      return `the component "${definition.name}" needs the attribute "${name}"${expectation(spec)}.`
  }
  return undefined
}

/** The problem with a slot of this name. */
export function unknownSlot({ name: component, slots }: ComponentDefinition, name: string): string | undefined {
  if (slots.has(name)) return undefined
  if (name === "default")
    return `the component "${component}" has no content of its own. ${enumerated("It has the slots", named(slots))}`
  const nearest = closest(name, named(slots))
  return (
    `the component "${component}" has no slot "${name}".` +
    (nearest === undefined ? ` ${enumerated("It has", named(slots))}` : ` Did you mean "${nearest}"?`)
  )
}

/** The problem with slots that were not given. */
export function missingSlot(
  { name: component, slots }: ComponentDefinition,
  given: (name: string) => boolean,
): string | undefined {
  for (const [name, { required }] of slots) {
    if (required && !given(name))
      return name === "default"
        ? `the component "${component}" needs content.`
        : `the component "${component}" needs the slot "${name}".`
  }
  return undefined
}

/** False for nothing as the value of an attribute that may be left out: what a database has no value for is left out. */
export function isGiven({ presence }: AttributeSpec, value: unknown): boolean {
  return value !== undefined && (value !== null || presence === "required")
}

/** What is wrong with a declared attribute's value, after its name; undefined for what is right, or not given. */
export function mistypedValue(spec: AttributeSpec, value: unknown): string | undefined {
  const { type, values, presence } = spec
  if (presence !== "required" && !isGiven(spec, value)) return undefined
  switch (type) {
    case "any":
      return undefined
    case "oneOf":
      if ((values as readonly unknown[]).includes(value)) return undefined
      return `is ${described(value)}; it has to be ${alternatives(values)}${suggestion(value, values)}`
    default:
      // What a template's safe values and addresses are is text too.
      if (typeof value === type || (type === "string" && (value instanceof Html || value instanceof SafeUrl)))
        return undefined
      return `is ${described(value)}; it has to be a ${type}`
  }
}

/** The problem with attributes of a slot. */
export function unknownSlotAttribute(slot: string, { many, attrs }: SlotSpec, name: string): string | undefined {
  if (!many) return `the slot "${slot}" takes no attributes but \`let\`: it is not a \`slot.many()\`.`
  if (attrs === undefined || attrs.has(name)) return undefined
  const nearest = closest(name, attrs.keys())
  return (
    `the slot "${slot}" has no attribute "${name}".` +
    (nearest === undefined ? ` ${enumerated("It has", [...attrs.keys()])}` : ` Did you mean "${nearest}"?`)
  )
}

function expectation({ type, values }: AttributeSpec): string {
  if (type === "any") return ""
  return type === "oneOf" ? `, ${alternatives(values)}` : `, a ${type}`
}

function alternatives(values: readonly unknown[]): string {
  const texts = values.map((value) => JSON.stringify(value))
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`
}

function suggestion(value: unknown, values: readonly unknown[]): string {
  const texts = values.filter((known) => typeof known === "string")
  const nearest = typeof value === "string" ? closest(value, texts) : undefined
  return nearest === undefined ? "" : ` (did you mean "${nearest}"?)`
}

function named(slots: ReadonlyMap<string, SlotSpec>): string[] {
  return [...slots.keys()].filter((name) => name !== "default")
}

function enumerated(intro: string, names: readonly string[]): string {
  return names.length === 0 ? "It has none." : `${intro}: ${names.join(", ")}.`
}
