/** Checks that what is about to be signed into a page is plain data: it comes back from JSON as it went in. */

import { kindOf } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { findUnplain, type Unplain } from "../../util/plain-data.js"

/**
 * Returns the session as the views get it: a plain object.
 *
 * @param from - Where it came from, for the message: "the option `session`".
 * @throws {@link LiveError} LV_SESSION_NOT_PLAIN
 */
export function checkPlainData(value: unknown, from: string): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {}
  if (Array.isArray(value) || typeof value !== "object") throw refused(from, { path: "", got: kindOf(value) })
  const unplain = findUnplain(value)
  if (unplain !== undefined) throw refused(from, unplain)
  return value as Readonly<Record<string, unknown>>
}

function refused(from: string, { path, got }: Unplain): LiveError<"LV_SESSION_NOT_PLAIN"> {
  return new LiveError("LV_SESSION_NOT_PLAIN", { from, path, got })
}
