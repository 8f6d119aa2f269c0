/**
 * The port through which the first HTML gets what the plain POST needs: attributes and hidden fields of forms and
 * buttons. The renderer only knows where they go; what they say is the HTTP side's.
 */

/** A start tag as it is about to be written. */
export interface WrittenTag {
  /** In lower case. */
  readonly name: string
  /** Static and dynamic attributes: names in lower case, values decoded. */
  readonly attributes: ReadonlyMap<string, string>
}

/** Decides what a form or button gets. What it returns is HTML source; attributes begin with a space. */
export interface PostWriter {
  /** Attributes for the start tag, and fields to follow it (each with `data-live-post`); null leaves it as it is. */
  form(tag: WrittenTag): { readonly attributes: string; readonly fields: string } | null
  /** Attributes for a button with a click binding; null leaves it as it is. */
  button(tag: WrittenTag, insideForm: boolean): string | null
}
