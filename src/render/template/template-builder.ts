/**
 * Splits a template's source into static text and slots: it is fed text and holes in document order and decides, with the
 * HTML tokenizer, what each hole is a slot of. Holes of one attribute, start tag or raw element share a slot; what cannot
 * be split becomes a region, from the nearest point before it to the nearest point after it where the same elements are
 * open on every path. Used by html`…` (`compileStatics`) and by the nunjucks compiler.
 */

import { isOpenAround, type OpenElement, SHADOW_MODE } from "../../html/elements/open-elements.js"
import { openReference, restOfReference } from "../../html/text/open-reference.js"
import { distinct, isSameOpen, markDynamic } from "../../html/tokenizer/path-states.js"
import { readRun } from "../../html/tokenizer/read-run.js"
import type { TagListener } from "../../html/tokenizer/state-table.js"
import {
  firstRepeated,
  isBehind,
  isUnquoted,
  namesAdded,
  namesOf,
  type Position,
  type TagPart,
} from "../../html/tokenizer/tag-parts.js"
import { feed, step } from "../../html/tokenizer/tokenizer.js"
import {
  type AttributeToken,
  copyState,
  isInTag,
  Mode,
  sameState,
  type TokenizerState,
} from "../../html/tokenizer/tokenizer-state.js"
import { HOLE } from "../../protocol/markup.js"
import { statesIn } from "./control-states.js"
import { makeTemplate } from "./make-template.js"
import { slotKind } from "./slot-kind.js"
import type { SlotKind } from "./template.js"
import {
  type BuilderDelegate,
  mergeTexts,
  type Piece,
  type Plan,
  type PlannedSlot,
  plannedSlot,
} from "./template-plan.js"

interface Checkpoint extends Position {
  readonly open: OpenElement
}

interface OpenSlot<H> {
  readonly kind: SlotKind
  readonly pieces: Piece<H>[]
  quote: string
  readonly place: TokenizerState
  readonly taken: readonly string[]
  /** Text after the last hole, of which it is not known yet whether it belongs to the slot. */
  tail: string
  /** Attribute: the rest of the value belongs to it, since a hole may go on with a reference. */
  toEnd: boolean
}

interface OpenRegion<H> {
  states: TokenizerState[]
  readonly pieces: Piece<H>[]
  /** What was open where it began: it ends where this or something around it is open again. */
  readonly limit: OpenElement
  /** It goes on for as long as a reference may. */
  inReference: boolean
  /** The element because of which it is one, if no hole is the cause. */
  readonly scattered: OpenElement | undefined
}

interface Silent<H> {
  readonly silent: H
}

type Entry<H> = string | PlannedSlot<H> | Silent<H>

/** Paths followed at once; a construct with more is treated as one that never closes. */
const MAX_PATHS = 12

export class TemplateBuilder<H extends number | object> {
  readonly #delegate: BuilderDelegate<H>
  readonly #start: TokenizerState
  readonly #source: string
  #state: TokenizerState
  /** Texts and slots in turn; the last entry is always a text. */
  #log: Entry<H>[] = [""]
  #checkpoints: Checkpoint[] = []
  #slot: OpenSlot<H> | undefined
  #region: OpenRegion<H> | undefined
  #attributeAt: Position = { entry: 0, offset: 0 }
  /** Of the start tag being read. */
  #parts: TagPart[] = []
  #rawAt: Position = { entry: 0, offset: 0 }
  /** Found while the last letter was read. */
  #scattered: OpenElement | undefined
  readonly #listener: TagListener

