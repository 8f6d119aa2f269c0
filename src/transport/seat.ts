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
import type { Asker, GivenEvent } from "../process/messages/asker.js"
import type { ProcessOutput } from "../process/output/client.js"
import type { Frame } from "../process/output/frame.js"
import { problemOf } from "../process/problem.js"
import type { ViewProcess } from "../process/view-process.js"
import type { Extras, Problem, ValuesReply } from "../protocol/frames.js"
import { DIFF, EXIT } from "../protocol/messages.js"
import { ROOT_SLOT, type WireDiff, type WirePath, type WireValue } from "../protocol/values.js"
import { valueAt } from "../render/diff/diff.js"
import { wireNested } from "../render/diff/wire-value.js"
import type { TemplateTable } from "../render/values/template-table.js"
import { type Rendered, RowsGone } from "../render/values/values.js"
import type { Vouched } from "../security/page-token.js"
import { limitHit } from "../telemetry/channels.js"
import type { CloseReason } from "../view/definition.js"
import type { AtGate } from "./gate/at-gate.js"
import type { Acknowledge } from "./inbound.js"
import type { TransportLimits } from "./limits.js"
import type { NamespaceContext } from "./namespace-context.js"
import { refuseBinary } from "./outbound.js"
import type { PageConnection } from "./page-connection.js"
import type { Peer } from "./peer.js"
import { signedExtras } from "./signed-extras.js"

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

/** What the page waits for: how it is told, if it wants to be, and what it was counted with. */
interface Unanswered {
  readonly number: number
  readonly acknowledge: Acknowledge | undefined
  readonly size: number
}

export class Seat implements ProcessOutput, Asker, AtGate {
  readonly isAwaited = false
  /** What names it on its connection: on the wire, the instance. */
  readonly number: number
  readonly table: TemplateTable
  readonly #owner: SeatOwner
  /** While the seat is not vacant, and once there is one. */
  #process: ViewProcess | undefined
  #state: SeatState = "joining"
  /** Events and tickets that are not answered yet, in order; undefined rather than empty, as in all views that rest. */
  #unanswered: Unanswered[] | undefined
  /** The number of the last event or ticket. */
  #came = 0

  constructor(owner: SeatOwner, number: number, table: TemplateTable) {
    this.#owner = owner
    this.number = number
    this.table = table
  }

  /** Id of the root element, once there is a process. */
  get root(): string | undefined {
    return this.#process?.id
  }

  get state(): SeatState {
    return this.#state
  }

  /** Takes the process: from now on its client is here. */
  take(process: ViewProcess): void {
    this.#process = process
    process.attach(this)
  }

  /** Takes a process that runs already, and that says itself from when on its client is here. */
  hold(process: ViewProcess): void {
    this.#process = process
  }

  /** For the process. */
  get isGone(): boolean {
    return this.#state === "vacant"
  }

  /** The page has been told the number. */
  joined(): void {
    this.#become("joined")
    this.#process?.shown()
  }

