/** The other way round: what a host's parser made of a form, as urlencoded text again. */

import { LiveError } from "../errors/live-error.js"
import { DEPTH, type FormLimits } from "./form-params.js"

/**
 * Writes nested data as urlencoded text, in the notation that `decodeForm` reads: `{ user: { tags: ["a"] } }` is
 * `user[tags][0]=a`. Null is an empty field; what is undefined, a function or an empty list is none.
 *
 * @throws {@link LiveError} LV_FORM_LIMIT for data nested deeper than is decoded: names would grow with its depth, and
 * what contains itself has no end.
 */
export function encodeForm(fields: object, limits: Pick<FormLimits, "depth"> = {}): string {
  const { depth = DEPTH } = limits
  const text = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) append(text, name, value, depth)
  return text.toString()
}

function append(text: URLSearchParams, name: string, value: unknown, depth: number): void {
  const field = fieldOf(value)
  if (field !== undefined) return text.append(name, field)
  if (typeof value !== "object") return
  for (const [key, inner] of Object.entries(value as object)) {
    if (depth === 0) throw new LiveError("LV_FORM_LIMIT", { limit: "its fields are nested too deeply." })
    // A parser without nesting leaves `tags[]` as a name: its values stand one beside the other, not one inside.
    append(text, Array.isArray(value) && name.endsWith("[]") ? name : `${name}[${key}]`, inner, depth - 1)
  }
}

/** The text of what is one field; undefined of what has fields inside, and of what is none. */
function fieldOf(value: unknown): string | undefined {
  if (value === null) return ""
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString()
  if (Buffer.isBuffer(value)) return value.toString("utf8")
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
      return String(value)
    default:
      return undefined
  }
}
