/**
 * From what stands in the holes of an `` html`…` `` to the values of slots. What a hole takes depends on where it stands,
 * and so does the escaping.
 */

import { escapeHtml } from "../../html/text/escape.js"
import { jsonStringPart, unicodeEscaped, withoutEnd } from "../../html/text/raw-text.js"
import { isAbsent, structuredText } from "./attribute-text.js"
import { blocked, isBlockedText } from "./blocked-address.js"
import { contentValue } from "./content-value.js"
import { expectedIn, plainText, refuse, valueText, vouchedSource } from "./hole-text.js"
import { joined, type SlotPlan } from "./slot-plan.js"
import { tagValue } from "./tag-value.js"
import { Html, type Value } from "./values.js"

/** The value of a slot. */
export function slotValue(plan: SlotPlan, holes: readonly unknown[]): Value {
  switch (plan.slot.kind) {
    case "content":
    case "region":
      return contentValue(holes[plan.pieces[0] as number], plan.source)
    case "attribute":
      return attributeValue(plan, holes)
    case "raw":
      return withoutEnd(
        joined(plan, (piece) => rawText(piece, holes[piece], plan)),
        plan.slot.name,
      )
    case "tag":
      return tagValue(plan, holes)
  }
}

function attributeValue(plan: SlotPlan, holes: readonly unknown[]): string | null {
  if (plan.whole && plan.pieces.every((piece) => isAbsent(holes[piece as number]))) return null
  const text = joined(plan, (piece) => attributeText(holes[piece], plan))
  if (plan.address !== undefined && isBlockedText(text, plan.address, plan, holes)) return blocked(plan.address, plan)
  // What is merged begins with a space or a semicolon.
  return plan.whole && plan.pieces.length > 1 ? text.replace(/^(?:;| )\s*/, "") : text
}

function attributeText(value: unknown, { quote, slot, source }: SlotPlan): string {
  if (typeof value === "string") return escapeHtml(value)
  const vouched = vouchedSource(value, quote)
  if (vouched !== undefined) return vouched
  const text = valueText(value) ?? structuredText(slot.name, value)
  return escapeHtml(text ?? refuse(value, source, `in the attribute "${slot.name}"`, expectedIn(slot.name)))
}

function rawText(hole: number, value: unknown, { slot, source, strings }: SlotPlan): string {
  if (value instanceof Html) return strings === undefined ? value.html : unicodeEscaped(value.html)
  const text = plainText(value) ?? refuse(value, source, `in <${slot.name}>`, "text, or nothing")
  if (strings !== undefined) return strings.has(hole) ? jsonStringPart(text) : unicodeEscaped(text)
  // References are not decoded in styles; `<` must still not begin an end tag there.
  return slot.name === "style" ? text.replaceAll("<", "\\3c ") : escapeHtml(text)
}
