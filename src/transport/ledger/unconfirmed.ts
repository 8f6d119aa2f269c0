/**
 * The frames of one view that its page has not confirmed, to be played to it if its connection is lost. Differences are kept up to a
 * bound: beyond it they are all let go, and the page would be told everything anew. What answers an event, and what is to happen in the
 * page, is nothing that whole values would bring: that is kept apart, up to a bound of its own.
 *
 * Nothing here is made before a frame is sent, or stays when it is confirmed: a view that rests keeps none.
 *
 * ```
 *   kept ◄──────────────► promised
 *    │    comes back; told,
 *    │    or lost again
 *    └───► lost               too many answers
 * ```
 */

import { refusal } from "../../errors/refusal.js"
import type { Extras, PlayedFrame } from "../../protocol/frames.js"
import type { WireDiff } from "../../protocol/values.js"
import { limitHit } from "../../telemetry/channels.js"
import { roughSize } from "../../util/rough-size.js"
import type { FrameBudget } from "./frame-budget.js"

/**
 * What becomes of them. `promised`: the page comes back, and is about to be told all of them, so none is let go; what is added until then
 * are answers alone. `lost`: there were more answers than may be kept, and nobody could say any more what has become of what the page has sent.
 */
export type UnconfirmedState = "kept" | "promised" | "lost"

const NEXT: Readonly<Record<UnconfirmedState, readonly UnconfirmedState[]>> = {
  kept: ["promised", "lost"],
  promised: ["promised", "kept"],
  lost: [],
}

/** What bounds them. */
export interface UnconfirmedBounds {
  readonly view: string
  /** In bytes, roughly: of the differences of one view, and once more of what accompanies them. */
  readonly size: number
  readonly budget: FrameBudget
  /** Whose room in the budget it takes. */
  readonly address: string
}

/** A frame, as it was sent. */
export interface SentFrame {
  /** How many had been sent with it. */
  readonly count: number
  /** The number of the event or patch that it answers; 0: none. */
  readonly answers: number
  readonly diff: WireDiff | null
  readonly extras: Extras | undefined
}

interface KeptFrame {
  count: number
  readonly answers: number
  diff: WireDiff | null
  /** Ids of the templates that it numbers. Their texts are found when it is played. */
  readonly added: readonly string[] | undefined
  /** What else accompanies it, as it was written then: the app may have changed it since. `LOST`: there was no room. */
  text: string | undefined
  /** What it takes but for the text. 0: the difference was let go. */
  size: number
}

/** What one frame takes beside what it holds. */
const FRAME = 96
/** Of those whose differences were let go. A page of ours confirms long before. */
const MOST_FRAMES = 1000
/** In place of a text: JSON is never empty. */
const LOST = ""

export class Unconfirmed {
  readonly #bounds: UnconfirmedBounds
  #frames: KeptFrame[] = []
  /** After so many frames the page was told all there was, as it had come back. */
  told = 0
  /** Differences after so many frames are all there. */
  #complete: number
  /** What the differences take, and what accompanies them. */
  #diffs = 0
  #texts = 0
  #state: UnconfirmedState = "kept"

  /** @param count - How many frames have been sent so far. */
  constructor(count: number, bounds: UnconfirmedBounds) {
    this.#complete = count
    this.#bounds = bounds
  }

  /** Nothing is kept, and nothing was let go that may be asked for. */
  isSettledAt(count: number): boolean {
    return this.#frames.length === 0 && this.#complete <= count && this.#state !== "lost"
  }

  get state(): UnconfirmedState {
    return this.#state
  }

  /** The page comes back, and is about to be told all of them. */
  promise(): void {
    this.#become("promised")
  }