  /** Whether the event or ticket of this number comes next; if it does, it has come. `had`: before. */
  turnOf(number: number): "next" | "had" | "gap" {
    if (number !== this.#came + 1) return number <= this.#came ? "had" : "gap"
    this.#came = number
    return "next"
  }

  /** Hands an event to the process; what it changed goes into the acknowledgement, or is pushed if there is none. */
  event(event: TakenEvent, acknowledge: Acknowledge | undefined): void {
    this.#process?.dispatch(event, this, this.#waitFor(acknowledge, event.size))
  }

  /** Hands a checked ticket, or a path without one, to the process, as an event. */
  patch(to: Vouched | string, size: number, acknowledge: Acknowledge | undefined): void {
    this.#process?.patch(to, this, this.#waitFor(acknowledge, size))
  }

  /** True when as many events wait for this view as may. */
  isBusy({ eventsWaiting }: TransportLimits): boolean {
    return this.#unanswered !== undefined && this.#unanswered.length >= eventsWaiting
  }

  /** What the page has sent was handled, or refused: also when the page has left meanwhile. */
  answer(number: number, frame: Frame): void {
    const unanswered = this.#takeUnanswered(number)
    // An answer that could not be written has ended the view, which answers once more.
    if (unanswered === undefined) return
    this.#owner.page.releaseWaiting(unanswered.size)
    this.#send(frame, unanswered.acknowledge)
  }

  #waitFor(acknowledge: Acknowledge | undefined, size: number): number {
    const number = this.#came
    const unanswered = { number, acknowledge, size }
    if (this.#unanswered === undefined) this.#unanswered = [unanswered]
    else this.#unanswered.push(unanswered)
    return number
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

  /**
   * The values at these places, in order. What is not there any more is null: the difference that took it away has
   * been sent before. Rows of streams that are gone are made again first.
   */
  values(paths: readonly WirePath[], reply: (values: ValuesReply) => void): void {
    let values: ValuesReply
    try {
      values = this.#values(paths)
    } catch (error) {
      if (!(error instanceof RowsGone)) throw error
      this.#process?.restream(() => reply(this.#values(paths)))
      return
    }
    reply(values)
  }

  #values(paths: readonly WirePath[]): ValuesReply {
    const rendered = this.#process?.rendered
    const d = paths.map((path) => (rendered === undefined ? null : this.#valueAt(rendered, path)))
    const t = this.table.takeAdded()
    return t === undefined ? { d } : { d, e: { t } }
  }

  /** Not while the page does not read, and rarely while nobody sees it. */
  mayBeTold(): boolean {
    if (this.#owner.page.gate.isOpenFor(this, this.#owner)) return true
    this.#endIfFlooded()
    return false
  }

  /** For the page's gate. */
  gateOpened(): void {
    this.#process?.touched()
  }

  push(frame: Frame): void {
    if (this.#state === "vacant") return
    this.#owner.page.gate.told(this)
    this.#send(frame, undefined)
  }

  exit(problem: Problem): void {
    // Before the join is answered there is no number to name: its answer tells what happened.
    const isKnown = this.#state === "joined"
    this.vacate()
    if (isKnown) this.#owner.peer.send(EXIT, this.number, problem)
  }

  /** The page has left. What becomes of the process is the supervisor's decision. */
  left(reason: "leave" | "disconnect"): void {
    const process = this.#process
    this.vacate()
    if (process !== undefined) void this.#owner.context.supervisor.clientLeft(process, reason)
  }

  /** Has the process ended for a reason that lies outside of it. */
  end(reason: CloseReason, problem?: Problem): void {
    const process = this.#process
    if (process !== undefined) void this.#owner.context.supervisor.end(process, reason, problem)
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
    services.logger.error(reported.message, { code: reported.code, view: name, id: this.#process?.id, error })
    const problem = problemOf(reported, { view: name, development: services.development, code: reported.code })
    this.end("crash", problem)
    return problem
  }

  /** Empties the seat, and does nothing else: the process may live on. */
  vacate(): void {
    if (this.#state === "vacant") return
    this.#become("vacant")
    this.#process?.detach(this)
    this.#process = undefined
    this.#owner.seatVacant(this)
  }

  #become(next: SeatState): void {
    if (!NEXT[this.#state].includes(next)) throw new Error(`A seat that is "${this.#state}" cannot become "${next}".`)
    this.#state = next
  }

  #send(frame: Frame, acknowledge: Acknowledge | undefined): void {
    const { diff } = frame
    const isAsItIs = frame.flash === undefined && frame.vouched === undefined
    const extras = isAsItIs ? frame.extras : signedExtras(frame, this.#owner)
    try {
      if (extras !== undefined) refuseBinary(extras)
      if (acknowledge === undefined) this.#push(diff, extras)
      else if (extras === undefined) acknowledge(diff ?? 0)
      else acknowledge(diff ?? 0, extras)
    } catch (error) {
      const problem = this.failed(error)
      acknowledge?.(0, { x: problem })
    }
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

  #valueAt(rendered: Rendered, path: WirePath): WireValue {
    if (path[0] === ROOT_SLOT) return wireNested(rendered, this.table)
    return valueAt(rendered, path, this.table) ?? null
  }
}
