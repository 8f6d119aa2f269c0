/**
 * What the page and its view have told each other, from the view's first join to its end: it outlives the connections that this goes
 * over, and is to the process who asks, and whom it tells. It knows the numbers of events, which of them are not answered, and the
 * frames that the page has not confirmed; of connections it has the seat that the page has now.
 *
 * ```
 *  seated ◄────────► detached          seated: also by another seat, which takes the place of the one before
 *     │    lost, comes    │
 *     │    back           │
 *     └────► ended ◄──────┘
 * ```
 *
 * None of them is noted: that a ledger has ended is the end of its process, and where the page is away another one sits in its place.
 */

import type { Asker } from "../../process/messages/asker.js"
import type { ProcessOutput } from "../../process/output/client.js"
import type { Frame } from "../../process/output/frame.js"
import type { ViewProcess } from "../../process/view-process.js"
import type { Extras, PlayedFrame, Problem } from "../../protocol/frames.js"
import type { WireDiff } from "../../protocol/values.js"
import { templateById } from "../../render/template/template-registry.js"
import type { TemplateTable } from "../../render/values/template-table.js"
import type { Kept } from "../../supervise/kept-views.js"
import { AwaySeat } from "./away-seat.js"
import type { HeldToken } from "./held-token.js"
import type { Acknowledge, LedgerSeat } from "./ledger-seat.js"
import { Unconfirmed, type UnconfirmedBounds } from "./unconfirmed.js"

/** Where the page is. `detached`: away, and it may come back. */
export type LedgerState = "seated" | "detached" | "ended"

/** Where the page may get to from there. When its process ends is that one's own matter. */
const NEXT: Readonly<Record<LedgerState, readonly LedgerState[]>> = {
  seated: ["seated", "detached"],
  detached: ["seated"],
  ended: [],
}

/** What the page waits for: how it is told, if it wants to be, and what it was counted with. */
interface Unanswered {
  readonly number: number
  acknowledge: Acknowledge | undefined
  size: number
  /** Who waits until it is answered is told so. */
  answered?: () => void
}

/** How far a page has come that takes another seat. */
export interface Progress {
  /** Frames that it has taken. Undefined: it has not got what it was told when it came back, and needs everything anew. */
  readonly taken: number | undefined
  /** The ids of its templates, by number. */
  readonly templates: readonly string[]
}

export class Ledger implements ProcessOutput, Asker, Kept {
  readonly process: ViewProcess
  /** What its page has joined with; undefined until that is answered. It says whose it is. */
  token: HeldToken | undefined
  /** What its page's key opens; undefined: the page cannot come back. */
  key: string | undefined
  #seat: LedgerSeat
  readonly #bounds: UnconfirmedBounds
  /** The number of the last event or ticket. */
  #came = 0
  /** Events and tickets that are not answered yet, in order; undefined rather than empty, as in all views that rest. */
  #unanswered: Unanswered[] | undefined
  /** How many frames the page was sent, and those that it has not confirmed. */
  #sent = 0
  #unconfirmed: Unconfirmed | undefined

  constructor(process: ViewProcess, seat: LedgerSeat, bounds: UnconfirmedBounds) {
    this.process = process
    this.#seat = seat
    this.#bounds = bounds
  }

  get state(): LedgerState {
    if (this.process.isEnded) return "ended"
    return this.#seat instanceof AwaySeat ? "detached" : "seated"
  }

  /** The number of the last event or ticket that has come. */
  get came(): number {
    return this.#came
  }

  /** How many events and tickets are not answered. */
  get waiting(): number {
    return this.#unanswered?.length ?? 0
  }

  /** For the process. */
  get isAwaited(): boolean {
    return false
  }

  /** For the process. */
  get table(): TemplateTable {
    return this.#seat.table
  }

  /** For the process. */
  mayBeTold(): boolean {
    return this.#seat.mayBeTold()
  }

