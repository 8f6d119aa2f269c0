/** What the field `_live` of a plain POST says: the root, the event, and for a button its `live-value-*`. Pure. */

import type { PostTarget } from "../protocol/plain-post.js"

/** An event that a plain POST brings. */
export interface PostedEvent {
  /** Id of the root element. */
  readonly root: string
  readonly event: string
  /** The form's decoded fields, or the button's values. */
  readonly payload: Readonly<Record<string, unknown>>
}

/** Reads the field's value as it was posted; undefined if it is not one of ours. */
export function readPostTarget(text: string): PostTarget | undefined {
  const parts = text.split(" ")
  const [root, event, query] = parts
  if (root === undefined || event === undefined || parts.length > 3 || root === "" || event === "") return undefined
  if (query !== undefined && !/^[?&]/.test(query)) return undefined
  try {
    const name = decodeURIComponent(event)
    return { root, event: name, isForm: !query?.startsWith("?"), values: readValues(query?.slice(1) ?? "") }
  } catch {
    return undefined
  }
}

function readValues(query: string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    // Defined, not assigned: `__proto__` is an attribute's name like any other.
    Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return values
}
