/** Says in messages where a part of a template stands. */

import { HOLE } from "../../protocol/markup.js"
import { Mode, type TokenizerState } from "./tokenizer-state.js"

/** A short description of where a part stands, for messages. */
export function describePlace({ mode, open, tag, closing, attribute, raw }: TokenizerState): string {
  if (mode === Mode.data) return open.name === "" ? "at the top of the template" : `in <${open.name}>`
  if (mode === Mode.tagOpen || mode === Mode.endTagOpen || mode === Mode.tagName) return "in the name of a tag"
  if (mode <= Mode.selfClosing) {
    if (closing) return `in an end tag, </${tag.replaceAll(HOLE, "…")}>`
    const name = attribute?.name.replaceAll(HOLE, "…")
    return `in the start tag <${tag.replaceAll(HOLE, "…")}>${name === undefined ? "" : ` at "${name}"`}`
  }
  if (mode === Mode.doctype) return "in a doctype"
  return mode < Mode.raw ? "in a comment" : `in the text of <${raw}>`
}
