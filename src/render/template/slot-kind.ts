/** What a hole is a slot of: by where it stands, and where the paths through it end. */

import { isInTag, Mode, sameState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { SlotKind } from "./template.js"

/** The kind of the slot for a hole at this point. */
export function slotKind(from: TokenizerState, paths: readonly TokenizerState[]): SlotKind {
  const { mode } = from
  const stays = paths.every((path) => sameState(path, from))
  // Where something is opened again, it depends on the value whether it is.
  if (mode === Mode.data) return stays && from.pending.length === 0 ? "content" : "region"
  if (mode === Mode.raw) return stays && !regionOnly.has(from.raw) ? "raw" : "region"
  if (mode === Mode.doubleQuoted || mode === Mode.singleQuoted) return stays && !from.closing ? "attribute" : "region"
  if (!isInTag(mode) || from.closing) return "region"
  const inTag = paths.every(
    (path) => path.tagIdentity === from.tagIdentity && path.tag === from.tag && betweenAttributes(path.mode, mode),
  )
  return inTag ? "tag" : "region"
}

/** Elements whose text a template's parser and a page's parser read differently. */
const regionOnly: ReadonlySet<string> = new Set(["noscript", "iframe", "noembed", "noframes", "xmp"])

function betweenAttributes(mode: Mode, from: Mode): boolean {
  const unquoted = from === Mode.unquoted || from === Mode.beforeAttributeValue
  return (
    mode === Mode.beforeAttributeName ||
    mode === Mode.attributeName ||
    mode === Mode.afterAttributeName ||
    mode === Mode.afterQuoted ||
    (mode === Mode.tagName && from === Mode.tagName) ||
    (unquoted && (mode === Mode.unquoted || mode === Mode.beforeAttributeValue))
  )
}
