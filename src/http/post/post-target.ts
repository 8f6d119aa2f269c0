/** What the field `_live` of a plain POST says: the root, the event, and for a button its `live-value-*`. Pure. */

import { LiveError } from "../../errors/live-error.js"
import type { PostTarget } from "../../protocol/plain-post.js"
import { refuseMany } from "../../util/form-params.js"

/** An event that a plain POST brings. */
export interface PostedEvent {
  /** Id of the root element. */
  readonly root: string
  readonly event: string
  /** The form's decoded fields, or the button's values. */
  readonly payload: Readonly<Record<string, unknown>>
}

/** Longest field that is read, in UTF-16 units: as much as an event brings over the socket at most. */
const LONGEST = 131_072

/** Root, event, and the values: of a form behind `&`, of a button behind `?`. */
const TARGET = /^([^ ]+) ([^ ]+)(?: ([?&])([^ ]*))?$/

/**
 * Reads the field's value as it was posted; undefined if it is not one of ours.
 *
 * @throws {@link LiveError} LV_FORM_LIMIT
 */
export function readPostTarget(text: string): PostTarget | undefined {
  if (text.length > LONGEST)
    throw new LiveError("LV_FORM_LIMIT", { limit: `a field \`_live\` of ${text.length} characters.` })
  const [, root, event, kind, query = ""] = TARGET.exec(text) ?? []
  if (root === undefined || event === undefined) return undefined
  const values = readValues(query)
  const name = decode(event)
  return name === undefined ? undefined : { root, event: name, isForm: kind !== "?", values }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function readValues(query: string): Record<string, string> {
  refuseMany(query)
  const values: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    // Defined, not assigned: `__proto__` is an attribute's name like any other.
    Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return values
}
