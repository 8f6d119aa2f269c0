/**
 * What a form or button says that posts an event where no script sends it. The server writes it into the first HTML; the
 * client writes it anew where a binding has changed since.
 */

/** Stands in the URL of a plain POST, and names the field that says which root and event it is for. */
export const LIVE_FIELD = "_live"

/** What the field says. */
export interface PostTarget {
  readonly root: string
  readonly event: string
  /** A form's payload is its fields; a button's is its `live-value-*` alone. */
  readonly isForm: boolean
  /** `live-value-*`; of a form they go with its fields, which win. */
  readonly values: Readonly<Record<string, string>>
}

/**
 * Writes the field's value: `form-1 save` or `form-1 save &id=9` for a form, `counter-1 increment ?by=2` for a button.
 *
 * @param query - The values as a query, by who knows it: to write that of none takes longer than all the rest.
 */
export function writePostTarget(
  { root, event, isForm, values }: PostTarget,
  query: string = new URLSearchParams(values).toString(),
): string {
  const target = `${root} ${encodeURIComponent(event)}`
  if (isForm && query === "") return target
  return `${target} ${isForm ? "&" : "?"}${query}`
}
