/**
 * From what stands in the holes of an `` html`…` `` to the values of slots. What a hole takes depends on where it stands,
 * and so does the escaping.
 */

import { className, described, kindOf } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { textOf } from "../../errors/thrown.js"
import { decodeAttribute, escapeHtml } from "../../html/text/escape.js"
import { attributeSources } from "../../html/text/parser-view.js"
import { jsonStringPart, unicodeEscaped, withoutEnd } from "../../html/text/raw-text.js"
import { SafeUrl } from "../../html/text/safe-url.js"
import { codeRefusal } from "../../html/tokenizer/places.js"
import {
  BLOCKED_URL,
  isBlockedUrl,
  isBlockedValue,
  isUrlAttribute,
  type UrlOrigin,
  type UrlPlace,
} from "../../html/tokenizer/url-check.js"
import { CHECKED_ATTRIBUTE } from "../../protocol/markup.js"
import { compileHoles } from "../template/compile-statics.js"
import type { Slot } from "../template/template.js"
import { registerTemplate } from "../template/template-registry.js"
import { type AttributeValue, structuredText } from "./attribute-text.js"
import { inDevelopment } from "./render-setting.js"
import { Html, isRendered, List, type Rendered, Tag, type Value } from "./values.js"

/** Attributes by name, for a hole between attributes: `true` gives an empty value, `false` and nothing none. */
export interface HtmlAttributes {
  readonly [name: string]: AttributeValue
}

/** A slot of a template literal, with the way from holes to its value. */
export interface SlotPlan {
  readonly slot: Slot
  /** Static text and numbers of holes in turn. */
  readonly pieces: readonly (string | number)[]
  /** Attribute: the quote around its value. */
  readonly quote: string
  /** Attribute: one hole (and what is merged into it) is the whole value, so the attribute may be absent. */
  readonly whole: boolean
  /** Tag: names of attributes that win over its own. */
  readonly taken: readonly string[]
  /** Attribute, tag: the element's name. */
  readonly tag: string
  /** Attribute: it is an address, or a part of one; with the static text in front of the slot and behind it. */
  readonly address: (UrlPlace & { readonly before: string; readonly after: string }) | undefined
  /** Raw: the text is JSON, and these holes are parts of strings in it. */
  readonly strings: ReadonlySet<number> | undefined
  /** Tag: holes in the value of an attribute whose name is a hole too, or has one in it, with the quote around. */
  readonly quotes: ReadonlyMap<number, string>
  readonly source: string
}

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

/** A list of items of any kind. Without keys it goes by index. */
export function listOf(keys: readonly unknown[], values: readonly unknown[], source: string = LOOSE): List {
  const items = values.map((value) => (isRendered(value) ? value : loose(value, source)))
  const template = items[0]?.[0] ?? null
  return new List(keys, items, items.every((item) => item[0] === template) ? template : null)
}

function contentValue(value: unknown, source: string): Value {
  switch (typeof value) {
    case "string":
      return value
    case "number":
    case "bigint":
      return String(value)
    case "undefined":
    case "boolean":
      return null
    default:
      if (value === null || isRendered(value) || value instanceof Html || value instanceof List) return value
      if (Array.isArray(value)) return listOf([], value, source)
      return refuse(value, source, "between tags", "text, nothing, html`…`, each(…), raw(…), or an array of these")
  }
}

const LOOSE = "list item"

/** An item that is no template of its own (a text, nothing, a list): the only slot of an empty one. */
function loose(value: unknown, source: string): Rendered {
  looseTemplate ??= registerTemplate(compileHoles(["", ""], { source: LOOSE }).template)
  return [looseTemplate, contentValue(value, source)]
}

let looseTemplate: Rendered[0] | undefined

function attributeValue(plan: SlotPlan, holes: readonly unknown[]): string | null {
  if (plan.whole && plan.pieces.every((piece) => isAbsent(holes[piece as number]))) return null
  const text = joined(plan, (piece) => attributeText(holes[piece], plan))
  if (plan.address !== undefined && isBlockedAddress(text, plan.address, plan, holes))
    return blocked(plan.address, plan)
  // What is merged begins with a space or a semicolon.
  return plan.whole && plan.pieces.length > 1 ? text.replace(/^(?:;| )\s*/, "") : text
}

function isBlockedAddress(
  text: string,
  { before, after, ...place }: NonNullable<SlotPlan["address"]>,
  { pieces }: SlotPlan,
  holes: readonly unknown[],
): boolean {
  const values = pieces.flatMap((piece) => (typeof piece === "number" ? [holes[piece]] : []))
  const origin: UrlOrigin = {
    own: before,
    vouched: values[0] instanceof SafeUrl,
    fixed: [before, after, ...pieces.filter((piece) => typeof piece === "string"), ...urlsIn(values).map(escapeHtml)],
  }
  return isBlockedValue(before + text + after, origin, place)
}

/** Addresses that are vouched for. */
function urlsIn(values: readonly unknown[]): string[] {
  return values.flatMap((value) => (value instanceof SafeUrl ? [value.url] : []))
}

const warned = new WeakSet<SlotPlan>()

/** What stands instead of an address that is a script; a developer is told, once for each place. */
function blocked({ tag, attribute }: UrlPlace, plan: SlotPlan): string {
  if (inDevelopment() && !warned.has(plan)) {
    warned.add(plan)
    process.emitWarning(
      `${plan.source}: a value for "${attribute}" of <${tag}> was an address that is a script, and was blocked. ` +
        "If it is meant, write safeUrl(…).",
      { code: "LV_URL_BLOCKED" },
    )
  }
  return BLOCKED_URL
}

