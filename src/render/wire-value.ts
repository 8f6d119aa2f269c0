/**
 * Whole values in the form of the wire (`protocol/values.ts`): for what is new in a difference, for joins, and for the
 * slots that a client asks for.
 */

import type { WireDiff, WireNested, WirePath, WireValue } from "../protocol/values.js"
import { decodeAttribute, decodeText } from "./escape.js"
import { defuseMarkers, parsedSource, parsedText, withoutFirstNewline } from "./parser-view.js"
import type { Slot } from "./template.js"
import type { TemplateTable } from "./template-table.js"
import { Html, List, Region, type Rendered, Tag, type Value } from "./values.js"

/** The slot index that stands for the whole root, when its template has changed. */
export const ROOT_SLOT = -1

/** The whole value of a slot. */
export function wireValue(slot: Slot, value: Value, table: TemplateTable): WireValue {
  if (typeof value === "string") return wireText(slot, value)
  if (value === null) return null
  if (Array.isArray(value)) return wireNested(value, table)
  if (value instanceof List) return wireList(value, table)
  if (value instanceof Html) return { h: defuseMarkers(value.html) }
  if (value instanceof Tag) return { a: wireAttributes(value) }
  if (value instanceof Region) return { r: wireRegion(value, table) }
  return unknownValue(value)
}

/** A template with all its values. */
export function wireNested(rendered: Rendered, table: TemplateTable): WireNested {
  const number = table.number(rendered[0])
  return [number, ...wireValues(rendered, table)]
}

/** The values alone: an item of a list whose items share one template. */
export function wireValues(rendered: Rendered, table: TemplateTable): WireValue[] {
  const { slots } = rendered[0]
  return slots.map((slot, i) => wireValue(slot, rendered[i + 1] as Value, table))
}

/** The attributes of a tag slot as they arrive in the DOM. */
export function wireAttributes(tag: Tag): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [name, value] of tag.attributes) attributes[name] = value
  return attributes
}

/** A region's text for the client, which then holds it. */
export function wireRegion(region: Region, table: TemplateTable): string {
  table.textSent(region)
  return regionText(region)
}

/** A region's text as it stands in the first HTML too. */
export function regionText(region: Region): string {
  return defuseMarkers(region.html)
}

/**
 * The whole values of a view's top-level slots: of these, or of all. {@link ROOT_SLOT} (and a root template other
 * than the page's first, whose slots the client could not number) gives the whole root.
 */
export function wholeValues(rendered: Rendered, slots: readonly number[] | undefined, table: TemplateTable): WireDiff {
  const template = rendered[0]
  if (slots?.includes(ROOT_SLOT) === true || table.number(template) !== 0) {
    return { [ROOT_SLOT]: wireNested(rendered, table) }
  }
  const values: Record<number, WireValue> = {}
  for (const index of slots ?? template.slots.keys()) {
    const slot = template.slots[index]
    if (slot !== undefined) values[index] = wireValue(slot, rendered[index + 1] as Value, table)
  }
  return values
}

/** The value at a path, or undefined if there is none (any more). A path that ends at a list's item gives the item. */
export function valueAt(rendered: Rendered, path: WirePath, table: TemplateTable): WireValue | undefined {
  let parent = rendered
  for (let depth = 0; depth < path.length; depth++) {
    const index = path[depth] as number
    const slot = parent[0].slots[index]
    if (slot === undefined) return undefined
    const value = parent[index + 1] as Value
    if (depth === path.length - 1) return wireValue(slot, value, table)
    if (Array.isArray(value)) {
      parent = value
    } else if (value instanceof List) {
      const item = value.items[path[++depth] as number]
      if (item === undefined) return undefined
      if (depth === path.length - 1) return wireNested(item, table)
      parent = item
    } else {
      return undefined
    }
  }
  return undefined
}

function wireText(slot: Slot, source: string): string {
  if (slot.kind === "content") {
    const text = parsedText(source)
    return slot.first ? withoutFirstNewline(text) : text
  }
  const parsed = parsedSource(source)
  if (slot.kind === "attribute") return decodeAttribute(parsed)
  const text = slot.first ? withoutFirstNewline(parsed) : parsed
  return slot.name === "textarea" || slot.name === "title" ? decodeText(text) : text
}

function wireList(list: List, table: TemplateTable): WireValue {
  const { template, items } = list
  if (template === null) return { m: items.map((item) => wireNested(item, table)) }
  return { l: table.number(template), i: items.map((item) => wireValues(item, table)) }
}

/** Reached only when a value kind is added and not handled: the compiler then refuses the call. */
function unknownValue(value: never): never {
  throw new TypeError(`Not a value of a slot: ${String(value)}`)
}
