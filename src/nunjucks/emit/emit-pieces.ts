/** Emits the slots that are one text made of pieces: attributes, tags, raw text and regions. */

import { isJsonScript } from "../../html/elements/script-type.js"
import { Mode } from "../../html/tokenizer/tokenizer-state.js"
import { inUrl, isBlockedSource, isDecided } from "../../html/tokenizer/url-check.js"
import { previousValue, type SlotContext } from "../analyse/slot-context.js"
import type { AstNode, Frame } from "../internals/internals.js"
import { contains } from "../parse/ast.js"
import { staticTexts } from "../parse/static-texts.js"
import type { CheckedAddress } from "../runtime/address-check.js"
import { TagPlace } from "../runtime/tag-place.js"
import { emitFitCheck } from "./emit-fit-check.js"
import { emitText } from "./emit-text.js"
import type { Emitter } from "./emitter.js"

/** Attribute, tag, raw and region slots: one text from all pieces. */
export function emitPieces(c: Emitter, context: SlotContext, value: string): void {
  const { slot, frame } = context
  const { pieces } = slot
  const address = slot.kind === "attribute" ? addressOf(context) : undefined
  const { text, prints } = emitTexts(c, pieces, frame, slot.kind !== "attribute" || address !== undefined)
  const sets = c.mask(c.options.file.ofAll(pieces.filter((piece) => typeof piece !== "string")).sets)
  // Also what was set last time and is not now has another value.
  if (sets !== 0) c.line(`st.d |= ${sets};`)
  const old = previousValue(context)
  const made: MadeText = { text, prints, old, address }
  if (slot.kind === "attribute") emitAttribute(c, context, value, made)
  else if (slot.kind === "raw") emitRaw(c, context, value, made)
  else if (slot.kind === "tag") emitTag(c, context, value, made)
  else emitRegion(c, context, value, made)
}

/** The code of a slot's text, and what is known of it. */
interface MadeText {
  readonly text: string
  /** The variable with where something was printed; "" if that is of no interest. */
  readonly prints: string
  /** The value of the render before. */
  readonly old: string
  readonly address: CheckedAddress | undefined
}

function emitAttribute(c: Emitter, { slot }: SlotContext, value: string, { text, prints, address }: MadeText): void {
  const isLookedAt = address !== undefined && prints !== ""
  const checked = isLookedAt ? `rt.url(${text}, ${prints}, ${c.constant(address)})` : text
  c.line(`${value} = rt.quoted(${checked}, ${JSON.stringify(slot.quote)}, ${lineOf(slot.pieces)});`)
}

function emitRaw(c: Emitter, { slot }: SlotContext, value: string, { text, prints }: MadeText): void {
  const { place } = slot
  const made = prints === "" || !isJsonScript(place.scriptType) ? text : `rt.jsonWith(${text}, ${prints})`
  c.line(`${value} = rt.withoutEnd(${made}, ${JSON.stringify(place.raw)});`)
}

function emitTag(c: Emitter, { slot }: SlotContext, value: string, { text, prints, old }: MadeText): void {
  const { place, taken } = slot
  c.line(`${value} = ${c.constant(new TagPlace(place, taken))}.tag(${text}, ${prints || "[]"}, ${old}, rt.reporter);`)
  // Only the render can tell whether the name of the tag goes on.
  if (place.mode === Mode.tagName) c.line(`if (rt.goesOn(${text})) st.unbalanced = true;`)
}

function emitRegion(c: Emitter, context: SlotContext, value: string, { text, prints, old }: MadeText): void {
  const checked = prints === "" ? text : `rt.tags(${text}, ${prints}, ${c.constant(context.slot.place)})`
  c.line(`${value} = rt.region(${checked}, ${old});`)
  emitFitCheck(c, context, value)
}

/** Emits pieces into one text. `prints` is the variable with where something was printed, "" if that is of no interest. */
function emitTexts(
  c: Emitter,
  pieces: readonly (AstNode | string)[],
  frame: Frame,
  isLookedAt: boolean,
): { readonly text: string; readonly prints: string } {
  const noted = c.options.paths.notes.prints
  const notes =
    isLookedAt && pieces.some((piece) => typeof piece !== "string" && contains(piece, (node) => noted.has(node)))
  const prints = notes ? c.variable() : ""
  if (notes) c.line(`var ${prints} = [];`)
  const outer = c.printed
  const text = c.intoBuffer(() => {
    c.printed = notes ? { buffer: c.buffer as string, prints } : undefined
    for (const piece of pieces) emitText(c, piece, frame)
  })
  c.printed = outer
  return { text, prints }
}

/** The address that the slot is a part of; undefined if what its values say cannot matter. */
function addressOf({ slot, following }: SlotContext): CheckedAddress | undefined {
  const { place, pieces, quote } = slot
  const url = inUrl(place)
  const before = place.attribute?.value ?? ""
  if (url === undefined || isDecided(before, url)) return undefined
  // What a branch writes out beside values that turn out to be empty is the author's own.
  const texts = [...staticTexts(pieces.filter((piece) => typeof piece !== "string"))]
  const own = texts.filter((text) => isBlockedSource(text, url))
  return { ...url, before, after: following.slice(0, following.indexOf(quote)), own }
}

/** For messages. */
function lineOf(pieces: readonly (AstNode | string)[]): number {
  return (pieces.find((piece) => typeof piece !== "string")?.lineno ?? -1) + 1
}
