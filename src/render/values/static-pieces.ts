/**
 * Static text around attributes that are absent. In a template an attribute slot stands between `name="` and `"`; when
 * its value is null, the name, both quotes and the space before it are not written.
 */

import type { Rendered } from "./values.js"

/** One static of a template as it is written for these values. */
export interface StaticPiece {
  readonly text: string
  /** How many letters at the start of the static are left out: offsets into it count from there. */
  readonly skipped: number
}

// The name's first letter may be "=", as in the parser.
const ATTRIBUTE_HEAD = /[\t\n\f\r ]*[^\t\n\f\r />][^\t\n\f\r />=]*[\t\n\f\r ]*=[\t\n\f\r ]*["']$/

/** The static in front of slot `part` (or behind the last slot). */
export function staticPiece(rendered: Rendered, part: number): StaticPiece {
  const text = rendered[0].statics[part] as string
  const skipped = isAbsent(rendered, part - 1) ? 1 : 0
  const end = isAbsent(rendered, part) ? text.search(ATTRIBUTE_HEAD) : text.length
  return { text: text.slice(skipped, end), skipped }
}

/** True if the slot is a whole attribute value and null. */
function isAbsent(rendered: Rendered, index: number): boolean {
  const { slots, statics } = rendered[0]
  if (rendered[index + 1] !== null || slots[index]?.kind !== "attribute") return false
  return ATTRIBUTE_HEAD.test(statics[index] as string) && /^["']/.test(statics[index + 1] as string)
}
