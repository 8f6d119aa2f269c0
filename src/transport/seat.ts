/**
 * What one page's connection has of a process: it hands the page's events in, and what the process has to say out. One
 * object without closures of its own: there is one for every open view.
 *
 * ```
 *  joining ──────────► joined ──────────► vacant
 *     │    answered               left       ▲
 *     └──────────────────────────────────────┘
 *              left, refused, ended
 * ```
 */

import { LiveError } from "../errors/live-error.js"
import type { GivenEvent } from "../process/messages/asker.js"
import type { Frame } from "../process/output/frame.js"
import { problemOf } from "../process/problem.js"
import type { ViewProcess } from "../process/view-process.js"
import type { Extras, Problem, ValuesReply } from "../protocol/frames.js"
import { DIFF, EXIT } from "../protocol/messages.js"
import type { WireDiff, WirePath } from "../protocol/values.js"
import type { TemplateTable } from "../render/values/template-table.js"
import { RowsGone } from "../render/values/values.js"
import { limitHit } from "../telemetry/channels.js"
import type { CloseReason } from "../view/definition.js"
import type { AtGate } from "./gate/at-gate.js"
import { Ledger, type Progress } from "./ledger/ledger.js"
import type { Acknowledge, LedgerSeat } from "./ledger/ledger-seat.js"
import type { TransportLimits } from "./limits.js"
import type { NamespaceContext } from "./namespace-context.js"
import { refuseBinary } from "./outbound.js"
import type { PageConnection } from "./page-connection.js"
import type { Peer } from "./peer.js"
import { signedExtras } from "./signed-extras.js"
import { valuesAt } from "./values-at.js"

/** What a seat is. `vacant`: nothing goes through it any more, either way; its number means nothing. */
export type SeatState = "joining" | "joined" | "vacant"

const NEXT: Readonly<Record<SeatState, readonly SeatState[]>> = {
  joining: ["joined", "vacant"],
  joined: ["vacant"],
  vacant: [],
}

/** The connection a seat belongs to. */
export interface SeatOwner {
  readonly context: NamespaceContext
  readonly page: PageConnection
  readonly peer: Peer
  /** The seat is vacant from now on. */
  seatVacant(seat: Seat): void
  /** Ends the connection if its page has long stopped reading. True if it had. */
  cutOffIfFlooded(): boolean
}

/** An event that has passed all checks. `size` is what it was counted with as waiting. */
export interface TakenEvent extends GivenEvent {
  readonly size: number
}

export class Seat implements LedgerSeat, AtGate {
  /** What names it on its connection: on the wire, the instance. */
  readonly number: number
  readonly table: TemplateTable
  readonly #owner: SeatOwner
  /** Once there is a process. */
  #ledger: Ledger | undefined
  #state: SeatState = "joining"
  #isLeaving = false

  constructor(owner: SeatOwner, number: number, table: TemplateTable) {
    this.#owner = owner
    this.number = number
    this.table = table
  }

  /** Id of the root element, once there is a process. */
  get root(): string | undefined {
    return this.#ledger?.process.id
  }

  get state(): SeatState {
    return this.#state
  }

  /** What page and view have told each other; undefined: there is no process yet. */
  get ledger(): Ledger | undefined {
    return this.#ledger
  }

  get isAnswered(): boolean {
    return this.#state !== "joining"
  }

  /** For the process. */
  get isVacant(): boolean {
    return this.#state === "vacant"
  }

  /** Takes the process: from now on its client is here. */
  take(process: ViewProcess): void {
    process.attach(this.hold(process))
  }

  /** Takes a process that runs already, and that says itself from when on its client is here: that is to be the ledger. */
  hold(process: ViewProcess): Ledger {
    const { context, peer } = this.#owner
    const { view, limits, frameBudget: budget } = context
    const bounds = { view: view.definition.name, size: limits.unconfirmedSize, budget, address: peer.address }
    this.#ledger = new Ledger(process, this, bounds)
    return this.#ledger
  }

  /** A page comes back to its view over this seat. False: it has to be told everything anew. */
  resume(ledger: Ledger, progress: Progress): boolean {
    this.#ledger = ledger
    return ledger.takeSeat(this, progress)
  }

  /** The page has been told the number. */
  joined(): void {
    this.#become("joined")
    this.#ledger?.process.shown()
  }

  /** Hands an event to the process; what it changed goes into the acknowledgement, or is pushed if there is none. */
  event(event: TakenEvent, acknowledge: Acknowledge | undefined): void {
    const ledger = this.#ledger as Ledger
    ledger.process.dispatch(event, ledger, ledger.expect(acknowledge, event.size))
  }

  /** True when as many events wait for this view as may. */
  isBusy({ eventsWaiting }: TransportLimits): boolean {
    return this.#ledger !== undefined && this.#ledger.waiting >= eventsWaiting
  }

  /** The event or ticket that has come last is not handed to the process. */
  refuse(problem: Problem, acknowledge: Acknowledge | undefined): void {
    const ledger = this.#ledger as Ledger
    if (acknowledge !== undefined) ledger.answer(ledger.expect(acknowledge, 0), { diff: null, extras: { x: problem } })
  }

  /** What had this number was had before: its answer is told again, if it is known. */
  answerAgain(number: number, acknowledge: Acknowledge | undefined): void {
    const answer = this.#ledger?.answerOf(number)
    if (answer !== undefined) acknowledge?.(0, answer)
  }

  /** The page has written so many frames. */
  confirm(frames: number): void {
    this.#ledger?.confirm(frames)
  }

