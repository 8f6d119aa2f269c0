/**
 * What page and view have told each other since the view's process was first joined. It outlives connections: by it a page that comes
 * back says how far it has come, and knows of what was under way what has to be given again. Of the wire and of elements it knows nothing.
 */
import type { ComeBack, Extras } from "../../src/protocol/frames.js"
import type { WirePath } from "../../src/protocol/values.js"
import type { ViewEvent } from "./view-event.js"

/** An event that was given to the server and not answered. `lock`: what is held back for it in the page. */
export interface EventUnderWay {
  readonly event: ViewEvent
  lock: number
  /** How often it was not had by the server when the connection was lost. */
  lost: number
}

/** A ticket, as an event. */
export interface PatchUnderWay {
  readonly ticket: string
  lost: number
  answered(extras: Extras): void
}

export type UnderWay = EventUnderWay | PatchUnderWay

export class ClientLedger {
  /** The frames that were written. */
  frames = 0
  /** Requests for values that are not answered: they have no number, and are made again. */
  readonly asked: Set<readonly WirePath[]> = new Set<readonly WirePath[]>()
  /** By which the page comes back to the process. null: that was kept for it, and is no more; undefined: nobody keeps one. */
  #key: string | null | undefined
  /** The number that was given last. */
  #last = 0
  /** The number that was answered last. */
  #answered = 0
  /** What a process that is no more was not given, and the next one has yet to be: it has no number. */
  #moving: EventUnderWay[] = []
  /** By number, in order. */
  readonly #underWay = new Map<number, UnderWay>()

  /** True if the process is kept for the page while it is away; or was, and what it has not answered is to be told. */
  get isKept(): boolean {
    return this.#key !== undefined
  }

  /** How far the page has come, for a join; undefined if there is no process to come back to. */
  get comeBack(): ComeBack | undefined {
    return this.#key ? { k: this.#key, f: this.frames, e: this.#answered } : undefined
  }

  /** True if the process was given what it has not answered. */
  get isUnderWay(): boolean {
    return this.#underWay.size > 0
  }

  /** Notes what is given to the server now; returns its number. */
  give(what: UnderWay): number {
    this.#underWay.set(++this.#last, what)
    return this.#last
  }

  /** What was given under this number has its answer; undefined if it had one before. */
  answer(number: number): UnderWay | undefined {
    const what = this.#underWay.get(number)
    if (this.#underWay.delete(number)) this.#answered = Math.max(this.#answered, number)
    return what
  }

  /**
   * The process is no more. It has answered all up to this number, and was not given what comes after: the next one is to be. What forms
   * tell is not among that, which tell it what they hold by then, nor are tickets: whoever has handed one over gets another with the join.
   */
  drained(last: number): void {
    for (const [number, what] of this.#underWay) if (number > last && isMoving(what)) this.#moving.push(what)
    this.end()
  }

  /** True for an event that the next process is to be given, as the one before was not. */
  moves(event: ViewEvent): boolean {
    return this.#moving.some((what) => what.event === event)
  }

  /** A process begins that was given nothing yet. */
  begin(key: string | undefined): void {
    this.end()
    this.#key = key
    this.frames = this.#last = this.#answered = 0
  }

  /** The process is no more: what it had is forgotten. */
  end(): void {
    this.#underWay.clear()
    this.asked.clear()
    this.#key &&= null
  }

  /** There will be no next one. */
  leave(): void {
    this.#moving = []
    this.end()
  }

  /** The process is that of before, and was given all up to this number. */
  resume(key: string | undefined, given: number): void {
    this.#key = key
    this.#last = given
  }

  /**
   * What it was not given, in order, to be given once more. It has other numbers then: those it had, unless one of them cannot be
   * given any more.
   */
  takeMissed(): readonly UnderWay[] {
    const missed: UnderWay[] = this.#moving
    this.#moving = []
    for (const [number, what] of this.#underWay) {
      if (number <= this.#last) continue
      this.#underWay.delete(number)
      what.lost++
      missed.push(what)
    }
    return missed
  }
}

function isMoving(what: UnderWay): what is EventUnderWay {
  return "event" in what && what.event.type !== "change"
}
