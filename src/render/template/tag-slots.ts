/**
 * Slots in start tags and in raw text: which text around their holes belongs to them, and which attributes of a tag have the
 * same name, so that the parser takes one and drops the others.
 */

import { SHADOW_MODE } from "../../html/elements/open-elements.js"
import { markDynamic } from "../../html/tokenizer/path-states.js"
import {
  type AttributeToken,
  copyState,
  isAtValue,
  isInTag,
  Mode,
  type TokenizerState,
} from "../../html/tokenizer/tokenizer-state.js"
import { HOLE } from "../../protocol/markup.js"
import { OpenSlot, type OpenSlotKind } from "./open-slot.js"
import type { Position, SourceLog } from "./source-log.js"
import { firstRepeated, namesAdded, namesOf, type TagPart, TagParts } from "./tag-parts.js"
import { type BuilderDelegate, mergeTexts, type Piece, plannedSlot } from "./template-plan.js"

/** A point in a tag. */
type TagPoint = Pick<TokenizerState, "mode" | "attribute">

export class TagSlots<H extends number | object> {
  readonly #log: SourceLog<H>
  readonly #delegate: BuilderDelegate<H>
  /** Of the start tag being read. */
  readonly #parts = new TagParts()
  /** Where the last attribute, or the last raw text, begins. */
  #begin: Position = { entry: 0, offset: 0 }
  #slot: OpenSlot<H> | undefined

  constructor(log: SourceLog<H>, delegate: BuilderDelegate<H>) {
    this.#log = log
    this.#delegate = delegate
  }

  append(text: string): void {
    if (this.#slot === undefined) this.#log.append(text)
    else this.#slot.append(text)
  }

  /** Something that prints nothing. False if no slot is open of which it could be a piece. */
  silent(hole: H): boolean {
    this.#slot?.silent(hole)
    return this.#slot !== undefined
  }

  /** Follows a character, read already but not yet appended. `before` is the point in front of it. */
  follow(char: string, state: TokenizerState, before: TagPoint): void {
    const { mode, attribute } = state
    const begins = mode === Mode.attributeName && before.mode !== Mode.attributeName && attribute !== before.attribute
    this.#closeSlot(char, mode, begins)
    if (begins) this.#attributeBegins()
    else this.#partRead(state, before)
  }

  /** Raw text begins here. */
  rawBegins(): void {
    this.#begin = this.#log.position
  }

  /** A hole in the quoted value of an attribute. */
  holeInValue(hole: H, state: TokenizerState): void {
    this.#slotFor("attribute", state).hole(hole)
    markDynamic(state)
    this.#parts.valueHasHole()
  }

  /** A hole elsewhere in a start tag. */
  holeInTag(hole: H, state: TokenizerState, paths: readonly TokenizerState[]): void {
    const names = namesAdded(state.attribute, paths)
    // The attribute it stands in is part of the slot.
    const around = this.#slot === undefined && isWithinAttribute(state.mode) ? this.#parts.last : undefined
    const slot = this.#slotFor("tag", state)
    slot.hole(hole)
    if (isAtValue(state.mode)) {
      slot.leaveUnquoted()
      state.mode = Mode.unquoted
      markDynamic(state)
      this.#delegate.standsUnquoted(hole, slot.place)
    } else {
      state.mode = Mode.attributeName
      state.attribute = { name: HOLE, value: HOLE, previous: state.attribute }
    }
    this.#parts.holeBrings(names, this.#log.position, around)
  }

  holeInRaw(hole: H, state: TokenizerState): void {
    this.#slotFor("raw", state).hole(hole)
  }

  /** The slot that is open, or one that begins here. */
  #slotFor(kind: OpenSlotKind, state: TokenizerState): OpenSlot<H> {
    if (this.#slot !== undefined) return this.#slot
    const taken = kind === "tag" ? this.#parts.names(isWithinAttribute(state.mode)) : []
    const start = this.#startOf(kind, state.mode)
    const pieces = start === undefined ? [] : this.takeFrom(start)
    this.#slot = new OpenSlot({ kind, place: copyState(state), pieces, taken })
    return this.#slot
  }

  /** Where a slot begins; undefined: here. */
  #startOf(kind: OpenSlotKind, mode: Mode): Position | undefined {
    if (kind === "attribute") return this.#log.referenceStart
    return kind === "raw" || isWithinAttribute(mode) ? this.#begin : undefined
  }

