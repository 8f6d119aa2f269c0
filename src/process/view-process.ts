/**
 * The process of one view: it mounts it, has its messages handled one at a time, and ends it; and it keeps an exception
 * from hurting anything but this view. It is live, or makes one HTTP response; it has a client, or none at the moment.
 */

import { isLiveError, LiveError } from "../errors/live-error.js"
import type { Problem } from "../protocol/frames.js"
import type { Rendered } from "../render/values/values.js"
import type { Vouched } from "../security/page-token.js"
import { roughSize } from "../util/rough-size.js"
import { isThenable } from "../util/thenable.js"
import type { CloseReason } from "../view/definition.js"
import { contextOf, reportCrash } from "./crash.js"
import { reviewRows } from "./double-rows.js"
import { FrameMaker } from "./frame-maker.js"
import { letGo } from "./let-go.js"
import { reportLostRows } from "./lost-rows.js"
import { type LoopOwner, MessageLoop } from "./message-loop.js"
import { type Asker, awaiting, type GivenEvent } from "./messages/asker.js"
import { type Arrival, type ClientMessage, connectMessage, isClients, type Message } from "./messages/mailbox.js"
import { Client, type ProcessOutput } from "./output/client.js"
import { type Effect, type Effects, redirectIn } from "./output/effects.js"
import type { Frame } from "./output/frame.js"
import { problemOf } from "./problem.js"
import { factsOf } from "./process-facts.js"
import type { ProcessKeeper, ProcessOptions, ProcessServices, Started } from "./process-options.js"
import { ProcessState, type Stage, Step } from "./process-state.js"
import { Resources } from "./resources/resources.js"
import { FlashReads } from "./unit/flash-reads.js"
import { Unit } from "./unit/unit.js"
import { UnitFlash } from "./unit/unit-flash.js"
import type { ProcessFacts, UnitOwner } from "./unit/unit-owner.js"
import { answerFailed, dropInfo, refuseLate } from "./untaken-messages.js"

export class ViewProcess implements UnitOwner, LoopOwner {
  readonly facts: ProcessFacts
  readonly flash: UnitFlash
  readonly #services: ProcessServices
  readonly #keeper: ProcessKeeper<ViewProcess> | undefined
  readonly #state: ProcessState = new ProcessState()
  readonly #client: Client = new Client()
  readonly #unit: Unit
  readonly #loop: MessageLoop
  #resources: Resources | undefined
  #closing: Promise<void> | undefined

