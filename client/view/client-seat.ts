/**
 * What this page has of a view on the server over one connection, from a join's reply on: gives it events, tickets and requests, takes
 * what it answers, and confirms what was written. What comes for it once it is vacant is late: its number is nobody's then.
 */
import type { Extras, PlayedFrame, ValuesReply } from "../../src/protocol/frames.js"
import type { WirePath } from "../../src/protocol/values.js"
import type { Channel, WireChanges } from "../connection/connection.js"
import type { ClientLedger, UnderWay } from "./client-ledger.js"

/** What a {@link ClientSeat} sends through. */
export type SeatPort = Pick<Channel, "push" | "patch" | "values" | "confirm" | "leave">

/** So many frames the server keeps for a page that has not confirmed them … */
const MOST_UNCONFIRMED = 32
/** … and for so long, in ms. */
const LONGEST_UNCONFIRMED = 5_000

/** Codes of what is refused for now only. */
const FOR_NOW = /_(?:UNREAD|JOINS)$/
/** In ms: that is asked for again after so long. */
const ASKED_AGAIN = 3_000

/** What a {@link ClientSeat} tells its view; each is written before it returns. */
export interface SeatDelegate {
  answered(what: UnderWay, diff: WireChanges, extras?: Extras): void
  diffArrived(diff: WireChanges, extras?: Extras): void
  valuesArrived(paths: readonly WirePath[], values: ValuesReply): void
}

export class ClientSeat {
  /** What names it on its connection. */
  readonly instance: number
  readonly #port: SeatPort
  readonly #ledger: ClientLedger
  readonly #delegate: SeatDelegate
  #isVacant = false
  /** The number of frames that the server knows to be written. */
  #confirmed: number
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(instance: number, port: SeatPort, ledger: ClientLedger, delegate: SeatDelegate) {
    this.instance = instance
    this.#port = port
    this.#ledger = ledger
    this.#delegate = delegate
    this.#confirmed = ledger.frames
  }

  get isVacant(): boolean {
    return this.#isVacant
  }

  /** Nothing goes through it any more, either way. */
  vacate(): void {
    this.#isVacant = true
    clearTimeout(this.#timer)
  }

  give(what: UnderWay): void {
    const number = this.#ledger.give(what)
    if ("event" in what) {
      const { name, payload, id } = what.event
      this.#port.push(this.instance, { name, payload, number, id })
    } else this.#port.patch(this.instance, what.ticket, number)
  }

  ask(paths: readonly WirePath[]): void {
    this.#ledger.asked.add(paths)
    this.#port.values(this.instance, paths)
  }

  /**
   * Takes what was asked for. Nobody else would ask once more for what was refused for now, which the page has no place for until it
   * comes. What is refused for good stays as it is.
   */
  takeValues(paths: readonly WirePath[], values: ValuesReply): void {
    if (FOR_NOW.test(values.e?.x?.code as string)) setTimeout(() => this.#isVacant || this.ask(paths), ASKED_AGAIN)
    else this.#ledger.asked.delete(paths)
    this.#delegate.valuesArrived(paths, values)
    this.#taken()
  }

  /** Takes what was sent before it, and has not come. */
  play(frames: readonly PlayedFrame[]): void {
    for (const [answers, diff, extras] of frames) {
      // One that could not be written has ended it.
      if (this.#isVacant) return
      this.take(answers, diff, extras)
    }
  }

  /** Takes a frame: the answer to what was given under this number, or (0) what the process has pushed. */
  take(answers: number, diff: WireChanges, extras?: Extras): void {
    if (answers === 0) this.#delegate.diffArrived(diff, extras)
    else {
      const what = this.#ledger.answer(answers)
      if (what !== undefined) this.#delegate.answered(what, diff, extras)
    }
    this.#taken()
  }

  /** Says how many frames were written. After a resume at once: until then the server keeps what it has answered it with. */
  confirm(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#confirmed = this.#ledger.frames
    this.#port.confirm(this.instance, this.#confirmed)
  }

  /** The page shows all that the process does: frames are counted anew, which is to be confirmed. */
  countAnew(): void {
    this.#ledger.frames = 0
  }

  leave(): void {
    this.#port.leave(this.instance)
  }

  /** A frame was written. */
  #taken(): void {
    if (this.#isVacant) return
    this.#ledger.frames++
    if (!this.#ledger.isKept) return
    if (this.#ledger.frames - this.#confirmed >= MOST_UNCONFIRMED) this.confirm()
    else this.#timer ??= setTimeout(() => this.confirm(), LONGEST_UNCONFIRMED)
  }
}