function isAbsent(value: unknown): boolean {
  return value === false || value === null || value === undefined
}

function attributeText(value: unknown, { quote, slot, source }: SlotPlan): string {
  if (value instanceof Html) return value.html.replaceAll(quote, quote === '"' ? "&quot;" : "&#39;")
  if (value instanceof SafeUrl) return escapeHtml(value.url)
  const text = plainText(value) ?? structuredText(slot.name, value)
  return escapeHtml(text ?? refuse(value, source, `in the attribute "${slot.name}"`, expectedIn(slot.name)))
}

function expectedIn(name: string): string {
  switch (name.toLowerCase()) {
    case "class":
      return "text, nothing, a list of names, or a record of them"
    case "style":
      return "text, nothing, or a record of properties with one value each"
    default:
      return "text, or nothing"
  }
}

function rawText(hole: number, value: unknown, { slot, source, strings }: SlotPlan): string {
  if (value instanceof Html) return strings === undefined ? value.html : unicodeEscaped(value.html)
  const text = plainText(value) ?? refuse(value, source, `in <${slot.name}>`, "text, or nothing")
  if (strings !== undefined) return strings.has(hole) ? jsonStringPart(text) : unicodeEscaped(text)
  // References are not decoded in styles; `<` must still not begin an end tag there.
  return slot.name === "style" ? text.replaceAll("<", "\\3c ") : escapeHtml(text)
}

const EXPECTED_IN_TAG = "a record of attributes, the name of one, raw(…), or nothing"
const NAME = /^[^\s"'<>/=\0]+$/

function tagValue(plan: SlotPlan, holes: readonly unknown[]): Tag {
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

/** True if an address is one that a hole of this tag vouches for. */
function isVouched(
  url: string,
  { attribute }: UrlPlace,
  { pieces, quotes }: SlotPlan,
  holes: readonly unknown[],
): boolean {
  return pieces.some((piece) => {
    if (typeof piece === "string") return false
    const hole = holes[piece]
    if (quotes.has(piece)) return hole instanceof SafeUrl && url.trimStart().startsWith(hole.url.trimStart())
    if (typeof hole !== "object" || hole === null || hole instanceof Html) return false
    return Object.entries(hole).some(
      ([name, own]) => name.toLowerCase() === attribute && own instanceof SafeUrl && own.url === url,
    )
  })
}

function tagText(hole: number, value: unknown, plan: SlotPlan): string {
  const { source } = plan
  const quote = plan.quotes.get(hole)
  if (quote !== undefined) return quotedText(value, quote, source)
  if (value instanceof Html) return value.html
  const name = plainText(value)
  if (name !== undefined) {
    if (name !== "" && !NAME.test(name)) refuse(value, source, "between attributes", EXPECTED_IN_TAG)
    return name
  }
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof List) {
    return refuse(value, source, "between attributes", EXPECTED_IN_TAG)
  }
  const parts: string[] = []
  for (const [key, own] of Object.entries(value) as [string, unknown][]) {
    if (!NAME.test(key)) refuse(key, source, "between attributes", "attributes with names that HTML can have")
    if (own === true) parts.push(key)
    else if (own !== false && own !== null && own !== undefined) {
      const text = recordText(key, own) ?? refuse(own, source, `in the attribute "${key}"`, expectedIn(key))
      parts.push(`${key}="${escapeHtml(text)}"`)
    }
    // The record speaks of it, also where the box is off: else the page could not know whose it is.
    if (key === "checked" && plan.tag === "input" && own !== undefined) parts.push(CHECKED_ATTRIBUTE)
  }
  return parts.join(" ")
}

/** A value in quotes, in an attribute whose name is computed. */
function quotedText(value: unknown, quote: string, source: string): string {
  if (value instanceof Html) return value.html.replaceAll(quote, quote === '"' ? "&quot;" : "&#39;")
  if (value instanceof SafeUrl) return escapeHtml(value.url)
  return escapeHtml(
    plainText(value) ?? refuse(value, source, "in an attribute whose name is computed", "text, or nothing"),
  )
}

function recordText(name: string, value: unknown): string | undefined {
  if (value instanceof SafeUrl) return value.url
  return value instanceof Html ? decodeAttribute(value.html) : (plainText(value) ?? structuredText(name, value))
}

/** Text for a place that takes nothing else; undefined if the value is none. */
function plainText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value
    case "number":
    case "bigint":
      return String(value)
    case "undefined":
    case "boolean":
      return ""
    default:
      return value === null ? "" : undefined
  }
}

function joined({ pieces }: SlotPlan, text: (hole: number) => string): string {
  let value = ""
  for (const piece of pieces) value += typeof piece === "string" ? piece : text(piece)
  return value
}

function refuse(value: unknown, template: string, place: string, expected: string): never {
  throw new LiveError("LV_HOLE_VALUE", { template, place, value: refused(value), expected })
}

/** What no hole takes, with what to do about it. */
function refused(value: unknown): string {
  if (isRendered(value)) return "a template"
  if (typeof value === "function") return `a function${value.name === "" ? "" : ` (${value.name})`}`
  if (typeof value !== "object" || value === null) return described(textOf(value))
  const kind = kindOf(value)
  if (kind === "a promise") return `${kind} (await it before rendering)`
  if (kind === "an array") return kind
  const name = className(value)
  return `an object${name === undefined ? "" : ` (${name})`}; write out what it should say`
}