  /** The event or ticket of this number is there. It has come if it is the next one; `had`: it had before. */
  takeNumber(number: number): "next" | "had" | "gap" {
    if (number !== this.#came + 1) return number <= this.#came ? "had" : "gap"
    this.#came = number
    return "next"
  }

  /** The event or ticket that has come last is to be answered. `size`: what it was counted with as waiting. */
  expect(acknowledge: Acknowledge | undefined, size: number): number {
    const message = { number: this.#came, acknowledge, size }
    if (this.#unanswered === undefined) this.#unanswered = [message]
    else this.#unanswered.push(message)
    return this.#came
  }

  /** It is counted as waiting, with this size. */
  counted(number: number, size: number): void {
    const unanswered = this.#unanswered?.find((message) => message.number === number)
    if (unanswered !== undefined) unanswered.size = size
  }

  /** True where nobody has answered it so far. */
  isExpected(number: number): boolean {
    return this.#unanswered?.some((message) => message.number === number) === true
  }

  /** What the page has sent was handled, or refused: also when the page has left meanwhile. */
  answer(number: number, frame: Frame): void {
    const unanswered = this.#takeUnanswered(number)
    // An answer that could not be written has ended the view, which answers once more.
    if (unanswered === undefined) return
    if (!this.#seat.isAnswered) {
      this.note(number, frame.diff, frame.extras)
    } else {
      this.#seat.releaseWaiting(unanswered.size)
      this.#seat.answer(number, frame, unanswered.acknowledge)
    }
    unanswered.answered?.()
  }

  push(frame: Frame): void {
    this.#seat.push(frame)
  }

  exit(problem: Problem): void {
    this.#seat.exit(problem)
  }

  /**
   * A frame is about to be sent, or would be, were the page there. Kept until it is confirmed, if the page may come back.
   *
   * @throws what JSON.stringify throws
   */
  note(answers: number, diff: WireDiff | null, extras: Extras | undefined): void {
    const before = this.#sent++
    if (this.key === undefined) return
    this.#unconfirmed ??= new Unconfirmed(before, this.#bounds)
    this.#unconfirmed.add({ count: this.#sent, answers, diff, extras })
  }

  /** False: too much has become of what the page has sent that it was never told. */
  get isTrue(): boolean {
    return this.#unconfirmed?.state !== "lost"
  }

  /** True for the seat that the page has now. */
  isOn(seat: LedgerSeat): boolean {
    return this.#seat === seat
  }

  /** The page has taken so many frames. */
  confirm(count: number): void {
    this.#unconfirmed?.confirm(count)
    if (this.#unconfirmed?.isSettledAt(count)) this.#unconfirmed = undefined
  }

  /** What the event of this number, which was had before, has come to; undefined: that is not known any more, or not yet. */
  answerOf(number: number): Extras | undefined {
    return this.#unconfirmed?.answerOf(number)
  }

  /** For who keeps it: the connection is lost. */
  detached(): void {
    this.#assertMay("detached")
    this.#unconfirmed?.withdraw()
    this.#forgetSeat()
    this.#seat = new AwaySeat(this.#seat.table)
  }

  /** For who keeps it: its process has ended. */
  ended(): void {
    this.key = undefined
    this.#unconfirmed?.clear()
    this.#unconfirmed = undefined
  }

  /**
   * The page has another seat, in one step: what the one before still brings is not heard. Returns false where the page cannot be told
   * what it has missed, so that it needs everything anew.
   */
  takeSeat(seat: LedgerSeat, { taken, templates }: Progress): boolean {
    this.#assertMay("seated")
    const { table } = this.#seat
    // What changes until the page is told goes into one difference.
    this.process.detach(this)
    this.#forgetSeat()
    this.#seat.fence()
    this.#seat = seat
    if (taken !== undefined) this.confirm(taken)
    const added = taken === undefined ? [] : (this.#unconfirmed?.addedAfter(taken) ?? [])
    if (!this.#knows(taken) || !isSame(templates, table.ids.slice(0, table.ids.length - added.length))) {
      this.#unconfirmed?.withdraw()
      this.#unconfirmed?.dropDifferences(this.#sent)
      return false
    }
    this.#unconfirmed?.promise()
    for (const id of added) {
      const template = templateById(id)
      if (template !== undefined) seat.table.number(template)
    }
    return true
  }

  #knows(taken: number | undefined): boolean {
    if (taken === undefined) return false
    return this.#unconfirmed === undefined
      ? taken === this.#sent
      : taken <= this.#sent && this.#unconfirmed.isComplete(taken)
  }

  /** The frames that the page has not taken. `isWhole`: it is told everything anew. */
  play({ taken, templates }: Progress, isWhole: boolean): readonly PlayedFrame[] {
    return this.#unconfirmed?.play(taken ?? -1, isWhole ? undefined : templates.length) ?? []
  }

  /** The page is told all that there was, and this. `isWhole`: the count of frames begins anew. */
  caughtUp(isWhole: boolean, extras: Extras | undefined): void {
    if (isWhole) this.#sent = 0
    if (extras !== undefined) this.#unconfirmed ??= new Unconfirmed(this.#sent, this.#bounds)
    this.#unconfirmed?.toldAt(this.#sent, extras)
  }

  /** The page has been told what it had missed when it came back. */
  heard(): void {
    if (this.#unconfirmed !== undefined) this.confirm(this.#unconfirmed.told)
  }

  /** Nobody can be told any more over what was sent there: it will be played. */
  #forgetSeat(): void {
    for (const unanswered of this.#unanswered ?? []) {
      this.#seat.releaseWaiting(unanswered.size)
      unanswered.size = 0
      unanswered.acknowledge = undefined
    }
  }

  /** Answers what has not come to the process yet, as it had not come at all. */
  settle(answer: Extras): void {
    for (const { number } of this.#unanswered?.slice() ?? []) this.answer(number, { diff: null, extras: answer })
  }

  /** Resolves when all that has come so far is answered, and the answers are sent. */
  async answered(): Promise<void> {
    const all = this.#unanswered ?? []
    await Promise.all(all.map((unanswered) => new Promise<void>((resolve) => (unanswered.answered = resolve))))
  }

  #takeUnanswered(number: number): Unanswered | undefined {
    const all = this.#unanswered ?? []
    // Nearly always the first; a view that ends refuses what waits while a handler still runs.
    let at = 0
    while (at < all.length && all[at]?.number !== number) at += 1
    const [unanswered] = all.splice(at, 1)
    if (all.length === 0) this.#unanswered = undefined
    return unanswered
  }

  #assertMay(become: LedgerState): void {
    const { state } = this
    if (!NEXT[state].includes(become)) throw new Error(`A ledger that is "${state}" cannot become "${become}".`)
  }
}

/** True where page and server have numbered the same. */
function isSame(given: readonly string[], numbered: readonly string[]): boolean {
  return given.length === numbered.length && numbered.every((id, number) => id === given[number])
}
