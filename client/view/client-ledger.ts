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
  readonly lock: number
}

/** A ticket, as an event. */
export interface PatchUnderWay {
  readonly ticket: string
  answered(extras: Extras): void
}

export type UnderWay = EventUnderWay | PatchUnderWay

export class ClientLedger {
  /** The frames that were written. */
  frames = 0
  /** Requests for values that are not answered: they have no number, and are made again. */
  readonly asked: Set<readonly WirePath[]> = new Set<readonly WirePath[]>()
  #key: string | undefined
  #isKept = false
  /** The number up to which a process that has gone had taken all; undefined while there is one, or where nobody knows. */
  #drained: number | undefined
  /** The number that was given last. */
  #last = 0
  /** The number that was answered last. */
  #answered = 0
  /** By number, in order. */
  readonly #underWay = new Map<number, UnderWay>()

  /** True if the process is kept for the page while it is away; or was, and what it has not answered is to be told. */
  get isKept(): boolean {
    return this.#isKept
  }

  /** How far the page has come, for a join; undefined if there is no process to come back to. */
  get comeBack(): ComeBack | undefined {
    return this.#key === undefined ? undefined : { k: this.#key, f: this.frames, e: this.#answered }
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

  /** The process is no more. It has answered all up to this number, and was not given what comes after. */
  drained(last: number): void {
    this.#key = undefined
    this.#drained = last
  }

  /**
   * A process begins that was given nothing yet; what the one before had is forgotten. Returns the events that were under way and that it
   * is to be given, as the one before was not. What forms tell is not among them, which tell it what they hold by then, nor are tickets:
   * whoever has handed one over gets another with the join.
   */
  begin(key: string | undefined): ReadonlySet<ViewEvent> {
    const untaken = this.#untaken()
    this.end()
    for (const [number, what] of untaken) this.#underWay.set(number, what)
    this.#isKept = key !== undefined
    this.#key = key
    this.frames = this.#last = this.#answered = 0
    return new Set(untaken.map(([, { event }]) => event))
  }

  /** The process is no more. */
  end(): void {
    this.#underWay.clear()
    this.asked.clear()
    this.#key = this.#drained = undefined
  }

  /** The process is that of before, and was given all up to this number. */
  resume(key: string | undefined, given: number): void {
    this.#isKept = key !== undefined
    this.#key = key
    this.#last = given
  }

  /**
   * What it was not given, in order, to be given once more. It has other numbers then: those it had, unless one of them cannot be
   * given any more.
   */
  takeMissed(): readonly UnderWay[] {
    const missed = [...this.#underWay].filter(([number]) => number > this.#last)
    for (const [number] of missed) this.#underWay.delete(number)
    return missed.map(([, what]) => what)
  }

  #untaken(): readonly (readonly [number: number, what: EventUnderWay])[] {
    const last = this.#drained ?? Number.POSITIVE_INFINITY
    return [...this.#underWay].flatMap(([number, what]) =>
      number > last && "event" in what && what.event.type !== "change" ? [[number, what]] : [],
    )
  }
}
