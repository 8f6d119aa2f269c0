/** What a hole is a slot of: by where it stands, and where the paths through it end. */

import { isInTag, isInValue, Mode, sameState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { SlotKind } from "./template.js"

/** The kind of the slot for a hole at this point. */
export function slotKind(from: TokenizerState, paths: readonly TokenizerState[]): SlotKind {
  if (isInTag(from.mode)) return from.closing ? "region" : kindInStartTag(from, paths)
  const stays = paths.every((path) => sameState(path, from))
  // Where something is opened again, it depends on the value whether it is.
  if (from.mode === Mode.data) return stays && from.pending.length === 0 ? "content" : "region"
  return from.mode === Mode.raw && stays && !regionOnly.has(from.raw) ? "raw" : "region"
}

/** Elements whose text a template's parser and a page's parser read differently. */
const regionOnly: ReadonlySet<string> = new Set(["noscript", "iframe", "noembed", "noframes", "xmp"])

function kindInStartTag(from: TokenizerState, paths: readonly TokenizerState[]): SlotKind {
  const { mode, tag, tagIdentity } = from
  if (isInValue(mode) && mode !== Mode.unquoted) {
    return paths.every((path) => sameState(path, from)) ? "attribute" : "region"
  }
  const stays = paths.every(
    (path) => path.tagIdentity === tagIdentity && path.tag === tag && betweenAttributes(path.mode, mode),
  )
  return stays ? "tag" : "region"
}

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