  /** @param keeper - Who started it, and is told when it has ended. */
  constructor(options: ProcessOptions, keeper?: ProcessKeeper<ViewProcess>) {
    const { definition, renderer, services } = options
    this.facts = factsOf(options)
    this.#services = services
    this.#keeper = keeper
    this.flash = new UnitFlash(options.flash, FlashReads.of(this.view, services))
    this.#unit = new Unit(definition, renderer, options, this)
    const [state, unit, client] = [this.#state, this.#unit, this.#client]
    const frames = new FrameMaker(unit, client, this)
    this.#loop = new MessageLoop(this, { state, unit, frames, client, services })
  }

  get id(): string {
    return this.facts.id
  }

  /** The view's name. */
  get view(): string {
    return this.facts.view
  }

  /** Where its life stands. It has ended from the moment `close` was called, or a callback threw. */
  get state(): Stage {
    return this.#state.stage
  }

  /** Whether it lives on after its first render. The process of an HTTP response does not. */
  get isLive(): boolean {
    return this.facts.isLive
  }

  /** Whether a client is there now. */
  get hasClient(): boolean {
    return this.#client.isThere
  }

  /** About how many bytes its assigns take, and the events that wait; or something above `most`. */
  roughSize(most: number): number {
    return roughSize({ ...this.#unit.assigns.values }, most) + this.#loop.roughSize(most)
  }

  /** The tree of the last render. */
  get rendered(): Rendered {
    return this.#unit.rendered
  }

  /** A client is there from now on: it is told what changes, and has changed. Before `start` where it has asked for the view: `mount` knows then. */
  attach(output: ProcessOutput): void {
    this.#client.attach(output)
    if (this.#state.stage === "mounted") this.touched()
  }

  /**
   * A client has come to this view, which runs already: after all that waits, its guards are asked, and `handleConnected` runs. Resolves
   * with what the page has not been told yet. With a redirect or a problem in it the client has not got the view: its asker ends it.
   *
   * @param ready - Of a client that has nothing any more: called when all that the view shows is there, rows of streams too.
   */
  connect(output: ProcessOutput, arrival: Arrival, ready?: () => void): Promise<Frame> {
    if (ready !== undefined && this.#unit.streams !== undefined) reportLostRows(this.#unit.definition, this.facts)
    return awaiting((asker) => this.#accept(connectMessage({ output, arrival, ready, asker })))
  }

  /** This client is away. The process lives on; nothing is rendered until one is there. */
  detach(output: ProcessOutput): void {
    this.#client.detach(output)
  }

  /**
   * Mounts and renders. Messages that come meanwhile wait for the next turn of the event loop: what the caller does when this resolves goes
   * out first. Rejects with what `mount` or the render threw; if the process is live, that has been logged then, and it has ended.
   */
  async start(): Promise<Started> {
    this.#assertOpen()
    this.#state.to(Step.mounting)
    let callback = "mount"
    try {
      const redirect = (await this.#unit.mount()) ?? redirectIn(this.#client.asked)
      if (redirect !== undefined) {
        await this.close("leave")
        return { kind: "redirect", to: redirect }
      }
      callback = "render"
      this.#assertOpen()
      this.#state.to(Step.firstRender)
      const rendering = this.#unit.renderAll(undefined)
      if (isThenable(rendering)) await rendering
      reviewRows(this.#unit.streams, this.facts)
      this.#assertOpen()
    } catch (error) {
      this.#failedToStart(error, callback)
      throw error
    }
    this.#resources?.startTimers()
    const effects = this.takeEffects()
    this.#loop.rest()
    return { kind: "rendered", rendered: this.rendered, effects }
  }

  /** Handles an event; resolves with what it changed, or a problem as `extras.x`. Where it is not live it rejects with an exception instead. */
  event(name: string, payload: unknown): Promise<Frame> {
    return awaiting((asker) => this.dispatch({ name, params: payload }, asker, 0), !this.isLive)
  }

  /** Like {@link event}, and cheaper: the asker is answered as soon as the frame is there, before anything else is pushed. */
  dispatch({ name, params, id }: GivenEvent, asker: Asker, number: number): void {
    this.#accept({ kind: "event", name, payload: params, id, asker, number, next: undefined })
  }

  /** Has the view go to where a checked ticket leads, or to a path. Answered as an event is. */
  patch(to: Vouched | string, asker: Asker, number: number): void {
    this.#accept({ kind: "patch", to, asker, number, next: undefined })
  }

  /** Takes what was asked for since the last frame: for an HTTP response, which has no client to be told. */
  takeEffects(): Effects {
    return this.#client.takeEffects()
  }

  /** Hands a message to `handleInfo`. It is handled soon, together with what else comes until then. */
  info(message: unknown): void {
    if (this.isEnded) return
    if (this.#unit.definition.handleInfo === undefined) return dropInfo(this.facts)
    this.#loop.info(message)
  }

  /** Renders anew, with all that the view holds: its templates have changed. Development only. */
  reload(): void {
    this.#loop.reload()
  }

  /**
   * Ends the view: nothing more is handled, waiting events are told so, subscriptions and timers end, `terminate` runs.
   * Resolves when that is done; never rejects. The client, if one is there, is told the problem, if there is one.
   */
  close(reason: CloseReason, problem?: Problem): Promise<void> {
    if (problem !== undefined) this.#client.exit(problem)
    this.#closing ??= this.#end(reason)
    return this.#closing
  }

  /** For the unit. */
  get isEnded(): boolean {
    return this.#state.isEnded
  }

  /** For the unit. */
  get connected(): boolean {
    return this.#client.hasJoined
  }

  /** For the unit. */
  get isForResponse(): boolean {
    return !this.isLive || (this.#state.stage === "mounting" && !this.connected)
  }

  /** For the unit: what the view holds. */
  get resources(): Resources {
    this.#resources ??= new Resources(this.#loop, this.#services, this.facts)
    return this.#resources
  }

  /** For the unit. */
  get mayMiss(): boolean {
    return this.isLive && this.#services.pubsub.canMiss
  }

  /** For the unit. */
  releaseResources(): void {
    this.#resources?.release()
    this.#resources = undefined
  }

  /** For the unit. */
  confirmed(): Promise<void> | undefined {
    return this.#resources?.confirmed()
  }

  /** Rows of streams that have been sent are needed again; `ready` is called when they are rendered, as only then they are there. */
  restream(ready?: () => void): void {
    reportLostRows(this.#unit.definition, this.facts)
    this.#loop.restream(ready)
  }

  /** The page shows what was rendered: rows of streams need not be kept for it. */
  shown(): void {
    this.#unit.told()
    this.flash.shown()
  }

  /** For the unit. */
  ask(effect: Effect): void {
    if (this.isEnded) return
    this.#client.ask(effect)
    this.touched()
  }

  /** For the unit. */
  touched(): void {
    if (!this.#state.isCalling) this.#loop.flush()
  }

  /** For the message loop: a callback that takes long has none of its timers run out meanwhile. */
  callbackDone(): void {
    this.#resources?.startTimers()
  }

  /** For the message loop: tells of the exception, answers the client's message that was handled, and ends the view. */
  crashed(error: unknown, callback: string, message: Message): void {
    const { view, services } = this.facts
    reportCrash(error, contextOf(this.facts, callback, message), this.#services)
    if (this.isEnded) return
    const problem = problemOf(error, { view, development: services.development })
    const sent = this.#loop.takeUnanswered() ?? (isClients(message) ? message : undefined)
    try {
      if (sent !== undefined) answerFailed(sent, error, problem)
    } finally {
      void this.close("crash")
    }
    // Not before a reply that a promise brings.
    setImmediate(() => this.#client.exit(problem))
  }

  /** The host handles what happens in its own request; nobody else would know of the others. */
  #failedToStart(error: unknown, callback: string): void {
    const isReported = !this.isForResponse && !isLiveError(error, "LV_VIEW_CLOSED")
    if (isReported) reportCrash(error, contextOf(this.facts, callback), this.#services)
    void this.close("crash")
  }

  #assertOpen(): void {
    if (this.isEnded) throw new LiveError("LV_VIEW_CLOSED", { view: this.view })
  }

  #accept(message: ClientMessage): void {
    if (this.isEnded) refuseLate(message, this.facts)
    else this.#loop.sent(message)
  }

  async #end(reason: CloseReason): Promise<void> {
    const { isCalling } = this.#state
    this.#state.to(Step.ended)
    this.#keeper?.ended(this)
    this.releaseResources()
    for (const message of this.#loop.takeSent()) refuseLate(message, this.facts)
    // Closed from within a callback: that one returns first.
    if (isCalling) await Promise.resolve()
    const running = this.#unit.mounting ?? this.#loop.running
    await letGo(this.#unit, reason, { running, facts: this.facts, services: this.#services })
    this.#keeper?.gone(this)
  }
}