  constructor(
    start: TokenizerState,
    source: string,
    delegate: BuilderDelegate<H>,
    /** Told of the tags. */
    listener: TagListener = {},
  ) {
    // The outermost one, as they come from the inside.
    const scattered = (element: OpenElement): void => {
      listener.scattered?.(element)
      if (this.#scattered === undefined || isOpenAround(element, this.#scattered)) this.#scattered = element
    }
    this.#listener = { ...listener, scattered, unsettled: scattered }
    this.#start = copyState(start)
    this.#state = copyState(start)
    this.#source = source
    this.#delegate = delegate
    this.#checkpoint()
  }

  text(source: string): void {
    let at = 0
    while (at < source.length) {
      if (this.#region !== undefined) at = this.#regionText(this.#region, source, at)
      else {
        const end = readRun(this.#state, source, at)
        if (end === at) this.#character(source[at++] as string)
        else {
          this.#append(source.slice(at, end))
          at = end
        }
      }
    }
  }

  hole(hole: H): void {
    const region = this.#region
    if (region !== undefined) {
      region.pieces.push(hole)
      region.states = distinct(region.states.flatMap((state) => this.#delegate.pathsThrough(hole, state)))
      if (!region.inReference) this.#closeRegion()
      return
    }
    const from = this.#state
    const { attribute } = from
    const paths = this.#delegate.pathsThrough(hole, copyState(from))
    const kind = slotKind(from, paths)
    const reference = kind === "content" ? openReference(this.#log.at(-1) as string) : ""
    if (kind === "region" || reference !== "") this.#openRegion(hole, paths, reference)
    else if (kind === "content") {
      this.#log.push(plannedSlot(kind, [hole], from), "")
      this.#checkpoint()
    } else {
      // The attribute it stands in is part of the slot.
      const around =
        kind === "tag" && this.#slot === undefined && this.#isWithinAttribute ? this.#parts.at(-1) : undefined
      this.#holeInSlot(kind, hole)
      if (around !== undefined) this.#parts.pop()
      if (kind === "tag") {
        const names = namesAdded(attribute, paths)
        this.#parts.push({ at: this.#position(), kind, names: names && [...(around?.names ?? []), ...names] })
      } else if (kind === "attribute") {
        const part = this.#parts.at(-1)
        if (part?.kind === "static") this.#parts[this.#parts.length - 1] = { ...part, kind }
      }
    }
  }

  /** Something that prints nothing, but takes its turn (an assignment). Inside of a slot it is one of its pieces. */
  silent(hole: H): void {
    if (this.#region !== undefined) this.#region.pieces.push(hole)
    else if (this.#slot !== undefined) {
      this.#slot.pieces.push(this.#slot.tail, hole)
      this.#slot.tail = ""
    } else {
      this.#log.push({ silent: hole }, "")
      if (this.#state.mode === Mode.data) this.#checkpoint()
    }
  }

  /** The point reached so far (the first path's, if it differs by path). */
  get end(): TokenizerState {
    return this.#region?.states[0] ?? this.#state
  }

  /** Ends the template. An unbalanced one becomes a single region. */
  finish(): Plan<H> {
    if (this.#region?.inReference === true) this.#endReference(this.#region)
    const state = this.#state
    const closed = this.#region === undefined && state.mode === Mode.data && isSameOpen(state, this.#start)
    if (!closed) {
      const pieces = this.#takeFrom({ entry: 0, offset: 0 })
      if (this.#region !== undefined) pieces.push(...this.#region.pieces)
      this.#tellScattered(pieces)
      this.#log = ["", plannedSlot("region", mergeTexts(pieces), this.#start), ""]
    }
    const statics = [""]
    const slots: PlannedSlot<H>[] = []
    for (const entry of this.#log) {
      if (typeof entry === "string") statics[statics.length - 1] += entry
      else if ("kind" in entry) {
        slots.push(entry)
        statics.push("")
      }
    }
    const steps = this.#log.filter((entry) => typeof entry !== "string")
    const template = makeTemplate({
      statics,
      kinds: slots.map((slot) => slot.kind),
      namespace: this.#start.open.content,
      states: slots.map((slot) => statesIn(slot, (hole) => this.#delegate.textsIn?.(hole) ?? [])),
      source: this.#source,
    })
    return { template, slots, steps, balanced: closed }
  }

  #append(text: string): void {
    if (this.#slot === undefined) this.#log[this.#log.length - 1] += text
    else this.#slot.tail += text
  }

  #position(): Position {
    const entry = this.#log.length - 1
    return { entry, offset: (this.#log[entry] as string).length }
  }

  #checkpoint(): void {
    const { entry, offset } = this.#position()
    // Where something will be opened again, nothing can begin or end.
    if (this.#state.pending.length === 0) this.#checkpoints.push({ entry, offset, open: this.#state.open })
  }

  #character(char: string): void {
    const state = this.#state
    const { mode, attribute } = state
    if (mode === Mode.data && char === "<") this.#checkpoint()
    step(state, char, this.#listener)
    const begins = state.mode === Mode.attributeName && mode !== Mode.attributeName && state.attribute !== attribute
    this.#closeSlot(char, begins)
    if (mode === Mode.attributeName && state.mode !== mode) this.#nameRead(attribute as AttributeToken)
    if (begins) this.#attributeAt = this.#position()
    if (begins) this.#parts.push({ at: this.#attributeAt, kind: "static", names: [] })
    else if (mode === Mode.tagOpen || mode === Mode.endTagOpen) this.#parts = []
    else if (isInTag(mode) && !isInTag(state.mode)) this.#startTagRead(mode)
    this.#append(char)
    if (this.#scattered !== undefined) this.#openScattered(this.#scattered)
    else if (state.mode === Mode.data && mode !== Mode.data) this.#checkpoint()
    else if (state.mode === Mode.raw && mode <= Mode.selfClosing) this.#rawAt = this.#position()
  }

  /** Closes the open slot if this character, read already but not yet appended, is the first one behind it. */
  #closeSlot(char: string, attributeBegins: boolean): void {
    const slot = this.#slot
    if (slot === undefined) return
    const { mode } = this.#state
    if (slot.kind === "attribute") {
      const isOver = mode !== Mode.doubleQuoted && mode !== Mode.singleQuoted
      if (isOver) this.#endSlot(slot, slot.toEnd ? slot.tail.length : 0)
    } else if (slot.kind === "raw") {
      if (isInTag(mode) || mode === Mode.data) this.#endSlot(slot, slot.tail.lastIndexOf("</"))
    } else if (!isInTag(mode)) {
      const selfClosing = /\s*\/?$/.exec(slot.tail)
      this.#endSlot(
        slot,
        char === ">" && slot.quote === "" && selfClosing !== null ? selfClosing.index : slot.tail.length,
      )
    } else if (attributeBegins && slot.quote === "") this.#endSlot(slot, slot.tail.trimEnd().length)
  }

  /** The first `keep` characters of the tail belong to the slot, the rest is static again. */
  #endSlot(slot: OpenSlot<H>, keep: number): void {
    if (keep > 0) slot.pieces.push(slot.tail.slice(0, keep))
    this.#log.push({
      ...plannedSlot(slot.kind, mergeTexts(slot.pieces), slot.place),
      quote: slot.quote,
      taken: slot.taken,
    })
    this.#log.push(slot.tail.slice(keep))
    this.#slot = undefined
  }

  #nameRead({ name }: AttributeToken): void {
    if (name === SHADOW_MODE) this.#askAgain()
    const part = this.#parts.pop()
    if (part !== undefined)
      this.#parts.push(part.kind === "static" && !name.includes(HOLE) ? { ...part, names: [name] } : part)
  }

  /** An attribute was read because of which the holes before it in the same tag may have to be refused. */
  #askAgain(): void {
    const begin = this.#parts[0]?.at.entry ?? this.#log.length
    const slots = [...this.#log.slice(begin), this.#slot].filter((entry) => typeof entry === "object")
    const pieces = slots.flatMap((entry) => ("pieces" in entry ? entry.pieces : []))
    const hole = pieces.find((piece) => typeof piece !== "string")
    if (hole !== undefined) this.#delegate.pathsThrough(hole, copyState(this.#state))
  }

  /** Its `>` comes next. Of attributes with one name the parser keeps the first, so slots of others must not be written. */
  #startTagRead(mode: Mode): void {
    const parts = this.#parts
    this.#parts = []
    if (parts.length < 2 || parts.every(({ kind }) => kind === "static")) return
    const first = firstRepeated(parts)
    if (first !== undefined && this.#delegate.repeatsAttribute(first.name)) {
      const { at } = parts[first.from] as TagPart
      const isBare = mode === Mode.unquoted || this.#log.slice(at.entry + 1).some(isUnquoted)
      const pieces = this.#takeFrom(at)
      const last = pieces.at(-1)
      const end = typeof last === "string" && !isBare ? (/\s*\/?$/.exec(last)?.[0] ?? "") : ""
      if (end !== "") pieces[pieces.length - 1] = (last as string).slice(0, -end.length)
      this.#log.push(
        { ...plannedSlot("tag", mergeTexts(pieces), this.#state), taken: namesOf(parts.slice(0, first.from)) },
        end,
      )
    } else if (first !== undefined) {
      // What is written out wins over what a value brings, wherever it stands.
      const names = namesOf(parts)
      const begin = (parts[0] as TagPart).at.entry
      this.#log = this.#log.map((entry, i) =>
        i > begin && typeof entry !== "string" && "kind" in entry && entry.kind === "tag"
          ? { ...entry, taken: names }
          : entry,
      )
    }
  }

  #holeInSlot(kind: SlotKind, hole: H): void {
    const state = this.#state
    let slot = this.#slot
    if (slot === undefined) {
      const place = copyState(state)
      const start = kind === "attribute" ? this.#referenceStart : this.#slotStart(kind)
      const pieces = start === undefined ? [] : this.#takeFrom(start)
      const quote = kind === "attribute" ? (state.mode === Mode.doubleQuoted ? '"' : "'") : ""
      slot = {
        kind,
        pieces,
        quote,
        place,
        taken: kind === "tag" ? this.#namesBefore() : [],
        tail: "",
        toEnd: start !== undefined,
      }
      this.#slot = slot
    }
    if (slot.tail !== "") slot.pieces.push(slot.tail)
    if (openReference(slot.tail) !== "") slot.toEnd = true
    slot.tail = ""
    slot.pieces.push(hole)
    if (kind === "raw") return
    if (kind === "attribute") markDynamic(state)
    else if (state.mode === Mode.unquoted || state.mode === Mode.beforeAttributeValue) {
      // An empty value would take the next attribute for its own, so the slot goes up to the `>`.
      slot.quote = "unquoted"
      state.mode = Mode.unquoted
      markDynamic(state)
      this.#delegate.standsUnquoted(hole, slot.place)
    } else {
      state.mode = Mode.attributeName
      state.attribute = { name: HOLE, value: HOLE, previous: state.attribute }
    }
  }

  /** Where a reference begins whose end is open here. */
  get #referenceStart(): Position | undefined {
    const { entry, offset } = this.#position()
    const { length } = openReference(this.#log[entry] as string)
    return length === 0 ? undefined : { entry, offset: offset - length }
  }

  #slotStart(kind: SlotKind): Position {
    if (kind === "raw") return this.#rawAt
    return this.#isWithinAttribute ? this.#attributeAt : this.#position()
  }

  get #isWithinAttribute(): boolean {
    const { mode } = this.#state
    return (
      mode === Mode.attributeName ||
      mode === Mode.afterAttributeName ||
      mode === Mode.beforeAttributeValue ||
      mode === Mode.unquoted
    )
  }

  /** Of the attributes that stand before a tag slot that begins here. */
  #namesBefore(): string[] {
    return namesOf(this.#isWithinAttribute ? this.#parts.slice(0, -1) : this.#parts)
  }

  #openRegion(hole: H, paths: readonly TokenizerState[], reference: string): void {
    this.#delegate.becameRegion(hole, this.#state, reference)
    const limit = this.#state.open
    const inReference = reference !== ""
    const start = inReference ? this.#referenceStart : undefined
    if (start !== undefined) this.#checkpoints.push({ ...start, open: limit })
    this.#region = { states: distinct(paths), pieces: [hole], limit, inReference, scattered: undefined }
    if (!inReference) this.#closeRegion()
  }

  /** The region holds the whole reference. */
  #endReference(region: OpenRegion<H>): void {
    region.inReference = false
    this.#closeRegion()
  }

  /** Gives the offset behind what belongs to a reference. */
  #referenceText(region: OpenRegion<H>, source: string, at: number): number {
    const rest = restOfReference(source.slice(at))
    region.pieces.push(rest)
    if (rest.endsWith(";") || at + rest.length < source.length) this.#endReference(region)
    return at + rest.length
  }

  /** What stands in a scattered element is one region, or static if nothing in it changes. */
  #openScattered(scattered: OpenElement): void {
    this.#scattered = undefined
    const limit = scattered.parent ?? this.#start.open
    this.#region = { states: [this.#state], pieces: [], limit, inReference: false, scattered }
    this.#closeRegion()
  }

