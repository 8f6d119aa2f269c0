/**
 * One page's connection to one view: takes what arrives, checks it, and passes it to the seat it names. Nothing that
 * arrives makes an exception leave this file.
 */

import { isLiveError } from "../errors/live-error.js"
import { refusal } from "../errors/refusal.js"
import type { JoinRequest, Problem } from "../protocol/frames.js"
import { ALL_INSTANCES, CONFIRM, EVENT, HIDDEN, LEAVE, PATCH, VALUES } from "../protocol/messages.js"
import { limitHit } from "../telemetry/channels.js"
import { decodeForm } from "../util/form-params.js"
import { admissionProblem } from "./admission.js"
import { defaultPace } from "./gate/hidden-page.js"
import { isEventId, isEventName, isIndex, payloadSize, readPaths } from "./inbound.js"
import { badMessage, eventGap, tooManyJoins, tooMuchWaiting, unknownInstance, unread } from "./inbound-problems.js"
import { Join, type JoinOwner } from "./join.js"
import { tableOf } from "./joined-reply.js"
import type { Acknowledge } from "./ledger/ledger-seat.js"
import { isFlooded, refusesValues } from "./limits.js"
import type { NamespaceContext } from "./namespace-context.js"
import type { PageConnection } from "./page-connection.js"
import type { Peer } from "./peer.js"
import { Seat, type TakenEvent } from "./seat.js"
import { takeTicket } from "./ticket.js"

/** What a waiting event takes beside its payload. */
const EVENT_SIZE = 256

export class ViewConnection implements JoinOwner {
  readonly context: NamespaceContext
  readonly page: PageConnection
  readonly peer: Peer
  /** Those that are not vacant. Few: a search through them is faster than a map, and an array of one is small. */
  #seats: Seat[] = []
  #next = 0
  #isDeaf = false

  private constructor(peer: Peer, page: PageConnection, context: NamespaceContext) {
    this.peer = peer
    this.page = page
    this.context = context
  }

  /** A connection for a page that has entered the view's namespace; undefined if it has entered too many. */
  static enter(peer: Peer, page: PageConnection, context: NamespaceContext): ViewConnection | undefined {
    if (page.takeSocket(context.limits)) return new ViewConnection(peer, page, context)
    limitHit({ limit: "viewsPerConnection", view: context.view.definition.name })
    return undefined
  }

