/** Writes tag slots: attributes of which the server says the names too. */

import type { WireAttributes } from "../../src/protocol/values.js"
import type { Write } from "./slot-writes.js"
import { type AttributeName, adjusted } from "./templates/attributes.js"
import type { SlotPlan } from "./templates/template.js"
import type { RememberedTag } from "./templates/template-instance.js"

/** Attributes that are state of a control. */
export const STATE: readonly string[] = ["value", "checked", "selected"]

interface AttributeWriter {
  attribute(element: Element, name: AttributeName, last: string | null, value: string | null): void
}

interface Tag {
  readonly plan: SlotPlan
  readonly element: Element
}

/** Writes attributes, but for those to `hold`, and returns these. */
export function writeTag(
  writer: AttributeWriter,
  { instance, change, whole }: Write,
  { plan, element }: Tag,
  hold: readonly string[] = [],
): WireAttributes {
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
    if (hold.includes(name)) held[name] = value
    // Of what it never had there is nothing to take away.
    else if (value !== null || name in own) {
      writer.attribute(element, adjusted(element, name), own[name] ?? null, value)
      remember(own, name, value)
    }
  }
  return { a: held }
}

function remember(own: RememberedTag, name: string, value: string | null): void {
  if (value === null) delete own[name]
  else own[name] = value
}