  releaseWaiting(size: number): void {
    this.#owner.page.releaseWaiting(size)
  }

  /**
   * The values at these places, in order. What is not there any more is null: the difference that took it away has
   * been sent before. Rows of streams that are gone are made again first.
   */
  values(paths: readonly WirePath[], reply: (values: ValuesReply) => void): void {
    const ledger = this.#ledger as Ledger
    const tell = (values: ValuesReply): void => {
      ledger.note(0, null, values.e)
      reply(values)
    }
    let values: ValuesReply
    try {
      values = valuesAt(ledger.process.rendered, paths, this.table)
    } catch (error) {
      if (!(error instanceof RowsGone)) throw error
      ledger.process.restream(() => {
        if (this.#state === "joined") tell(valuesAt(ledger.process.rendered, paths, this.table))
      })
      return
    }
    tell(values)
  }

  /** Not while the page does not read, and rarely while nobody sees it. */
  mayBeTold(): boolean {
    if (this.#owner.page.gate.isOpenFor(this, this.#owner)) return true
    this.#endIfFlooded()
    return false
  }

  /** For the page's gate. */
  gateOpened(): void {
    this.#ledger?.process.touched()
  }

  answer(answers: number, frame: Frame, acknowledge: Acknowledge | undefined): void {
    const { diff } = frame
    const isAsItIs = frame.flash === undefined && frame.vouched === undefined
    const extras = isAsItIs ? frame.extras : signedExtras(frame, this.#owner)
    try {
      if (extras !== undefined) refuseBinary(extras)
      // Nothing to tell to who did not want to know.
      if (acknowledge === undefined && diff === null && extras === undefined) return
      this.#ledger?.note(answers, diff, extras)
      this.#tell(diff, extras, acknowledge)
    } catch (error) {
      const problem = this.failed(error)
      acknowledge?.(0, { x: problem })
    }
  }

  push(frame: Frame): void {
    if (this.#state === "vacant") return
    this.#owner.page.gate.told(this)
    this.answer(0, frame, undefined)
  }

  exit(problem: Problem): void {
    // Before the join is answered there is no number to name: its answer tells what happened.
    const isKnown = this.#state === "joined"
    this.vacate()
    if (isKnown) this.#owner.peer.send(EXIT, this.number, problem)
  }

  /** The page says that it will leave: once it has gone, it does not come back. */
  leaving(): void {
    if (this.#state !== "vacant") this.#isLeaving = true
  }

  get isLeaving(): boolean {
    return this.#isLeaving
  }

  /** The page has left this seat, and has no other. What becomes of the process is the supervisor's decision. */
  left(reason: "leave" | "disconnect"): void {
    if (this.#state === "vacant") return
    const { peer, context } = this.#owner
    const process = this.#ledger?.process
    const isKept = reason === "disconnect" && this.#ledger?.key !== undefined && this.#ledger.isTrue
    this.vacate()
    if (process !== undefined) void context.supervisor.clientLeft(process, reason, isKept ? peer.address : undefined)
  }

  /** Has the process ended for a reason that lies outside of it. */
  end(reason: CloseReason, problem?: Problem): void {
    const ledger = this.#ledger
    if (ledger?.isOn(this)) void this.#owner.context.supervisor.end(ledger.process, reason, problem)
    this.vacate()
  }

  /** What cannot be written ends the view: client and server would no longer agree on what is shown. */
  failed(error: unknown): Problem {
    const { context, page } = this.#owner
    const { services, view } = context
    const { name } = view.definition
    // The templates of this frame were counted as sent.
    page.templates.forget()
    const reported = new LiveError("LV_NOT_SERIALIZABLE", { view: name }, { cause: error })
    services.logger.error(reported.message, { code: reported.code, view: name, id: this.root, error })
    const problem = problemOf(reported, { view: name, development: services.development, code: reported.code })
    this.end("crash", problem)
    return problem
  }

  /** Empties the seat, and does nothing else: the process may live on. */
  vacate(): void {
    if (this.#state === "vacant") return
    this.#become("vacant")
    if (this.#ledger?.isOn(this)) this.#ledger.process.detach(this.#ledger)
    this.#owner.seatVacant(this)
  }

  /** For the ledger, which is on another seat now. A connection that holds nothing else is closed: the page has a better one. */
  fence(): void {
    if (this.#state === "vacant") return
    this.vacate()
    if (!this.#owner.page.hasViews) this.#owner.peer.cutOff()
  }

  #become(next: SeatState): void {
    if (!NEXT[this.#state].includes(next)) throw new Error(`A seat that is "${this.#state}" cannot become "${next}".`)
    this.#state = next
  }

  #tell(diff: WireDiff | null, extras: Extras | undefined, acknowledge: Acknowledge | undefined): void {
    if (acknowledge === undefined) this.#push(diff, extras)
    else if (extras === undefined) acknowledge(diff ?? 0)
    else acknowledge(diff ?? 0, extras)
  }

  #push(diff: WireDiff | null, extras: Extras | undefined): void {
    const { peer } = this.#owner
    if (extras !== undefined) peer.send(DIFF, this.number, diff ?? 0, extras)
    else if (diff !== null) peer.send(DIFF, this.number, diff)
    this.#endIfFlooded()
  }

  /** A page that neither reads nor says anything is noticed by what it is to be told only. */
  #endIfFlooded(): void {
    const { name } = this.#owner.context.view.definition
    if (this.#owner.cutOffIfFlooded()) limitHit({ limit: "unsentBytes", view: name })
  }
}
