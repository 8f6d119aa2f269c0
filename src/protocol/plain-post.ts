/**
 * What a form or button says that posts an event where no script sends it. The server writes it into the first HTML; the
 * client writes it anew where a binding has changed since.
 */

/** Stands in the URL of a plain POST, and names the field that says which root and event it is for. */
export const LIVE_FIELD = "_live"

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