  /** The page has left, or is gone. Its seats are vacant. */
  left(): void {
    this.page.releaseSocket()
    for (const seat of this.#seats) this.#logged("disconnect", () => seat.left(seat.isLeaving ? "leave" : "disconnect"))
  }

  /** The server goes away: what the page says from now on is not heard. Returns its seats. */
  deafen(): readonly Seat[] {
    this.#isDeaf = true
    return this.#seats
  }

  /** Without an acknowledgement nobody would learn the seat's number: such a join is not one. */
  join(request: unknown, acknowledge: Acknowledge | undefined): void {
    if (acknowledge === undefined || this.#hearsNothing()) return
    new Join(this, acknowledge).run(request)
  }

  /** @param values - As they came: instance, name, payload, number. */
  event(values: readonly unknown[], acknowledge: Acknowledge | undefined): void {
    if (this.#hearsNothing()) return
    try {
      const seat = this.#find(values[0])
      if (seat === undefined) acknowledge?.(0, { x: unknownInstance(this.context, values[0]) })
      else if (this.#takeNumber(seat, values[3], acknowledge)) this.#takeEvent(seat, values, acknowledge)
    } catch (error) {
      acknowledge?.(0, { x: this.failed(error, EVENT) })
    }
  }

  /** @param values - As they came: instance, ticket, number. */
  patch(values: readonly unknown[], acknowledge: Acknowledge | undefined): void {
    if (this.#hearsNothing()) return
    const [instance, ticket, number] = values
    try {
      const seat = this.#find(instance)
      if (seat === undefined) acknowledge?.(0, { x: unknownInstance(this.context, instance) })
      else if (this.#takeNumber(seat, number, acknowledge))
        takeTicket(seat, ticket, this, acknowledge).catch((error: unknown) => this.failed(error, PATCH))
    } catch (error) {
      acknowledge?.(0, { x: this.failed(error, PATCH) })
    }
  }

  /** The page has written so many frames. */
  confirm(instance: unknown, frames: unknown): void {
    if (isIndex(frames)) this.#logged(CONFIRM, () => this.#find(instance)?.confirm(frames))
  }

  values(number: unknown, paths: unknown, acknowledge: Acknowledge | undefined): void {
    if (acknowledge === undefined || this.#hearsNothing()) return
    let seat: Seat | undefined
    const refuse = (problem: Problem): void => {
      const e = { x: problem }
      seat?.ledger?.note(0, null, e)
      acknowledge({ d: [], e })
    }
    try {
      seat = this.#find(number)
      if (seat === undefined) return refuse(unknownInstance(this.context, number))
      const problem = this.#takeValues(seat, paths, acknowledge)
      if (problem !== undefined) refuse(problem)
    } catch (error) {
      refuse(this.failed(error, VALUES))
    }
  }

  /** Whether somebody sees the page: of all its views, whichever of their connections says so. */
  hidden(isHidden: unknown): void {
    const { gate } = this.page
    const { hiddenPace = defaultPace, services } = this.context
    this.#logged(HIDDEN, () => {
      if (isHidden === 1) gate.hide(hiddenPace, services.clock)
      else gate.show()
    })
  }

  /** The page is about to leave a view, which it will say when what it has said before is taken; if its connection lasts so long. */
  leaving(number: unknown): void {
    this.#logged(LEAVE, () => {
      for (const seat of this.#named(number)) seat.leaving()
    })
  }

  leave(number: unknown): void {
    this.leaving(number)
    this.#logged(LEAVE, () => {
      for (const seat of this.#named(number)) seat.left("leave")
    })
  }

  takeSeat(request: JoinRequest): Seat | undefined {
    if (!this.page.takeView(this.context.limits)) return undefined
    const seat = new Seat(this, this.#next++, tableOf(request, this.page.templates))
    // To push to an empty one makes room for seventeen.
    this.#seats = [...this.#seats, seat]
    return seat
  }

  seatVacant(seat: Seat): void {
    this.#seats = this.#seats.filter((other) => other !== seat)
    this.page.gate.left(seat)
    this.page.releaseView()
  }

  /** Even what a page is refused with would pile up when it has long stopped reading. */
  cutOffIfFlooded(): boolean {
    if (!isFlooded(this.peer.unsentBytes, this.context.limits)) return false
    this.peer.cutOff()
    return true
  }

  /** An exception on the way of a message: told to the client if it is its doing, else logged. */
  failed(error: unknown, message: string): Problem {
    if (isLiveError(error, "LV_FORM_LIMIT")) return { code: error.code, message: error.message }
    const view = this.context.view.definition.name
    this.context.services.logger.error(`A message to the view "${view}" could not be handled.`, {
      view,
      message,
      error,
    })
    return refusal("LV_CALLBACK_FAILED", { view })
  }

  /** Does what a message brings that has no answer. */
  #logged(message: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.failed(error, message)
    }
  }

  /** What a page says now is for the next server, or nobody hears it. */
  #hearsNothing(): boolean {
    return this.#isDeaf || this.cutOffIfFlooded()
  }

  /** Those that a page leaves which says this. */
  #named(number: unknown): readonly Seat[] {
    if (number === ALL_INSTANCES) return this.#seats
    const seat = this.#find(number)
    return seat === undefined ? [] : [seat]
  }

