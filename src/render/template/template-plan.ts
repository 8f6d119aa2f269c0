/** What a template's source is taken apart into, and what the one who does it (`template-builder.ts`) asks its owner. */

import type { OpenElement } from "../../html/elements/open-elements.js"
import { copyState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { SlotKind, Template } from "./template.js"

/** A piece of a slot: static text, or a hole as it was given. */
export type Piece<H> = string | H

/** A slot as planned: its value is made from its pieces, in order. */
export interface PlannedSlot<H> {
  readonly kind: SlotKind
  readonly pieces: readonly Piece<H>[]
  /** Attribute: the quote around the value. Tag: true if an unquoted value is part of it. */
  readonly quote: string
  /** Content and region: where it stands; nested templates begin there. */
  readonly place: TokenizerState
  /** Tag: names of the attributes that stand before it in its tag and win over it. */
  readonly taken: readonly string[]
}

export interface Plan<H> {
  readonly template: Template
  readonly slots: readonly PlannedSlot<H>[]
  /** What to do in order: the next slot, or something silent that stands between slots. */
  readonly steps: readonly (PlannedSlot<H> | { readonly silent: H })[]
  /** False if the template does not close what it opens: then it is one region. */
  readonly balanced: boolean
}

/** What the builder asks its owner. `H` is any type but string. */
export interface BuilderDelegate<H> {
  /** Where each path through the hole ends; refuses (throws) a place where it must not stand. */
  pathsThrough(hole: H, from: TokenizerState): readonly TokenizerState[]
  /** Told that the hole could not be split, perhaps because of the reference right in front of it; may throw. */
  becameRegion(hole: H, at: TokenizerState, reference: string): void
  /**
   * Told of an element with a hole in it, or in its tag, of which the parser makes several elements, or whose parts it
   * moves to other places; may throw.
   */
  scattered(element: OpenElement, hole: H): unknown
  /** Told that the hole stands in an attribute value without quotes. */
  standsUnquoted(hole: H, at: TokenizerState): void
  /**
   * Attributes of one start tag have the same name, or may have it (then `name` is undefined); the parser keeps the first
   * one. True makes one tag slot of all from there to the end of the tag. May throw.
   */
  repeatsAttribute(name: string | undefined): boolean
  /** The texts that stand in the hole's source, as far as they may be printed by it. */
  textsIn?(hole: H): Iterable<string>
}

/** A slot with nothing special about it. */
export function plannedSlot<H>(kind: SlotKind, pieces: readonly Piece<H>[], place: TokenizerState): PlannedSlot<H> {
  return { kind, pieces, quote: "", place: copyState(place), taken: [] }
}

/** Neighbouring texts made one. */
export function mergeTexts<H>(pieces: readonly Piece<H>[]): Piece<H>[] {
  const merged: Piece<H>[] = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    if (typeof piece !== "string") merged.push(piece)
    else if (typeof last === "string") merged[merged.length - 1] = last + piece
    else if (piece !== "") merged.push(piece)
  }
  return merged
}