  /** It is not told them now, or has been: what was promised is bounded again. */
  withdraw(): void {
    if (this.#state === "promised") this.#become("kept")
  }

  /**
   * Keeps a frame.
   *
   * @throws what JSON.stringify throws
   */
  add({ count, answers, diff, extras }: SentFrame): void {
    if (this.#state === "lost") return
    const isPromised = this.#state === "promised"
    // Most frames are a difference alone.
    const added = extras?.t === undefined ? undefined : idsIn(extras.t)
    const text = extras === undefined ? undefined : textOf(extras)
    const size = isPromised ? 0 : FRAME + (diff === null ? 0 : roughSize(diff, this.#bounds.size))
    const frame: KeptFrame = { count, answers, diff, added, text, size }
    this.#frames.push(frame)
    if (text !== undefined) {
      if (this.#hasRoom(this.#texts, text.length)) this.#texts += text.length
      else frame.text = LOST
    }
    if (this.#hasRoom(this.#diffs, size)) this.#diffs += size
    else this.dropDifferences(count)
    if (isPromised || this.#frames.length <= MOST_FRAMES) return
    this.#become("lost")
    this.clear()
  }

  #hasRoom(taken: number, more: number): boolean {
    const { size, budget, address, view } = this.#bounds
    const full = taken + more > size ? "unconfirmedSize" : budget.take(more, address)
    if (full !== undefined) limitHit({ limit: full, view })
    return full === undefined
  }

  /** Lets all differences go: nobody can go on from what the page had after so many frames. */
  dropDifferences(count: number): void {
    this.#giveBack(this.#diffs)
    this.#diffs = 0
    this.#complete = count
    this.#frames = this.#frames.filter(({ answers, text }) => answers > 0 || (text !== undefined && text !== LOST))
    for (const frame of this.#frames) {
      frame.diff = null
      frame.size = 0
    }
  }

  /**
   * The page is told all of it, and after so many frames goes on. What answers an event, or is to happen in the page, is kept until the page
   * has shown that it was told: an answer to a join may be lost, and nothing would say that again.
   *
   * @param extras - What else it is told at once.
   */
  toldAt(count: number, extras: Extras | undefined): void {
    this.told = count
    this.withdraw()
    if (extras !== undefined) this.add({ count, answers: 0, diff: null, extras })
    this.dropDifferences(count)
    for (const frame of this.#frames) frame.count = count
  }

  /** The page has taken so many frames. */
  confirm(count: number): void {
    let confirmed = 0
    while (confirmed < this.#frames.length && (this.#frames[confirmed] as KeptFrame).count <= count) confirmed += 1
    const frames = this.#frames.splice(0, confirmed)
    for (const frame of frames) this.#release(frame)
  }

  /** Lets everything go. */
  clear(): void {
    this.#giveBack(this.#diffs + this.#texts)
    this.#diffs = 0
    this.#texts = 0
    this.#frames = []
  }

  #become(next: UnconfirmedState): void {
    if (!NEXT[this.#state].includes(next))
      throw new Error(`What a page has not confirmed is "${this.#state}" and cannot become "${next}".`)
    this.#state = next
  }

  #release({ text = "", size }: KeptFrame): void {
    this.#texts -= text.length
    this.#diffs -= size
    this.#giveBack(text.length + size)
  }

  #giveBack(size: number): void {
    this.#bounds.budget.release(size, this.#bounds.address)
  }

  /** True where a page that has taken so many frames can be told all others. */
  isComplete(count: number): boolean {
    return count >= this.#complete
  }

  /** The ids of the templates that were numbered after so many frames, in order. */
  addedAfter(count: number): readonly string[] {
    return this.#frames.flatMap((frame) => (frame.count > count ? (frame.added ?? []) : []))
  }

  /**
   * All frames after so many.
   *
   * @param first - The number of the first template that they number. Undefined: the page is told everything anew, so of frames only
   * what whole values do not bring.
   */
  play(count: number, first: number | undefined): PlayedFrame[] {
    const missed = this.#frames.filter((frame) => frame.count > count)
    if (first === undefined) {
      const told = missed.map((frame) => playedOf(frame.answers, 0, this.#extrasOf(frame)))
      return told.filter(([answers, , extras]) => answers > 0 || extras !== undefined)
    }
    let number = first
    return missed.map((frame) => {
      const { answers, diff, added } = frame
      const extras = this.#extrasOf(frame)
      if (added === undefined) return playedOf(answers, diff ?? 0, extras)
      const t = Object.fromEntries(added.map((id) => [number++, id]))
      return playedOf(answers, diff ?? 0, { ...extras, t })
    })
  }

  #extrasOf({ answers, text }: KeptFrame): Extras | undefined {
    if (text === undefined) return undefined
    if (text !== LOST) return JSON.parse(text) as Extras
    return answers > 0 ? { x: refusal("LV_ANSWER_LOST", { view: this.#bounds.view }) } : undefined
  }

  /** What the answer to this event was, where it is known still. */
  answerOf(number: number): Pick<Extras, "y" | "x"> | undefined {
    const frame = this.#frames.find(({ answers }) => answers === number)
    if (frame === undefined) return undefined
    const { y, x } = this.#extrasOf(frame) ?? {}
    return { ...(y === undefined ? {} : { y }), ...(x === undefined ? {} : { x }) }
  }
}

function playedOf(answers: number, diff: WireDiff | 0, extras: Extras | undefined): PlayedFrame {
  return extras === undefined ? [answers, diff] : [answers, diff, extras]
}

function idsIn(templates: NonNullable<Extras["t"]>): readonly string[] {
  return Object.values(templates).map((name) => (typeof name === "string" ? name : name[0]))
}

/** What accompanies a frame beside templates, as JSON; undefined: nothing. Of snapshots the newest is enough: the reply to who comes back has it. */
function textOf({ t: _templates, s: _snapshot, ...others }: Extras): string | undefined {
  return Object.keys(others).length === 0 ? undefined : JSON.stringify(others)
}
