/**
 * A join, from the request to its reply. A join brings no URL and no session: both are the token's. Its steps, in order:
 * 1. shape, version, size, rate: nothing is looked at that has not the right form, and nobody may ask for ever;
 * 2. the token with the browser's cookie says who may have which view; it must not have been voided, as far as this process knows;
 * 3. room for one view more, which takes a seat, and for what waits meanwhile: from here on others are waited for, and who leaves is noted;
 * 4. the store of voided tokens is asked, where there is one: before anything is touched that is a user's;
 * 5. a process that was kept for the page is taken over: it knows more than any snapshot, none of which is opened for it;
 * 6. the snapshot that the page goes on from: of the process of another server, which hands its view over and ends it, or the page's own;
 * 7. the process that has made the page, and waits for this join, is taken over, where the page shows what it did, and brings nothing;
 * 8. a process starts, unless the token has been voided while others were waited for: what runs already has been ended by that;
 * 9. the reply says what the page lacks of what it shows.
 *
 * Who leaves meanwhile is looked for before each step that takes a process over, since what waits for them ends then (`endIfOver`). A view that
 * fails with its snapshot goes through 4 to 8 once more, without. Whoever is refused leaves the seat, and the count of what waits (`#steps`).
 */

import { reportCrash } from "../process/crash.js"
import { patchIn } from "../process/output/effects.js"
import { problemOf } from "../process/problem.js"
import { type StartedView, startInTime } from "../process/start-in-time.js"
import { RootPlace } from "../process/unit/place/root-place.js"
import type { ViewProcess } from "../process/view-process.js"
import type { Joined, JoinReply, JoinRequest, Problem } from "../protocol/frames.js"
import { JOIN, PROTOCOL_VERSION } from "../protocol/messages.js"
import type { Vouched } from "../security/page-token.js"
import { failedWithSnapshot } from "../snapshot/refusal.js"
import type { SnapshotSeries } from "../snapshot/snapshot-series.js"
import { isTraced, type JoinContext, spans, traced } from "../telemetry/channels.js"
import { adopt, type CheckedJoin, type TakeOver, takeParked } from "./adopt.js"
import { comeBack, endIfOver, handedOver, heldFor, keyFor, takeKept } from "./come-back.js"
import { isJoinRequest, payloadSize } from "./inbound.js"
import {
  badMessage,
  largeConnectParams,
  otherVersion,
  tokenRefusal,
  tooLarge,
  tooManyJoins,
  tooManyViews,
  tooMuchWaiting,
  unread,
} from "./inbound-problems.js"
import { seriesOf } from "./join-snapshot.js"
import { joinedReply } from "./joined-reply.js"
import type { Acknowledge } from "./ledger/ledger-seat.js"
import { refusesAnswers, refusesValues } from "./limits.js"
import { refuseBinary } from "./outbound.js"
import type { Seat, SeatOwner } from "./seat.js"
import { signedExtras, withFlash } from "./signed-extras.js"
import { askIfVoided, checkToken, isVoided } from "./token-check.js"

/** The connection that a join came over. */
export interface JoinOwner extends SeatOwner {
  /** A seat for one view more; undefined if there is no room. */
  takeSeat(request: JoinRequest): Seat | undefined
  /** What to tell of an exception on the way of a message. */
  failed(error: unknown, message: string): Problem
}

/** A request that has passed all checks but the store's. */
interface Checked {
  /** What its token says. */
  readonly claims: Vouched
  /** The cookie that it is bound to. */
  readonly browser: string | undefined
  readonly size: number
}

/** What was asked for, and what its token says. */
type AskedJoin = Pick<CheckedJoin, "request" | "claims" | "browser">

export class Join {
  readonly #owner: JoinOwner
  readonly #acknowledge: Acknowledge
  /** What the span of this join tells; made where someone listens. */
  #told: JoinContext | undefined
  /** What the process of before was given, where another one of the app has handed it over. */
  #given: number | undefined

  constructor(owner: JoinOwner, acknowledge: Acknowledge) {
    this.#owner = owner
    this.#acknowledge = acknowledge
  }

  /** Takes a request through all steps. Answers once, or (where the page has left meanwhile) never. */
  run(request: unknown): void {
    if (!isJoinRequest(request)) {
      this.#acknowledge({ x: badMessage(this.#owner.context, "join", "a JoinRequest object") })
      return
    }
    this.#traced(request).catch((error: unknown) => this.#acknowledge({ x: this.#owner.failed(error, JOIN) }))
  }

