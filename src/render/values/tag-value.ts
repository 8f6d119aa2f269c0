/** What holes between attributes bring: records of attributes, names, HTML. */

import { LiveError } from "../../errors/live-error.js"
import { decodeAttribute, escapeHtml } from "../../html/text/escape.js"
import { attributeSources } from "../../html/text/parser-view.js"
import { SafeUrl } from "../../html/text/safe-url.js"
import { codeRefusal } from "../../html/tokenizer/places.js"
import { isBlockedUrl, isUrlAttribute } from "../../html/tokenizer/url-check.js"
import { CHECKED_ATTRIBUTE } from "../../protocol/markup.js"
import { type AttributeValue, isAbsent, isAttributeRecord, structuredText } from "./attribute-text.js"
import { blocked, isVouched } from "./blocked-address.js"
import { expectedIn, plainText, refuse, valueText, vouchedSource } from "./hole-text.js"
import { joined, type SlotPlan } from "./slot-plan.js"
import { Html, Tag } from "./values.js"

/** Attributes by name, for a hole between attributes: `true` gives an empty value, `false` and nothing none. */
export interface HtmlAttributes {
  readonly [name: string]: AttributeValue
}

const EXPECTED_IN_TAG = "a record of attributes, the name of one, raw(…), or nothing"
const NAME = /^[^\s"'<>/=\0]+$/

/** The value of a tag slot: what its holes bring, without what must not be or would be the parser's choice. */
export function tagValue(plan: SlotPlan, holes: readonly unknown[]): Tag {
  const text = joined(plan, (piece) => tagText(piece, holes[piece], plan))
  const attributes = attributeSources(text)
  let isChanged = false
  for (const [name, value] of attributes) {
    const place = { tag: plan.tag, attribute: name }
    const problem = codeRefusal(place)
    if (problem !== undefined) {
      const excerpt = text.slice(0, 80)
      throw new LiveError("LV_HOLE_PLACE", { template: plan.source, excerpt, place: problem })
    }
    if (plan.taken.includes(name)) {
      // Standing before the one that wins, it would be the parser's choice.
      attributes.delete(name)
      isChanged = true
      continue
    }
    const decoded = decodeAttribute(value)
    const isBlocked = isUrlAttribute(place) && isBlockedUrl(decoded, place) && !isVouched(decoded, place, plan, holes)
    attributes.set(name, isBlocked ? blocked(place, plan) : decoded)
    isChanged ||= isBlocked
  }
  if (!isChanged) return new Tag(text, attributes)
  const source = Array.from(attributes, ([name, value]) => `${name}="${escapeHtml(value)}"`).join(" ")
  return new Tag(source, attributes)
}

/** The source of what one hole brings. */
function tagText(hole: number, value: unknown, plan: SlotPlan): string {
  const quote = plan.quotes.get(hole)
  if (quote !== undefined) return quotedText(value, quote, plan.source)
  if (value instanceof Html) return value.html
  const name = plainText(value)
  if (name === "" || (name !== undefined && NAME.test(name))) return name
  if (name === undefined && isAttributeRecord(value)) return recordSource(value, plan)
  return refuse(value, plan.source, "between attributes", EXPECTED_IN_TAG)
}

/** A value in quotes, in an attribute whose name is computed. */
function quotedText(value: unknown, quote: string, source: string): string {
  const vouched = vouchedSource(value, quote)
  if (vouched !== undefined) return vouched
  return escapeHtml(
    valueText(value) ?? refuse(value, source, "in an attribute whose name is computed", "text, or nothing"),
  )
}

function recordSource(record: Readonly<Record<string, unknown>>, { source, tag }: SlotPlan): string {
  const parts: string[] = []
  for (const [name, value] of Object.entries(record)) {
    if (!NAME.test(name)) refuse(name, source, "between attributes", "attributes with names that HTML can have")
    if (value === true) parts.push(name)
    else if (!isAbsent(value)) {
      const text = recordText(name, value) ?? refuse(value, source, `in the attribute "${name}"`, expectedIn(name))
      parts.push(`${name}="${escapeHtml(text)}"`)
    }
    // The record speaks of it, also where the box is off: else the page could not know whose it is.
    if (name === "checked" && tag === "input" && value !== undefined) parts.push(CHECKED_ATTRIBUTE)
  }
  return parts.join(" ")
}

function recordText(name: string, value: unknown): string | undefined {
  if (value instanceof SafeUrl) return value.url
  return value instanceof Html ? decodeAttribute(value.html) : (valueText(value) ?? structuredText(name, value))
}
