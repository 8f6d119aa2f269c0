/**
 * HTML escaping and its reverse.
 * Escaping is nunjucks' own (the backslash included), so that the HTML of a tracked template equals nunjucks' output.
 */

import { decodeHTML, decodeHTMLAttribute } from "entities/decode"

const SPECIAL = /[&"'<>\\]/

/** Texts longer than this are searched by a regular expression, shorter ones letter by letter (2 to 3 times faster). */
const SHORT = 24

/** Escapes text for content and for quoted attribute values, exactly as nunjucks 3.2.4 does. */
export function escapeHtml(text: string): string {
  const length = text.length
  let start = 0
  if (length > SHORT) {
    start = text.search(SPECIAL)
    if (start < 0) return text
  }
  let html = ""
  let taken = 0
  for (let i = start; i < length; i++) {
    const code = text.charCodeAt(i)
    // All six stand at or below the backslash; most letters of most texts are above it.
    if (code > 92) continue
    const entity = entityOf(code)
    if (entity === "") continue
    html += text.slice(taken, i) + entity
    taken = i + 1
  }
  return taken === 0 ? text : html + text.slice(taken)
}

/** Resolves the character references of ordinary text, as the parser does between tags and in `textarea` and `title`. */
export function decodeText(source: string): string {
  return source.includes("&") ? decodeHTML(source) : source
}

/** Resolves the character references of an attribute's value: there `&copy=1` stays as it is. */
export function decodeAttribute(source: string): string {
  return source.includes("&") ? decodeHTMLAttribute(source) : source
}

function entityOf(code: number): string {
  switch (code) {
    case 38:
      return "&amp;"
    case 34:
      return "&quot;"
    case 39:
      return "&#39;"
    case 60:
      return "&lt;"
    case 62:
      return "&gt;"
    case 92:
      return "&#92;"
    default:
      return ""
  }
}