  #tellScattered(pieces: readonly Piece<H>[]): void {
    const hole = pieces.find((piece) => typeof piece !== "string")
    const element = this.#region?.scattered
    if (element !== undefined && hole !== undefined) this.#delegate.scattered(element, hole as H)
  }

  /** Reads up to the end of the next tag, where the region may end; gives the offset behind it. */
  #regionText(region: OpenRegion<H>, source: string, at: number): number {
    if (region.inReference) return this.#referenceText(region, source, at)
    const next = source.indexOf(">", at)
    const text = next < 0 ? source.slice(at) : source.slice(at, next + 1)
    for (const state of region.states) feed(state, text)
    region.pieces.push(text)
    if (next >= 0) {
      region.states = distinct(region.states)
      this.#closeRegion()
    }
    return at + text.length
  }

  #closeRegion(): void {
    const region = this.#region as OpenRegion<H>
    const [first, ...others] = region.states
    if (first === undefined || first.mode !== Mode.data || region.states.length > MAX_PATHS) return
    if (others.some((state) => !sameState(state, first)) || !isOpenAround(first.open, region.limit)) return
    if (first.pending.length > 0) return
    const checkpoint = this.#checkpoints.findLast((candidate) => candidate.open === first.open)
    if (checkpoint === undefined) return
    const pieces = [...this.#takeFrom(checkpoint), ...region.pieces]
    this.#checkpoints = this.#checkpoints.filter((candidate) => !isBehind(candidate, checkpoint))
    this.#tellScattered(pieces)
    const isStatic = pieces.every((piece) => typeof piece === "string")
    if (isStatic) this.#log[this.#log.length - 1] += pieces.join("")
    else this.#log.push(plannedSlot("region", mergeTexts(pieces), copyState(first)), "")
    this.#state = first
    this.#region = undefined
    this.#checkpoint()
  }

  /** Takes everything behind a position off the log. */
  #takeFrom({ entry, offset }: Position): Piece<H>[] {
    const cut = this.#log[entry] as string
    const pieces: Piece<H>[] = [cut.slice(offset)]
    for (const later of this.#log.slice(entry + 1)) {
      if (typeof later === "string") pieces.push(later)
      else if ("silent" in later) pieces.push(later.silent)
      else pieces.push(...later.pieces)
    }
    if (this.#slot !== undefined) pieces.push(...this.#slot.pieces, this.#slot.tail)
    this.#slot = undefined
    this.#log = [...this.#log.slice(0, entry), cut.slice(0, offset)]
    return mergeTexts(pieces)
  }
}
