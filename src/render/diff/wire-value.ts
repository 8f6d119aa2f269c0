/**
 * Whole values in the form of the wire (`protocol/values.ts`): for what is new in a difference, for joins, and for what
 * a client asks for.
 */

import { decodeAttribute, decodeText } from "../../html/text/escape.js"
import { defuseMarkers, parsedSource, parsedText, withoutFirstNewline } from "../../html/text/parser-view.js"
import type { WireNested, WireValue } from "../../protocol/values.js"
import type { TemplateSlot } from "../template/template.js"
import type { TemplateTable } from "../values/template-table.js"
import { Html, List, Region, type Rendered, StreamRows, Tag, unknownValue, type Value } from "../values/values.js"
import { refuseWritten, sentSource, sentText } from "../values/vouched.js"

/** The whole value of a slot. */
export function wireValue(slot: TemplateSlot, value: Value, table: TemplateTable): WireValue {
  if (typeof value === "string") return wireText(slot, value)
  if (value === null) return null
  if (Array.isArray(value)) return wireNested(value, table)
  if (value instanceof List) return wireList(value, table)
  if (value instanceof StreamRows) return wireList(value.all, table)
  if (value instanceof Html)
    return { h: sentSource(defuseMarkers(slot.first ? withoutFirstNewline(value.html) : value.html)) }
  if (value instanceof Tag)
    return { a: Object.fromEntries(Array.from(value.attributes, ([name, text]) => [name, wireAttribute(name, text)])) }
  if (value instanceof Region) {
    table.textSent(value)
    return { r: regionText(value) }
  }
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

/** A region's text as it stands in the first HTML too. */
export function regionText(region: Region): string {
  return sentSource(defuseMarkers(region.html))
}

function wireText(slot: TemplateSlot, source: string): string {
  if (slot.kind === "content") {
    const text = parsedText(source)
    return slot.first ? withoutFirstNewline(text) : text
  }
  const parsed = parsedSource(source)
  if (slot.kind === "attribute") return wireAttribute(slot.name, decodeAttribute(parsed))
  const text = slot.first ? withoutFirstNewline(parsed) : parsed
  return slot.name === "textarea" || slot.name === "title" ? decodeText(text) : text
}

/** The value of an attribute. */
export function wireAttribute(name: string, text: string): string {
  refuseWritten(name, text)
  return sentText(text)
}

function wireList(list: List, table: TemplateTable): WireValue {
  const { template, items } = list
  if (template === null) return { m: items.map((item) => wireNested(item, table)) }
  return { l: table.number(template), i: items.map((item) => wireValues(item, table)) }
}