  /** Before its join is answered a seat has no number that anyone could know. */
  #find(number: unknown): Seat | undefined {
    for (const seat of this.#seats) {
      if (seat.number !== number || seat.state !== "joined") continue
      // It says so with anything that names the seat: it has got the answer to its join.
      if (seat.ledger !== undefined && this.context.kept?.heard(seat.ledger)) seat.ledger.heard()
      return seat
    }
    return undefined
  }

  /** Hands an event to its seat, or has it refused. */
  #takeEvent(seat: Seat, values: readonly unknown[], acknowledge: Acknowledge | undefined): void {
    let taken: TakenEvent | Problem
    try {
      taken = this.#checked(seat, values)
    } catch (error) {
      taken = this.failed(error, EVENT)
    }
    if ("code" in taken) return seat.refuse(taken, acknowledge)
    try {
      seat.event(taken, acknowledge)
    } catch (error) {
      // It is expected by now: its page waits for the answer, and so does a server that is about to go away.
      const { ledger } = seat
      ledger?.answer(ledger.came, { diff: null, extras: { x: this.failed(error, EVENT) } })
    }
  }

  /** An event that may be handed in; it is counted as waiting. */
  #checked(seat: Seat, [, name, payload, , last]: readonly unknown[]): TakenEvent | Problem {
    const { context, page } = this
    // Behind the number stands an id, or how the event is to be acknowledged.
    const id = typeof last === "function" ? undefined : last
    if (!isEventName(name) || !isEventId(id)) return badMessage(context, "event", EVENT_SHAPE)
    const given = payloadSize(payload)
    if (given === undefined) return badMessage(context, "payload", PAYLOAD_SHAPE)
    const problem = admissionProblem(given, seat, this)
    if (problem !== undefined) return problem
    const isForm = typeof payload === "string"
    const params = isForm ? decodeForm(payload) : payload
    // What a form is decoded to may be larger than its text.
    const size = EVENT_SIZE + (isForm ? (payloadSize(params) ?? 0) : given)
    if (!page.takeWaiting(size, context.limits)) return tooMuchWaiting(context)
    return { name, params, id, size }
  }

  /**
   * Takes the number of an event or ticket, before anything else of it is looked at: what is refused has had its turn. Returns false where it
   * is not the next one: then it is answered.
   */
  #takeNumber(seat: Seat, number: unknown, acknowledge: Acknowledge | undefined): boolean {
    const { ledger } = seat
    if (ledger === undefined || !isIndex(number) || number === 0) {
      acknowledge?.(0, { x: badMessage(this.context, "number", NUMBER_SHAPE) })
      return false
    }
    const turn = ledger.takeNumber(number)
    if (turn === "had") seat.answerAgain(number, acknowledge)
    if (turn === "gap") {
      const problem = eventGap(this.context, number)
      seat.end("disconnect", problem)
      acknowledge?.(0, { x: problem })
    }
    return turn === "next"
  }

  /** Hands a request for values to its seat. Returns why it does not. */
  #takeValues(seat: Seat, given: unknown, acknowledge: Acknowledge): Problem | undefined {
    const { context, page } = this
    const asked = readPaths(given)
    if (asked === undefined) return badMessage(context, "request for values", "a list of paths, few within another")
    if (refusesValues(this.peer.unsentBytes, context.limits)) return unread(context)
    // Whole values cost as much as a join does, so they come out of the same allowance; what is asked for twice, twice.
    const isAllowed = page.takeJoin(context.limits, context.services.clock.now(), 1 + asked.overlaps)
    if (!isAllowed) return tooManyJoins(context)
    seat.values(asked.paths, (reply) => acknowledge(reply))
    return undefined
  }
}

const EVENT_SHAPE =
  "an instance, a name of 1 to 100 characters, a payload, a number, perhaps an id of 1 to 100 characters"
const NUMBER_SHAPE = "that of the last event or patch and 1, beginning with 1"
const PAYLOAD_SHAPE = "plain data, at most 32 levels deep, without __proto__"