  #traced(request: JoinRequest): Promise<void> {
    if (!isTraced(spans.join)) return this.#steps(request)
    const told: JoinContext = { view: this.#view }
    this.#told = told
    return traced(spans.join, told, () => this.#steps(request))
  }

  async #steps(request: JoinRequest): Promise<void> {
    const { context, page } = this.#owner
    if (request.v !== PROTOCOL_VERSION) return this.#refuse(otherVersion(request.v))
    const size = payloadSize(request)
    if (size === undefined) return this.#refuse(badMessage(context, "join", "plain data"))
    const problem = this.#sizeProblem(size, request) ?? this.#rateProblem()
    if (problem !== undefined) return this.#refuse(problem)

    const { browser } = this.#owner.peer
    const claims = checkToken(request.t, { context, peer: { browser } }, heldFor(request, browser, context.kept))
    if ("code" in claims) return this.#refuse(claims)

    const seat = this.#owner.takeSeat(request)
    if (seat === undefined) return this.#refuse(tooManyViews(context))
    const isWaiting = page.takeWaiting(size, context.limits)
    try {
      if (!isWaiting) return this.#refuse(tooMuchWaiting(context))
      await this.#seated(seat, request, { claims, browser, size })
    } finally {
      if (isWaiting) page.releaseWaiting(size)
      if (seat.state === "joining") seat.vacate()
    }
  }