  /** Takes everything behind a position back, an open slot too. */
  takeFrom(position: Position): Piece<H>[] {
    const pieces = [...this.#log.takeFrom(position), ...(this.#slot?.pieces ?? [])]
    this.#slot = undefined
    return mergeTexts(pieces)
  }

  /** Closes the open slot if this character, read already but not yet appended, is the first one behind it. */
  #closeSlot(char: string, mode: Mode, attributeBegins: boolean): void {
    const keep = this.#slot?.end(mode, char, attributeBegins)
    if (this.#slot === undefined || keep === undefined) return
    this.#log.add(...this.#slot.finish(keep))
    this.#slot = undefined
  }

  #attributeBegins(): void {
    this.#begin = this.#log.position
    this.#parts.attributeBegins(this.#begin)
  }

  /** Notes what a character has ended that was read in a tag. */
  #partRead(state: TokenizerState, { mode, attribute }: TagPoint): void {
    if (mode === Mode.attributeName && state.mode !== mode) this.#nameRead(attribute as AttributeToken, state)
    if (mode === Mode.tagOpen || mode === Mode.endTagOpen) this.#parts.clear()
    else if (isInTag(mode) && !isInTag(state.mode)) this.#startTagRead(mode, state)
  }

  #nameRead({ name }: AttributeToken, state: TokenizerState): void {
    if (name === SHADOW_MODE) this.#askAgain(state)
    this.#parts.nameRead(name)
  }

  /** An attribute was read because of which the holes before it in the same tag may have to be refused. */
  #askAgain(state: TokenizerState): void {
    const first = this.#parts.first
    const earlier = first === undefined ? [] : this.#log.slotPieces(first.at.entry)
    const hole = [...earlier, ...(this.#slot?.pieces ?? [])].find((piece) => typeof piece !== "string")
    if (hole !== undefined) this.#delegate.pathsThrough(hole, copyState(state))
  }

  /** Its `>` comes next. Of attributes with one name the parser keeps the first, so slots of others must not be written. */
  #startTagRead(mode: Mode, state: TokenizerState): void {
    const parts = this.#parts.finish()
    if (parts.length < 2 || parts.every(({ kind }) => kind === "static")) return
    const first = firstRepeated(parts)
    if (first === undefined) return
    if (this.#delegate.repeatsAttribute(first.name))
      this.#makeOneSlot(parts.slice(0, first.from), parts[first.from] as TagPart, { mode, state })
    else this.#log.letWin(namesOf(parts), (parts[0] as TagPart).at.entry)
  }

  /** Makes one slot of all from this part on to the end of the tag; `mode` is the one in front of its `>`. */
  #makeOneSlot(
    before: readonly TagPart[],
    { at }: TagPart,
    { mode, state }: { readonly mode: Mode; readonly state: TokenizerState },
  ): void {
    const isBare = mode === Mode.unquoted || this.#log.hasUnquoted(at.entry + 1)
    const pieces = this.takeFrom(at)
    const last = pieces.at(-1)
    const end = typeof last === "string" && !isBare ? (/\s*\/?$/.exec(last)?.[0] ?? "") : ""
    if (end !== "") pieces[pieces.length - 1] = (last as string).slice(0, -end.length)
    this.#log.add({ ...plannedSlot("tag", mergeTexts(pieces), state), taken: namesOf(before) }, end)
  }
}

/** True where an attribute is being read, of which a hole may be a part. */
function isWithinAttribute(mode: Mode): boolean {
  const isNamed = mode === Mode.attributeName || mode === Mode.afterAttributeName
  return isNamed || mode === Mode.beforeAttributeValue || mode === Mode.unquoted
}
