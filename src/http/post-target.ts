/** What the field `_live` of a plain POST says: the root, the event, and for a button its `live-value-*`. Pure. */

/** An event that a plain POST brings. */
export interface PostedEvent {
  /** Id of the root element. */
  readonly root: string
  readonly event: string
  /** The form's decoded fields, or the button's values. */
  readonly payload: Readonly<Record<string, unknown>>
}

/** What the field says. `values` is undefined for a form, whose payload is the other fields. */
export interface PostTarget {
  readonly root: string
  readonly event: string
  readonly values: Readonly<Record<string, string>> | undefined
}

/** Writes the field's value: `counter-1 save` for a form, `counter-1 increment ?by=2` for a button. */
export function writePostTarget({ root, event, values }: PostTarget): string {
  const target = `${root} ${encodeURIComponent(event)}`
  return values === undefined ? target : `${target} ?${new URLSearchParams(values).toString()}`
}

/** Reads the field's value as it was posted; undefined if it is not one of ours. */
export function readPostTarget(text: string): PostTarget | undefined {
  const parts = text.split(" ")
  const [root, event, query] = parts
  if (root === undefined || event === undefined || parts.length > 3 || root === "" || event === "") return undefined
  if (query !== undefined && !query.startsWith("?")) return undefined
  try {
    const name = decodeURIComponent(event)
    return { root, event: name, values: query === undefined ? undefined : readValues(query.slice(1)) }
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
