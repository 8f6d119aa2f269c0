/** What a builder has read of a template: texts and slots in turn, and the places from which it can be taken back. */

import type { OpenElement } from "../../html/elements/open-elements.js"
import { openReference } from "../../html/text/open-reference.js"
import { mergeTexts, type Piece, type PlannedSlot } from "./template-plan.js"

/** A point in what has been read. */
export interface Position {
  /** Index of an entry and, if a text stands there, offset into it. */
  readonly entry: number
  readonly offset: number
}

/** A place in content, with what is open there: a region may begin at it. */
interface Checkpoint extends Position {
  readonly open: OpenElement
}

/** Something that prints nothing. */
export interface Silent<H> {
  readonly silent: H
}

export type Entry<H> = string | PlannedSlot<H> | Silent<H>

export class SourceLog<H> {
  /** The last one is always a text. */
  #entries: Entry<H>[] = [""]
  #checkpoints: Checkpoint[] = []

  get entries(): readonly Entry<H>[] {
    return this.#entries
  }

  /** The point reached. */
  get position(): Position {
    const entry = this.#entries.length - 1
    return { entry, offset: this.lastText.length }
  }

  /** The text behind the last slot. */
  get lastText(): string {
    return this.#entries.at(-1) as string
  }

  /** Where a reference begins whose end is open at the point reached. */
  get referenceStart(): Position | undefined {
    const { entry, offset } = this.position
    const { length } = openReference(this.lastText)
    return length === 0 ? undefined : { entry, offset: offset - length }
  }

  append(text: string): void {
    this.#entries[this.#entries.length - 1] += text
  }

  /** Adds a slot or the like, and the text behind it, as far as it is read. */
  add(entry: PlannedSlot<H> | Silent<H>, text = ""): void {
    this.#entries.push(entry, text)
  }

  /** Takes everything behind a position off. */
  takeFrom({ entry, offset }: Position): Piece<H>[] {
    const cut = this.#entries[entry] as string
    const later = this.#entries.slice(entry + 1)
    this.#entries = [...this.#entries.slice(0, entry), cut.slice(0, offset)]
    return mergeTexts([cut.slice(offset), ...later.flatMap(piecesOf)])
  }

  /** Pieces of the slots from an entry on. */
  slotPieces(entry: number): Piece<H>[] {
    return this.#entries.slice(entry).flatMap((later) => (isSlot(later) ? later.pieces : []))
  }

  /** True if a tag slot from this entry on holds a value without quotes, so that a slash at its end belongs to it. */
  hasUnquoted(entry: number): boolean {
    return this.#entries.slice(entry).some((later) => isSlot(later) && later.quote === "unquoted")
  }

  /** What is written out wins over what the values of the tag slots behind an entry bring, wherever it stands. */
  letWin(names: readonly string[], entry: number): void {
    this.#entries = this.#entries.map((later, index) =>
      index > entry && isSlot(later) && later.kind === "tag" ? { ...later, taken: names } : later,
    )
  }

  /** Notes that this is open at the position. */
  mark(open: OpenElement, { entry, offset }: Position = this.position): void {
    this.#checkpoints.push({ entry, offset, open })
  }

  /** The last place where this was open. What was noted behind it is forgotten. */
  backTo(open: OpenElement): Position | undefined {
    const checkpoint = this.#checkpoints.findLast((candidate) => candidate.open === open)
    if (checkpoint === undefined) return undefined
    this.#checkpoints = this.#checkpoints.filter((candidate) => !isBehind(candidate, checkpoint))
    return checkpoint
  }
}

function isSlot<H>(entry: Entry<H>): entry is PlannedSlot<H> {
  return typeof entry === "object" && "kind" in entry
}

/** What a slot over this entry has in place of it. */
function piecesOf<H>(entry: Entry<H>): readonly Piece<H>[] {
  if (typeof entry === "string") return [entry]
  return isSlot(entry) ? entry.pieces : [entry.silent]
}

function isBehind(candidate: Position, position: Position): boolean {
  if (candidate.entry !== position.entry) return candidate.entry > position.entry
  return candidate.offset > position.offset
}
