/** A region in the making: source that is followed on every path, up to where the same elements are open on all of them. */

import { isOpenAround, type OpenElement } from "../../html/elements/open-elements.js"
import { restOfReference } from "../../html/text/open-reference.js"
import { distinct } from "../../html/tokenizer/path-states.js"
import { feed } from "../../html/tokenizer/tokenizer.js"
import { Mode, sameState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { Piece } from "./template-plan.js"

/** With more paths than these a region does not end; it may when they have come together again. */
const MAX_PATHS = 12
/** Each hole may double them: a region that had more than these never ends, and {@link MAX_PATHS} of them are followed. */
const MAX_FOLLOWED = 48

/** Where and why a region begins. */
export interface RegionBeginning<H> {
  readonly states: TokenizerState[]
  readonly pieces: Piece<H>[]
  /** What was open where it began: it ends where this or something around it is open again. */
  readonly limit: OpenElement
  /** It goes on for as long as a reference may that is open in front of its hole. */
  readonly inReference: boolean
  /** The element because of which it is one, if no hole is the cause. */
  readonly scattered: OpenElement | undefined
}

export class OpenRegion<H> {
  readonly pieces: Piece<H>[]
  readonly scattered: OpenElement | undefined
  readonly #limit: OpenElement
  #states: TokenizerState[]
  #inReference: boolean
  /** What was read last is a hole, the end of a tag or of a reference. */
  #mayEnd: boolean
  /** It had more paths than are followed. */
  #isLost = false

  constructor({ states, pieces, limit, inReference, scattered }: RegionBeginning<H>) {
    this.#states = states
    this.pieces = pieces
    this.#limit = limit
    this.#inReference = inReference
    this.#mayEnd = !inReference
    this.scattered = scattered
  }

  /** The point reached on the first path. */
  get state(): TokenizerState | undefined {
    return this.#states[0]
  }

  hole(hole: H, pathsFrom: (state: TokenizerState) => readonly TokenizerState[]): void {
    this.pieces.push(hole)
    const states = distinct(this.#states.flatMap(pathsFrom))
    if (states.length > MAX_FOLLOWED) this.#isLost = true
    this.#states = this.#isLost ? states.slice(0, MAX_PATHS) : states
    this.#mayEnd = !this.#inReference
  }

  /** Reads up to where the region may end; gives the offset behind it. */
  text(source: string, at: number): number {
    return this.#inReference ? this.#restOfReference(source, at) : this.#upToTag(source, at)
  }

  #upToTag(source: string, at: number): number {
    const next = source.indexOf(">", at)
    const text = next < 0 ? source.slice(at) : source.slice(at, next + 1)
    for (const state of this.#states) feed(state, text)
    this.pieces.push(text)
    this.#mayEnd = next >= 0
    if (this.#mayEnd) this.#states = distinct(this.#states)
    return at + text.length
  }

  #restOfReference(source: string, at: number): number {
    const rest = restOfReference(source.slice(at))
    this.pieces.push(rest)
    if (rest.endsWith(";") || at + rest.length < source.length) this.endReference()
    return at + rest.length
  }

  /** No more of a reference comes. False if none was open. */
  endReference(): boolean {
    if (!this.#inReference) return false
    this.#inReference = false
    this.#mayEnd = true
    return true
  }

  /** The point behind the region, if it can end here. */
  get end(): TokenizerState | undefined {
    const [first, ...others] = this.#states
    if (this.#isLost || first === undefined || first.mode !== Mode.data || !this.#mayEnd) return undefined
    if (others.length >= MAX_PATHS || others.some((state) => !sameState(state, first))) return undefined
    return first.pending.length === 0 && isOpenAround(first.open, this.#limit) ? first : undefined
  }
}
