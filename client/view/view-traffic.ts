/**
 * What goes between one view and its process: events, tickets and requests, and what is answered. Keeps what is under way through a lost
 * connection; what comes of it where the process is gone, it tells. Whether the view is joined is its joiner's matter.
 */
import type { ComeBack, Extras, Joined, Problem, ValuesReply } from "../../src/protocol/frames.js"
import type { WirePath } from "../../src/protocol/values.js"
import type { WireChanges } from "../connection/connection.js"
import { isInPage } from "../dom/nodes/members.js"
import { ClientLedger, type EventUnderWay, type PatchUnderWay, type UnderWay } from "./client-ledger.js"
import { ClientSeat, type SeatDelegate } from "./client-seat.js"
import { type Detachment, tooLarge } from "./joiner.js"
import type { ViewChannel } from "./view-channel.js"
import type { ViewDom } from "./view-dom.js"
import type { ViewEvent } from "./view-event.js"
import { ViewEvents } from "./view-events.js"
import type { PageView, Readiness, Recovery, RecoveryDelegate, ViewPage } from "./view-page.js"

/** Says of an event that it was handled, and no more. */
const ANSWER_LOST = "LV_ANSWER_LOST"

/** What more connections have ended with is not sent over another one: something on the way may end all that bring it. */
const MOST_LOST = 2

const NOT_CARRIED: Problem = {
  code: "LV_EVENT_NOT_SENT",
  message: "Connections end with it. It was not sent again.",
}

/** What it asks of its view. */
export interface TrafficView extends PageView, RecoveryDelegate {
  readonly dom: ViewDom
  /** Takes a frame: its templates, what `write` writes, its effects. */
  take(extras: Extras | undefined, write: () => void): void
}

export class ViewTraffic implements SeatDelegate, RecoveryDelegate {
  readonly #view: TrafficView
  readonly #channel: ViewChannel
  readonly #page: ViewPage
  readonly #events: ViewEvents
  readonly #ledger = new ClientLedger()
  /** While the view is joined. */
  #seat: ClientSeat | undefined
  /** What comes waits until the process has answered what forms have told it. */
  #recovery: Recovery | undefined

  constructor(view: TrafficView, channel: ViewChannel, page: ViewPage) {
    this.#view = view
    this.#channel = channel
    this.#page = page
    this.#events = new ViewEvents(page.life.eventShown)
  }

  /** While the view is joined: what the page asks of its process goes through it. */
  get seat(): ClientSeat | undefined {
    return this.#seat
  }

  /** What a join says of a process that was left. */
  get comeBack(): ComeBack | undefined {
    return this.#ledger.comeBack
  }

  /** True if an event of this element is under way. */
  hasSent(element: Element): boolean {
    return this.#events.hasSent(element)
  }

