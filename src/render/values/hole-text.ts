/** What a hole says in a place that takes text, and how it is refused if it says none. */

import { className, described, kindOf } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { textOf } from "../../errors/thrown.js"
import { escapeHtml } from "../../html/text/escape.js"
import { SafeUrl } from "../../html/text/safe-url.js"
import { Commands } from "./commands.js"
import { Html, isRendered } from "./values.js"

/** Text for a place that takes nothing else; undefined if the value is none. */
export function plainText(value: unknown): string | undefined {
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

/** Text for the value of an attribute, which may be a list of commands; undefined if the value is none. */
export function valueText(value: unknown): string | undefined {
  return plainText(value) ?? (value instanceof Commands ? value.toString() : undefined)
}

/** The source of what can stand in a quoted value as it is; undefined if that is a text or none. */
export function vouchedSource(value: unknown, quote: string): string | undefined {
  if (value instanceof Html) return value.html.replaceAll(quote, quote === '"' ? "&quot;" : "&#39;")
  return value instanceof SafeUrl ? escapeHtml(value.url) : undefined
}

/** What an attribute takes, for messages. */
export function expectedIn(name: string): string {
  switch (name.toLowerCase()) {
    case "class":
      return "text, nothing, a list of names, or a record of them"
    case "style":
      return "text, nothing, or a record of properties with one value each"
    default:
      return "text, or nothing"
  }
}

/** @throws {@link LiveError} LV_HOLE_VALUE */
export function refuse(value: unknown, template: string, place: string, expected: string): never {
  throw new LiveError("LV_HOLE_VALUE", { template, place, value: refused(value), expected })
}

/** What no hole takes, with what to do about it. */
function refused(value: unknown): string {
  if (isRendered(value)) return "a template"
  if (value instanceof Commands) return "commands (put them into the value of an attribute, such as `live-click`)"
  if (typeof value === "function") return `a function${value.name === "" ? "" : ` (${value.name})`}`
  if (typeof value !== "object" || value === null) return described(textOf(value))
  const kind = kindOf(value)
  if (kind === "a promise") return `${kind} (await it before rendering)`
  if (kind === "an array") return kind
  const name = className(value)
  return `an object${name === undefined ? "" : ` (${name})`}; write out what it should say`
}
