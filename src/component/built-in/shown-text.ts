/**
 * Texts of values that nothing has checked: what the app gives, what a client has sent, and what nunjucks takes as safe (a
 * block `set`, a macro), which comes as HTML. None of them throws.
 */

import { decodeAttribute } from "../../html/text/escape.js"
import { SafeUrl } from "../../html/text/safe-url.js"
import { Html } from "../../render/values/values.js"

/** A value as the text of a control: a list with commas; of nothing, and of what has no text of its own, the empty one. */
export function shownText(value: unknown): string {
  return Array.isArray(value) ? value.map(ownText).join(",") : ownText(value)
}

/** The values that a control has, as the texts that a form sends. */
export function shownTexts(value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value.map(ownText) : [ownText(value)]
}

/** A text that may be left out. */
export function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : shownText(value)
}

function ownText(value: unknown): string {
  if (value instanceof Html) return decodeAttribute(value.html)
  if (value instanceof SafeUrl) return value.url
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString()
  if (typeof value === "object" && value !== null) return hasText(value) ? String(value) : ""
  return value === undefined || value === null || typeof value === "symbol" || typeof value === "function"
    ? ""
    : String(value)
}

/** A decimal or a calendar date of a library says what it is; a plain record, which anybody can send, does not. */
function hasText(value: object): boolean {
  const own: unknown = value.toString
  return typeof own === "function" && own !== Object.prototype.toString && own !== Array.prototype.toString
}
