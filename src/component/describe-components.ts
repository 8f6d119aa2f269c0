/** A description of components as plain data, for documentation and editors. */

import type { AttributeSpec, Literal, Presence } from "./attribute.js"
import { type AnyComponent, componentDefinitionOf } from "./component.js"
import { notAComponent } from "./define-component.js"

/** One attribute in words. */
export interface AttributeDescription {
  readonly name: string
  readonly type: AttributeSpec["type"]
  readonly values?: readonly Literal[]
  readonly required: boolean
  readonly default?: unknown
  readonly doc?: string
}

/** One slot in words. */
export interface SlotDescription {
  readonly name: string
  readonly required: boolean
  readonly many: boolean
  readonly attrs?: readonly AttributeDescription[]
  readonly doc?: string
}

/** One component in words. */
export interface ComponentDescription {
  readonly name: string
  readonly doc?: string
  readonly attrs: readonly AttributeDescription[]
  /** Further names that pass through, beside the global attributes; absent if none do. */
  readonly global?: readonly string[]
  readonly slots: readonly SlotDescription[]
}

/**
 * Describes components as JSON data.
 *
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs"
 * import { describeComponents } from "livemount"
 *
 * writeFileSync("components.json", JSON.stringify(describeComponents([badge, card]), null, 2))
 * ```
 *
 * @throws {@link LiveError} LV_COMPONENT_INVALID
 */
export function describeComponents(components: readonly AnyComponent[]): ComponentDescription[] {
  return components.map((component) => {
    const { name, doc, attrs, rest, slots } = componentDefinitionOf(component) ?? notAComponent(component)
    return {
      name,
      ...(doc === undefined ? {} : { doc }),
      attrs: [...attrs].map(describeAttribute),
      ...(rest === undefined ? {} : { global: rest.names }),
      slots: [...slots].map(([slot, spec]) => ({
        name: slot,
        required: spec.required,
        many: spec.many,
        ...(spec.attrs === undefined ? {} : { attrs: [...spec.attrs].map(describeAttribute) }),
        ...(spec.doc === undefined ? {} : { doc: spec.doc }),
      })),
    }
  })
}

function describeAttribute([name, spec]: readonly [string, AttributeSpec]): AttributeDescription {
  const hasDefault = spec.presence === ("default" satisfies Presence)
  return {
    name,
    type: spec.type,
    ...(spec.type === "oneOf" ? { values: spec.values } : {}),
    required: spec.presence === "required",
    ...(hasDefault ? { default: spec.default } : {}),
    ...(spec.doc === undefined ? {} : { doc: spec.doc }),
  }
}
