/** What the `>` of a tag does: elements open or close, and text of another kind may follow. */

import { closeTag } from "../elements/close-tag.js"
import { escapableRaw, rawText } from "../elements/html-names.js"
import { silent } from "../elements/nesting.js"
import { openTag, type StartTag } from "../elements/open-tag.js"
import { shareOpened } from "./share-opened.js"
import type { TagListener } from "./state-table.js"
import { type AttributeToken, attributeOf, Mode, scriptTypeOf, type TokenizerState } from "./tokenizer-state.js"

/** Ends the tag being read. */
export function finishTag(state: TokenizerState, selfClosing: boolean, listener: TagListener | undefined): void {
  const { tag, attribute, tagIdentity } = state
  state.mode = Mode.data
  state.tagIdentity = null
  state.attribute = null
  state.buffer = ""
  if (state.closing) {
    listener?.endTag?.(tag)
    closeTag(state, tag, listener ?? silent)
    state.raw = ""
    return
  }
  listener?.startTag?.(tag, attribute, selfClosing)
  const before = { open: state.open, pending: state.pending, at: state.at }
  openTag(state, startTag(tag, attribute, selfClosing), listener ?? silent)
  if (tagIdentity !== null && state.open !== before.open) shareOpened(tagIdentity, before, state)
  beginContent(state, attribute)
}

function startTag(name: string, attributes: AttributeToken | null, selfClosing: boolean): StartTag {
  const attribute = (wanted: string): string | undefined =>
    wanted === "type" ? scriptTypeOf(attributes) : attributeOf(attributes, wanted)
  return { name, selfClosing, attribute }
}

/** Behind a start tag: what is in some elements of HTML is text. */
function beginContent(state: TokenizerState, attributes: AttributeToken | null): void {
  const { tag, open } = state
  if (open.namespace !== "html" || open.name !== tag) return
  if (tag === "plaintext") state.mode = Mode.plaintext
  else if (tag === "script" || rawText.has(tag) || escapableRaw.has(tag)) {
    state.mode = Mode.raw
    state.raw = tag
    state.scriptType = scriptTypeOf(attributes)
  }
}
