/** What a parser of the host has left of a posted form, as urlencoded text. Pure. */

import { LIVE_FIELD } from "../../protocol/plain-post.js"
import { encodeForm } from "../../util/form-text.js"

/** Whether this is the whole form: the field that every form of ours has is in it. */
export function isWholeForm(parsed: unknown): boolean {
  return typeof parsed === "object" && parsed !== null && Object.hasOwn(parsed, LIVE_FIELD)
}

/**
 * Returns the fields; "" where there are none.
 *
 * @param isUrlencoded - Whether a body that was read and not parsed is the text of such fields.
 * @throws {@link LiveError} LV_FORM_LIMIT for fields that are nested too deeply
 */
export function parsedBodyText(parsed: unknown, isUrlencoded: boolean): string {
  if (typeof parsed === "string") return isUrlencoded ? parsed : ""
  if (parsed instanceof Uint8Array) return isUrlencoded ? Buffer.from(parsed).toString("utf8") : ""
  if (typeof parsed !== "object" || parsed === null) return ""
  if (parsed instanceof Map || parsed instanceof URLSearchParams || parsed instanceof FormData)
    return textOfPairs(parsed)
  return makesLists(parsed) ? textOfPairs(pairsOfLists(parsed)) : encodeForm(parsed)
}

/** Some parsers (formidable) make a list of every field. That which stands once in each form of ours tells. */
function makesLists(parsed: object): boolean {
  const target: unknown = Object.getOwnPropertyDescriptor(parsed, LIVE_FIELD)?.value
  return Array.isArray(target) && target.length === 1
}

/** A name for each of its values: so one value is one, and several are a list, as where no parser ran. */
function* pairsOfLists(lists: object): Iterable<readonly [string, unknown]> {
  for (const [name, values] of Object.entries(lists)) {
    for (const value of Array.isArray(values) ? values : [values]) yield [name, value]
  }
}

/** Files are no fields of an event. */
function textOfPairs(pairs: Iterable<readonly [unknown, unknown]>): string {
  const text = new URLSearchParams()
  for (const [name, value] of pairs) if (typeof value === "string") text.append(String(name), value)
  return text.toString()
}
