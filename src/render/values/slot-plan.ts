/** What is known of a slot of a template literal before its holes have values. */

import type { UrlPlace } from "../../html/tokenizer/url-check.js"
import type { TemplateSlot } from "../template/template.js"

/** A slot of a template literal, with the way from holes to its value. */
export interface SlotPlan {
  readonly slot: TemplateSlot
  /** Static text and numbers of holes in turn. */
  readonly pieces: readonly (string | number)[]
  /** Attribute: the quote around its value. */
  readonly quote: string
  /** Attribute: one hole (and what is merged into it) is the whole value, so the attribute may be absent. */
  readonly whole: boolean
  /** Tag: names of attributes that win over its own. */
  readonly taken: readonly string[]
  /** Attribute, tag: the element's name. */
  readonly tag: string
  /** Attribute: it is an address, or a part of one; with the static text in front of the slot and behind it. */
  readonly address: (UrlPlace & { readonly before: string; readonly after: string }) | undefined
  /** Raw: the text is JSON, and these holes are parts of strings in it. */
  readonly strings: ReadonlySet<number> | undefined
  /** Tag: holes in the value of an attribute whose name is a hole too, or has one in it, with the quote around. */
  readonly quotes: ReadonlyMap<number, string>
  readonly source: string
}

/** The text of a slot: that of its holes, in what is static. */
export function joined({ pieces }: SlotPlan, text: (hole: number) => string): string {
  let value = ""
  for (const piece of pieces) value += typeof piece === "string" ? piece : text(piece)
  return value
}