  #sizeProblem(size: number, { p, s = "" }: JoinRequest): Problem | undefined {
    const { context } = this.#owner
    const { messageSize } = context.limits
    // A snapshot has a limit of its own, and is refused by itself.
    if (size > messageSize && size - s.length > messageSize) return tooLarge(context, size)
    // The view keeps them, so they may be much smaller than a message.
    const kept = payloadSize(p) ?? 0
    return kept > context.limits.connectParamsSize ? largeConnectParams(context, kept) : undefined
  }

  #rateProblem(): Problem | undefined {
    const { context, page, peer } = this.#owner
    const { limits, services } = context
    if (refusesValues(peer.unsentBytes, limits)) return unread(context)
    return page.takeJoin(limits, services.clock.now()) ? undefined : tooManyJoins(context)
  }

  /** From the seat to the reply. */
  async #seated(seat: Seat, request: JoinRequest, checked: Checked): Promise<void> {
    const { context, peer } = this.#owner
    const { claims, browser } = checked
    let id: string | undefined
    let series: SnapshotSeries | undefined
    try {
      const { token } = claims
      if (await askIfVoided(claims, context)) return this.#answer({ x: tokenRefusal(context, "expired") })
      const join = { request, claims, browser, spare: context.limits.messageSize - checked.size }
      if (await this.#comesBack(seat, join)) return
      series = await seriesOf(await this.#brought(join), token, this.#owner)
      if (await this.#isAdopted(seat, join, series)) return
      // Who was disconnected while others were asked had no process yet that could be ended.
      if (isVoided(claims, context)) return this.#answer({ x: tokenRefusal(context, "expired") })
      const process = this.#spawn(request, checked, series)
      id = process.id
      seat.take(process)
      const started = await startInTime(process, context.services, (late) => context.supervisor.giveUp(late))
      if (seat.state !== "joining") return
      if (started.kind === "redirect")
        return this.#answer({ r: withFlash({ to: started.to }, process.flash.takeFresh(), this.#owner) }, id)
      if (refusesAnswers(peer.unsentBytes, context.limits)) {
        seat.end("disconnect")
        return this.#answer({ x: unread(context) })
      }
      this.#tell(seat, this.#joined(seat, join, started, process.facts.persisted), join)
    } catch (error) {
      if (this.#maySeatAgain(seat, series, error)) {
        // Who has handed the view over has nothing more to give.
        const { s: _snapshot, r: _cameBack, ...others } = request
        return this.#seated(seat, others, checked)
      }
      seat.end("crash")
      const { development } = context.services
      this.#answer({ x: problemOf(error, { view: this.#view, development, code: "LV_JOIN_FAILED" }) })
    }
  }

  /** The snapshot that the view goes on from: of another process, which hands the view over, or the page's own. */
  #brought(join: CheckedJoin): string | undefined | Promise<string | undefined> {
    const { s: own } = join.request
    return (
      handedOver(join, this.#owner)?.then((handed) => {
        this.#given ??= handed?.events
        return handed?.snapshot ?? own
      }) ?? own
    )
  }

  /** It has failed with the snapshot that it was brought back by, and has ended: it is tried once more, without. */
  #maySeatAgain(seat: Seat, series: SnapshotSeries | undefined, error: unknown): boolean {
    if (seat.state !== "joining" || seat.ledger?.process.state !== "ended") return false
    return failedWithSnapshot({ view: this.#view, series, error }, this.#owner.context.services.logger)
  }

  #spawn({ p, a }: JoinRequest, { claims, size }: Checked, series: SnapshotSeries | undefined): ViewProcess {
    const { services, supervisor, view, routes, limits } = this.#owner.context
    const { token, issuedAt } = claims
    const { id, params, session, url, route, basePath, identify } = token
    const { definition, renderer, liveSession } = view
    // A page that comes back has shown it.
    const flash = a === true ? undefined : token.flash
    const isMovable = route !== undefined && definition.handleParams !== undefined
    const place = isMovable ? RootPlace.movable(claims, limits.messageSize - size) : new RootPlace(url, route)
    const of = { definition, renderer, liveSession, services, routes, place, basePath, series, isLive: true }
    return supervisor.spawn({ id, params, session, flash, connectParams: p, ...of }, { identify, issuedAt })
  }

  /** Takes over the process that the page has had. False: there is none. True also where the page has left meanwhile. */
  #comesBack(seat: Seat, join: CheckedJoin): boolean | Promise<boolean> {
    if (endIfOver(seat, join, this.#owner)) return true
    const kept = takeKept(join, this.#owner)
    if (kept === undefined) return false
    return this.#takenOver(seat, comeBack(seat, kept, join, this.#owner), join, "resumed")
  }

  /** Takes over the process that has made the page. False: there is none. True also where the page has left meanwhile. */
  #isAdopted(seat: Seat, join: CheckedJoin, series: SnapshotSeries | undefined): boolean | Promise<boolean> {
    if (endIfOver(seat, join, this.#owner)) return true
    const waiting = takeParked(join, series, this.#owner)
    if (waiting === undefined) return false
    return this.#takenOver(seat, adopt(seat, waiting, join, this.#owner), join, "adopted")
  }

  /** @returns False: it was busy, and has ended. */
  async #takenOver(
    seat: Seat,
    coming: Promise<TakeOver>,
    join: AskedJoin,
    how: "adopted" | "resumed",
  ): Promise<boolean> {
    const reply = await coming
    if (reply === "ended") return false
    if (this.#told !== undefined) this.#told[how] = true
    if (reply === undefined) return true
    if ("i" in reply) this.#tell(seat, reply, join)
    else this.#answer(reply, join.claims.token.id)
    return true
  }

  #tell(seat: Seat, reply: Joined, join: AskedJoin): void {
    // The page may have got another seat since the reply was made, and that one its key.
    if (seat.state !== "joining") return
    try {
      if (reply.e !== undefined) refuseBinary(reply.e)
      // What is undefined is not written.
      const { i, d, e, r } = reply
      this.#answer({ i, d, e, k: keyFor(seat, join, this.#owner), r, g: this.#given }, join.claims.token.id)
      seat.joined()
    } catch (error) {
      this.#answer({ x: seat.failed(error) })
    }
  }

  /** What the page is told of the view. The process reports its own errors; those after it are reported here. */
  #joined(
    seat: Seat,
    { request, claims }: AskedJoin,
    { rendered, effects }: StartedView,
    persisted: ViewProcess["facts"]["persisted"],
  ): Joined {
    const { id, digests } = claims.token
    const sent = this.#owner.page.templates
    try {
      if (this.#told !== undefined && persisted?.series.saved !== undefined) this.#told.restored = true
      const snapshot = persisted?.seal()
      const reply = joinedReply(seat, { request, digests, rendered, effects, snapshot, sent })
      const vouched = patchIn(effects)?.vouched
      if (reply.e === undefined || vouched === undefined) return reply
      const e = signedExtras({ diff: null, extras: reply.e, vouched }, this.#owner)
      return e === undefined ? reply : { ...reply, e }
    } catch (error) {
      reportCrash(error, { view: this.#view, id, callback: "render" }, this.#owner.context.services)
      throw error
    }
  }

  /** Answers a request that is not let in, and tells a developer. */
  #refuse(problem: Problem): void {
    this.#owner.context.services.logger.debug(problem.message, { code: problem.code })
    this.#answer({ x: problem })
  }

  /** @param id - The root's, where there is a process. */
  #answer(reply: JoinReply, id?: string): void {
    if (this.#told !== undefined) {
      if ("x" in reply) this.#told.refused = reply.x.code
      else if (id !== undefined) this.#told.id = id
    }
    this.#acknowledge(reply)
  }

  get #view(): string {
    return this.#owner.context.view.definition.name
  }
}
