/**
 * A slot in the making, in a start tag or in raw text: further holes may go on with it. Behind its last hole it is known only
 * by what comes there how much of the text still belongs to it.
 */

import { openReference } from "../../html/text/open-reference.js"
import { isInTag, isInValue, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { mergeTexts, type Piece, type PlannedSlot, plannedSlot } from "./template-plan.js"

/** What a slot in the making may be. */
export type OpenSlotKind = "attribute" | "tag" | "raw"

/** What is known of a slot where it begins. */
export interface SlotBeginning<H> {
  readonly kind: OpenSlotKind
  readonly place: TokenizerState
  /** Text in front of its first hole that is part of it. */
  readonly pieces: readonly Piece<H>[]
  readonly taken: readonly string[]
}

export class OpenSlot<H> {
  readonly kind: OpenSlotKind
  readonly place: TokenizerState
  readonly #pieces: Piece<H>[]
  readonly #taken: readonly string[]
  #quote: string
  /** Text after the last hole. */
  #tail = ""
  /** Attribute: the rest of the value belongs to it, since a hole may go on with a reference. */
  #toEnd: boolean

  constructor({ kind, place, pieces, taken }: SlotBeginning<H>) {
    this.kind = kind
    this.place = place
    this.#pieces = [...pieces]
    this.#taken = taken
    this.#quote = kind !== "attribute" ? "" : place.mode === Mode.doubleQuoted ? '"' : "'"
    this.#toEnd = pieces.length > 0
  }

  /** All that it would have now. */
  get pieces(): readonly Piece<H>[] {
    return [...this.#pieces, this.#tail]
  }

  hole(hole: H): void {
    if (openReference(this.#tail) !== "") this.#toEnd = true
    this.silent(hole)
  }

  /** Something that prints nothing. */
  silent(hole: H): void {
    if (this.#tail !== "") this.#pieces.push(this.#tail)
    this.#tail = ""
    this.#pieces.push(hole)
  }

  append(text: string): void {
    this.#tail += text
  }

  /**
   * The hole stands in a value without quotes. An empty one would take the next attribute for its own, so the slot goes up to
   * the `>`.
   */
  leaveUnquoted(): void {
    this.#quote = "unquoted"
  }

  /**
   * How much of the text behind the last hole belongs to it, if this character, read already but not yet appended, is the
   * first one behind it; undefined if it goes on.
   */
  end(mode: Mode, char: string, attributeBegins: boolean): number | undefined {
    switch (this.kind) {
      case "attribute":
        return isInValue(mode) && mode !== Mode.unquoted ? undefined : this.#toEnd ? this.#tail.length : 0
      case "raw":
        return isInTag(mode) || mode === Mode.data ? this.#tail.lastIndexOf("</") : undefined
      case "tag":
        return this.#endInTag(mode, char, attributeBegins)
    }
  }

  /** In front of the next attribute, or of the `>` and the slash before it. */
  #endInTag(mode: Mode, char: string, attributeBegins: boolean): number | undefined {
    const isBare = this.#quote === "unquoted"
    if (isInTag(mode)) return attributeBegins && !isBare ? this.#tail.trimEnd().length : undefined
    const selfClosing = char === ">" && !isBare ? /\s*\/?$/.exec(this.#tail) : null
    return selfClosing?.index ?? this.#tail.length
  }

  /** The first `keep` characters of the text behind the last hole belong to the slot, the rest is static again. */
  finish(keep: number): readonly [slot: PlannedSlot<H>, rest: string] {
    const pieces = mergeTexts([...this.#pieces, this.#tail.slice(0, Math.max(0, keep))])
    const slot = { ...plannedSlot(this.kind, pieces, this.place), quote: this.#quote, taken: this.#taken }
    return [slot, this.#tail.slice(keep)]
  }
}