  /** True if the server is told what this form or control holds: by an event on its way, or one that waits. */
  tells(element: Element): boolean {
    // What was under way when the connection was lost has perhaps not been told.
    return (this.#seat !== undefined && this.#events.hasSent(element)) || this.#events.isToldLater(element)
  }

  isSubmitting(form: Element, payload: unknown): boolean {
    return this.#events.isSubmitting(form, payload)
  }

  // From the page

  /** Sends an event, or keeps it for later, or says on its elements that it was not sent. */
  push(event: ViewEvent, readiness: Readiness): void {
    if (!this.#events.mayPush(event)) return
    if (readiness === "ready") return this.#send(event)
    this.#view.dom.note(event.source, event)
    if (readiness === "waiting" ? !this.#events.wait(event) : readiness === "plain" || !this.#keeps(event))
      this.#refuse(event)
  }

  // What joins bring

  /** Another process than before, or the first. */
  begin(instance: number, key: string | undefined): void {
    const events = this.#events
    events.forgetRefusals()
    this.#ledger.begin(key)
    this.#seat = new ClientSeat(instance, this.#channel.port, this.#ledger, this)
    const { part } = this.#page.outbox
    const moves = (event: ViewEvent): boolean => this.#ledger.moves(event)
    if (part === undefined) events.forgetSent(moves)
    else
      events.waitFirst(
        part.moveOn(events.takeSent(moves), this.#view, (event, problem) => this.#refuse(event, problem)),
      )
  }

  /**
   * Has forms tell a process that was made anew what they hold; returns false if there is nothing to tell. The view is told once that is
   * answered, or has had its time.
   */
  recover(joined: Joined): boolean {
    const { life, recovery } = this.#page
    const recovering = { view: this.#view, events: this.#events, ledger: this.#ledger, life, joined }
    this.#recovery = recovery.part?.recover(recovering, this)
    return this.#recovery !== undefined
  }

  recovered(recovery: Recovery): void {
    this.#recovery = undefined
    this.#view.recovered(recovery)
  }

  /** The process of before, which was given all up to this number. */
  resume(instance: number, key: string | undefined, given: number): ClientSeat {
    this.#events.forgetRefusals()
    this.#ledger.resume(key, given)
    this.#events.waitFirst(this.#released)
    this.#seat = new ClientSeat(instance, this.#channel.port, this.#ledger, this)
    return this.#seat
  }

  /** The process has ended with its server, and was given all up to this number. */
  drained(last: number): void {
    this.#vacate()
    this.#ledger.drained(last)
  }

  /**
   * The page shows what the process does: it is given what it missed, and what has waited. `isResumed`: it is the one of before; `isFirst`: the
   * page was the first HTML until now. `recover` tells once more what forms hold.
   */
  goOn(isResumed: boolean, isFirst: boolean, recover: () => void): void {
    for (const what of this.#ledger.takeMissed()) this.#giveAgain(what, isResumed)
    for (const paths of this.#ledger.asked) this.#seat?.ask(paths)
    // What the user typed comes before what was clicked meanwhile.
    this.#events.recover(recover)
    for (const event of this.#events.takeWaiting()) {
      if (isWanted(event, isFirst)) this.#send(event)
      else event.over?.()
    }
  }

  /** Returns true if what is under way will not be answered. `isBound`: what waits was meant for another join than the first. */
  detached(how: Detachment, isBound: boolean): boolean {
    const isLeft = how === "left"
    // There is nothing to come back to in a process of which the page shows nothing yet.
    const isAwaited = !isLeft && this.#ledger.isKept && this.#recovery === undefined
    this.#vacate()
    if (isLeft) this.#ledger.leave()
    else if (how === "ended" || !isAwaited) this.#ledger.end()
    // What may be sent to a second process may have an answer from that.
    if (!isAwaited) this.#events.forgetSent((event) => !isLeft && (event.id !== undefined || this.#ledger.moves(event)))
    if (isBound) this.#keepWaiting()
    if (isLeft) for (const event of this.#released) this.#refuse(event)
    return isBound && !isAwaited
  }

  /** The page has nothing of the process any more, also not what it has said and is not shown. */
  #vacate(): void {
    this.#recovery?.stop()
    this.#recovery = undefined
    this.#seat?.vacate()
    this.#seat = undefined
  }

  /** They waited for a join that will not come. */
  refuseWaiting(): void {
    for (const event of this.#events.takeWaiting()) this.#refuse(event)
  }

  // ClientSeat delegate

  answered(what: UnderWay, diff: WireChanges, extras?: Extras): void {
    if ("event" in what) this.#eventAnswered(what, diff, extras)
    else this.#patchAnswered(what, diff, extras)
  }

  diffArrived(diff: WireChanges, extras?: Extras): void {
    if (this.#recovery !== undefined) return this.#recovery.frameArrived(diff, extras)
    this.#view.take(extras, () => {
      if (diff) this.#view.dom.write(diff)
    })
  }

  valuesArrived(paths: readonly WirePath[], { d, e }: ValuesReply): void {
    // Those that were refused are no values: they come later.
    if (d) this.#view.take(e, () => e?.x || this.#view.dom.valuesArrived(paths, d))
  }

  #eventAnswered({ event, lock }: EventUnderWay, diff: WireChanges, extras: Extras | undefined): void {
    const problem = extras?.x
    const isFailed = problem !== undefined && problem.code !== ANSWER_LOST
    if (isFailed) this.#events.failed(event)
    this.#events.acknowledge(event)
    if (this.#recovery === undefined)
      this.#view.take(extras, () => this.#view.dom.acknowledge(lock, diff || null, isFailed))
    else this.#recovery.frameArrived(diff, extras, lock, isFailed)
    if (event.settled) event.settled("answered", problem, extras?.y)
    else if (isFailed) this.#page.problems.eventFailed(this.#view, problem)
  }

  #patchAnswered({ answered }: PatchUnderWay, diff: WireChanges, extras: Extras = {}): void {
    const { x: _problem, p: _patch, ...others } = extras
    this.#view.take(others, () => {
      if (diff) this.#view.dom.write(diff)
      answered(extras)
    })
  }

  // What becomes of events

  #send(event: ViewEvent): void {
    const problem = this.#tooLarge(event)
    if (problem) return this.#refuse(event, problem)
    const lock = this.#lock(event)
    this.#events.send(event)
    this.#page.life.eventSent()
    this.#seat?.give({ event, lock, lost: 0 })
  }

  /** False: it is not. */
  #tooLarge({ name, payload }: ViewEvent): Problem | false {
    return !this.#channel.port.carries(payload) && tooLarge(`The event ${JSON.stringify(name)}`)
  }

  /** A hook may push while the pointer moves: what the server writes to its element does not wait for that. */
  #lock(event: ViewEvent): number {
    return event.settled ? 0 : this.#view.dom.lock(event.source, event)
  }

  /** What the process was not given, as the connection was lost. Of another process nothing is held back for it any more. */
  #giveAgain(what: UnderWay, isHeld: boolean): void {
    // By now it may be known that it was what has ended the connection.
    const x = what.lost > MOST_LOST ? NOT_CARRIED : "event" in what && this.#tooLarge(what.event)
    if (x) return this.answered(what, 0, { x })
    if ("event" in what && !isHeld) what.lock = this.#lock(what.event)
    this.#seat?.give(what)
  }

  #refuse(event: ViewEvent, problem?: Problem): void {
    this.#events.refuse(event)
    if (event.settled) event.settled("refused", problem)
    else this.#page.problems.eventRefused(this.#view, problem)
  }

  /** What waited for a join is now as if the user had done it without a connection. */
  #keepWaiting(): void {
    for (const event of this.#events.takeWaiting()) if (!this.#keeps(event)) this.#refuse(event)
  }

  /** True for what its element wants kept until the view comes back. */
  #keeps(event: ViewEvent): boolean {
    return this.#page.outbox.part?.takes(event, this.#view, this.comeBack !== undefined) ?? false
  }

  /** Takes what was kept. */
  get #released(): readonly ViewEvent[] {
    return this.#page.outbox.part?.release(this.#view) ?? []
  }
}

/**
 * False for what was done with an element that has left the page since, where nothing but that asked for it: in first HTML that its view
 * shows otherwise, or by a form, which tells by itself what it holds. What a hook waits for is the hook's matter.
 */
function isWanted({ type, source, settled }: ViewEvent, isFirst: boolean): boolean {
  return settled !== undefined || isInPage(source) || !(isFirst || type === "change")
}
