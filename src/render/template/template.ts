/** A template: static text and typed slots, compiled once and never changed. */

import type { Namespace } from "../../html/elements/namespace.js"

/** Where a slot stands, decided when the template is compiled. See `docs/architecture.md`, "Slots". */
export type SlotKind = "content" | "attribute" | "tag" | "raw" | "region"

/** One slot of a {@link Template}. */
export interface TemplateSlot {
  readonly kind: SlotKind
  /** Content: another slot stands before it in the same run of text, so a `<!---->` precedes it in marked HTML. */
  readonly separated: boolean
  /** Content: the only child of its element, so a list of single-root items needs one comment in front only. */
  readonly sole: boolean
  /** Attribute: its name as written. Raw: the name of the element (lower case). Else "". */
  readonly name: string
  /** Raw and content: inside `<pre>`, `<textarea>` or `<listing>` at the very start: a first newline is dropped by the parser. */
  readonly first: boolean
  /** Attribute: of a binding that takes a list of commands, or of any of that name whatever it begins with. */
  readonly takesLists: boolean
}

/**
 * Something in the static text that matters to the plain POST (see `write/action-writer.ts`): the start tag of a form or of
 * a button with a click binding, or a form's end tag. Positions are offsets into `statics[part]`.
 */
export interface ActionPoint {
  readonly kind: "form" | "button" | "/form"
  /** Position of the `<`. */
  readonly part: number
  readonly offset: number
  /** Start tags: position of the `>` (or `/>`) that ends it; may lie in a later part. */
  readonly endPart: number
  readonly endOffset: number
}

/** A compiled template. `statics` has one element more than `slots`. */
export interface Template {
  /** Hash of statics, slot kinds and namespace, not of nested templates. 11 letters of base64url. */
  readonly id: string
  readonly statics: readonly string[]
  readonly slots: readonly TemplateSlot[]
  readonly namespace: Namespace
  /** Exactly one element at the top, with white space around it at most. */
  readonly singleRoot: boolean
  readonly actions: readonly ActionPoint[]
  /** The text for the browser: see `protocol/markup.ts`. Prefixed by "svg:" or "math:" outside HTML. */
  readonly text: string
  /** For messages in development: where it was written, for example "views/counter.njk:3". */
  readonly source: string
}
