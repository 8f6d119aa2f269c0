/**
 * Splits a template's source into static text and slots: it is fed text and holes in document order and decides, with the
 * HTML tokenizer, what each hole is a slot of. Holes of one attribute, start tag or raw element share a slot; what cannot
 * be split becomes a region, from the nearest point before it to the nearest point after it where the same elements are
 * open on every path. Used by html`…` (`compileStatics`) and by the nunjucks compiler.
 */

import { isOpenAround, type OpenElement } from "../../html/elements/open-elements.js"
import { openReference } from "../../html/text/open-reference.js"
import { distinct, isSameOpen } from "../../html/tokenizer/path-states.js"
import { readRun } from "../../html/tokenizer/read-run.js"
import type { TagListener } from "../../html/tokenizer/state-table.js"
import { step } from "../../html/tokenizer/tokenizer.js"
import { copyState, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { statesIn } from "./control-states.js"
import { makeTemplate } from "./make-template.js"
import { OpenRegion } from "./open-region.js"
import { slotKind } from "./slot-kind.js"
import { type Entry, type Position, SourceLog } from "./source-log.js"
import { TagSlots } from "./tag-slots.js"
import {
  type BuilderDelegate,
  mergeTexts,
  type Piece,
  type Plan,
  type PlannedSlot,
  plannedSlot,
} from "./template-plan.js"

const START: Position = { entry: 0, offset: 0 }

export class TemplateBuilder<H extends number | object> {
  readonly #delegate: BuilderDelegate<H>
  readonly #listener: TagListener
  readonly #start: TokenizerState
  #state: TokenizerState
  readonly #log = new SourceLog<H>()
  readonly #slots: TagSlots<H>
  #region: OpenRegion<H> | undefined
  /** Found while the last letter was read. */
  #scattered: OpenElement | undefined

  constructor(
    start: TokenizerState,
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
    this.#delegate = delegate
    this.#slots = new TagSlots(this.#log, delegate)
    this.#checkpoint()
  }

  text(source: string): void {
    let at = 0
    while (at < source.length) {
      if (this.#region !== undefined) {
        at = this.#region.text(source, at)
        this.#closeRegion(this.#region)
        continue
      }
      const end = readRun(this.#state, source, at)
      if (end === at) this.#character(source[at++] as string)
      else {
        this.#slots.append(source.slice(at, end))
        at = end
      }
    }
  }

  hole(hole: H): void {
    const region = this.#region
    if (region !== undefined) {
      region.hole(hole, (state) => this.#delegate.pathsThrough(hole, state))
      this.#closeRegion(region)
      return
    }
    const state = this.#state
    const paths = this.#delegate.pathsThrough(hole, copyState(state))
    switch (slotKind(state, paths)) {
      case "region":
        return this.#openRegion(hole, paths, "")
      case "content":
        return this.#holeInContent(hole, paths)
      case "tag":
        return this.#slots.holeInTag(hole, state, paths)
      case "attribute":
        return this.#slots.holeInValue(hole, state)
      case "raw":
        return this.#slots.holeInRaw(hole, state)
    }
  }

  /** Something that prints nothing, but takes its turn (an assignment). Inside of a slot it is one of its pieces. */
  silent(hole: H): void {
    if (this.#region !== undefined) this.#region.pieces.push(hole)
    else if (!this.#slots.silent(hole)) {
      this.#log.add({ silent: hole })
      if (this.#state.mode === Mode.data) this.#checkpoint()
    }
  }

  /** The point reached so far (the first path's, if it differs by path). */
  get end(): TokenizerState {
    return this.#region?.state ?? this.#state
  }

  /**
   * Ends the template. An unbalanced one becomes a single region.
   *
   * @param source - Where it was written, for messages.
   */
  finish(source: string): Plan<H> {
    if (this.#region?.endReference() === true) this.#closeRegion(this.#region)
    const state = this.#state
    const balanced = this.#region === undefined && state.mode === Mode.data && isSameOpen(state, this.#start)
    if (!balanced) {
      const pieces = [...this.#slots.takeFrom(START), ...(this.#region?.pieces ?? [])]
      this.#tellScattered(this.#region, pieces)
      this.#log.add(plannedSlot("region", mergeTexts(pieces), this.#start))
    }
    const { statics, slots } = partsOf(this.#log.entries)
    const template = makeTemplate({
      statics,
      kinds: slots.map((slot) => slot.kind),
      namespace: this.#start.open.content,
      states: slots.map((slot) => statesIn(slot, (hole) => this.#delegate.textsIn?.(hole) ?? [])),
      source,
    })
    const steps = this.#log.entries.filter((entry) => typeof entry !== "string")
    return { template, slots, steps, balanced }
  }

  #checkpoint(): void {
    // Where something will be opened again, nothing can begin or end.
    if (this.#state.pending.length === 0) this.#log.mark(this.#state.open)
  }

  #character(char: string): void {
    const state = this.#state
    const { mode, attribute } = state
    if (mode === Mode.data && char === "<") this.#checkpoint()
    step(state, char, this.#listener)
    this.#slots.follow(char, state, { mode, attribute })
    this.#slots.append(char)
    this.#followContent(mode)
  }

  /** Notes what a character has led to behind a tag. */
  #followContent(before: Mode): void {
    const { mode } = this.#state
    if (this.#scattered !== undefined) this.#openScattered(this.#scattered)
    else if (mode === Mode.data && before !== Mode.data) this.#checkpoint()
    else if (mode === Mode.raw && before <= Mode.selfClosing) this.#slots.rawBegins()
  }

  #holeInContent(hole: H, paths: readonly TokenizerState[]): void {
    const reference = openReference(this.#log.lastText)
    if (reference !== "") return this.#openRegion(hole, paths, reference)
    this.#log.add(plannedSlot("content", [hole], this.#state))
    this.#checkpoint()
  }

  #openRegion(hole: H, paths: readonly TokenizerState[], reference: string): void {
    this.#delegate.becameRegion(hole, this.#state, reference)
    const limit = this.#state.open
    const inReference = reference !== ""
    if (inReference) this.#log.mark(limit, this.#log.referenceStart)
    this.#beginRegion(
      new OpenRegion({ states: distinct(paths), pieces: [hole], limit, inReference, scattered: undefined }),
    )
  }

  /** What stands in a scattered element is one region, or static if nothing in it changes. */
  #openScattered(scattered: OpenElement): void {
    this.#scattered = undefined
    const limit = scattered.parent ?? this.#start.open
    this.#beginRegion(new OpenRegion({ states: [this.#state], pieces: [], limit, inReference: false, scattered }))
  }

  #beginRegion(region: OpenRegion<H>): void {
    this.#region = region
    this.#closeRegion(region)
  }

  #closeRegion(region: OpenRegion<H>): void {
    const end = region.end
    const start = end && this.#log.backTo(end.open)
    if (end === undefined || start === undefined) return
    const pieces = [...this.#slots.takeFrom(start), ...region.pieces]
    this.#tellScattered(region, pieces)
    if (pieces.every((piece) => typeof piece === "string")) this.#log.append(pieces.join(""))
    else this.#log.add(plannedSlot("region", mergeTexts(pieces), end))
    this.#state = end
    this.#region = undefined
    this.#checkpoint()
  }

  #tellScattered(region: OpenRegion<H> | undefined, pieces: readonly Piece<H>[]): void {
    const hole = pieces.find((piece) => typeof piece !== "string")
    if (region?.scattered !== undefined && hole !== undefined) this.#delegate.scattered(region.scattered, hole as H)
  }
}

/** The texts between the slots, one more than slots. */
function partsOf<H>(entries: readonly Entry<H>[]): { statics: string[]; slots: PlannedSlot<H>[] } {
  const statics = [""]
  const slots: PlannedSlot<H>[] = []
  for (const entry of entries) {
    if (typeof entry === "string") statics[statics.length - 1] += entry
    else if ("kind" in entry) {
      slots.push(entry)
      statics.push("")
    }
  }
  return { statics, slots }
}
