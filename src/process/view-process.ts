/**
 * The process of one view instance: it handles one message at a time, in order, also across the `await`s of user code;
 * renders what changed; and keeps an exception from hurting anything but this view.
 *
 * ```
 * event ──┐                          ┌─► sync ────────┐
 * info  ──┤                          │                │
 * task  ──┼─► mailbox ─► callback ───┤                ├─► render ─► difference ─► reply (event) or push (all else)
 * flush ──┘      ▲                   └─► await … ─────┘                              │
 *                └────────────────────── next message ◄──────────────────────────────┘
 * ```
 *
 * A callback that returns no promise is handled without one: a click costs no trip through the microtask queue.
 */

import type { RunningTask } from "../async/running-tasks.js"
import { isLiveError, LiveError } from "../errors/live-error.js"
import type { Problem } from "../protocol/frames.js"
import type { Rendered } from "../render/values/values.js"
import { isThenable } from "../util/thenable.js"
import type { CloseReason, ViewDefinition } from "../view/definition.js"
import { isRedirect } from "../view/redirect.js"
import { assignsFrom } from "./assigns.js"
import { Callbacks, startTasks } from "./callbacks.js"
import { callbackOf, contextOf, reportCrash } from "./crash.js"
import type { Frame } from "./frame.js"
import { type EventMessage, type Interval, isBatched, Mailbox, type Message } from "./mailbox.js"
import { patiently } from "./patience.js"
import { problemOf } from "./problem.js"
import type { ProcessOptions, ProcessOutput, ProcessServices, Started } from "./process-options.js"
import { dropInfo, refuseLate } from "./refusal.js"
import { type ResourceOwner, Resources } from "./resources.js"
import { type TurnTaker, takeTurnNow, takeTurnSoon } from "./turns.js"
import { ViewPage } from "./view-page.js"
import { ViewSocket } from "./view-socket.js"
import { newState, type SocketHost, type ViewState } from "./view-state.js"

export type { CloseReason } from "../view/definition.js"
export type { ErrorContext } from "./crash.js"
export type { Effect, Effects } from "./effects.js"
export type { Frame } from "./frame.js"
export type { ProcessOptions, ProcessOutput, ProcessServices, Started } from "./process-options.js"

/** Keeps processes, and lets go of one that has ended. */
export interface ProcessKeeper {
  /** It has ended, for whatever reason; what it cleans up may take longer. Called once. */
  ended(process: ViewProcess): void
}

/** One view instance. */
export class ViewProcess implements TurnTaker, SocketHost, ResourceOwner {
  readonly #definition: ViewDefinition
  readonly #callbacks: Callbacks
  readonly #page: ViewPage
  readonly #services: ProcessServices
  readonly #keeper: ProcessKeeper | undefined
  readonly #state: ViewState
  readonly #mailbox: Mailbox = new Mailbox()
  #live = false
  #socket: ViewSocket | undefined
  #resources: Resources | undefined
  /** A message is being handled. */
  #busy = false
  /** A turn is asked for. */
  #queued = false
  /** Go on in another turn: someone has to see the reply first, which a promise brings. */
  #pausing = false
  #flushWaits = false
  /** The last of the infos and outcomes whose changes are shown in one render. */
  #lastOfBatch: Message | undefined
  /** The event being handled, until it is replied to. */
  #unanswered: EventMessage | undefined
  /** Settles when the asynchronous callback that runs now is done. Never rejects. */
  #running: Promise<void> | undefined
  #closing: Promise<void> | undefined

  /** @param keeper - Who started it, and is told when it has ended. */
  constructor(options: ProcessOptions, keeper?: ProcessKeeper) {
    this.#keeper = keeper
    this.#definition = options.definition
    this.#services = options.services
    this.#state = newState(options)
    this.#page = new ViewPage(options, this.#state)
    this.#callbacks = new Callbacks(options.definition, this.#state, this, options)
  }

  get id(): string {
    return this.#state.id
  }

  /** The view's name. */
  get view(): string {
    return this.#state.view
  }

  /** Where its life stands. It has ended from the moment `close` was called, or a callback threw. */
  get state(): "mounting" | "mounted" | "ended" {
    if (this.#state.closed) return "ended"
    return this.#live ? "mounted" : "mounting"
  }

  /** Whether it lives on after its first render. The process of an HTTP response does not. */
  get isLive(): boolean {
    return this.#state.isLive
  }

  /** Whether a client is there now. */
  get hasClient(): boolean {
    return this.#state.output !== undefined
  }

  /** A client is there from now on: what changes is told to it. Before `start` where a client has asked for the view. */
  attach(output: ProcessOutput): void {
    this.#state.output = output
    this.#state.hasJoined = true
  }

  /** The client is away. The process lives on. */
  detach(): void {
    this.#state.output = undefined
  }

  /** The tree of the last render. */
  get rendered(): Rendered {
    return this.#page.rendered
  }

  /**
   * Mounts and renders. Messages that come meanwhile wait; they are handled from the next turn of the event loop on, so
   * what the caller does when this resolves goes out first. Rejects with what `mount` or the render threw; if the view
   * is live, that has been logged then, and the view has ended.
   */
  async start(): Promise<Started> {
    this.#assertOpen()
    const redirect = await this.#mount()
    if (redirect !== undefined) {
      await this.close("leave")
      return { kind: "redirect", to: redirect }
    }
    try {
      this.#assertOpen()
      await this.#page.first()
      this.#assertOpen()
    } catch (error) {
      throw this.#startFailed(error, "render")
    }
    this.#resources?.startTimers()
    const effects = this.#state.effects
    this.#state.effects = undefined
    this.#live = true
    if (!this.#mailbox.isEmpty) this.#wake(false)
    return { kind: "rendered", rendered: this.rendered, effects }
  }

  /**
   * Handles an event; resolves with what it changed. Problems (an unknown event, an exception, a view that has ended)
   * come as `extras.x`. Where it is not live it rejects with an exception instead, for the host's error handling.
   */
  event(name: string, payload: unknown): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const reply = (frame: Frame): void => {
        this.#pausing = true
        resolve(frame)
      }
      this.#accept(name, payload, reply, this.#state.isLive ? undefined : reject)
    })
  }

  /** Like {@link event}, and cheaper: `reply` is called as soon as the frame is there, before anything else is pushed. */
  dispatch(name: string, payload: unknown, reply: (frame: Frame) => void): void {
    this.#accept(name, payload, reply, undefined)
  }

  /** Hands a message to `handleInfo`. It is handled soon, together with what else comes until then. */
  info(message: unknown, interval?: Interval, hops = 0): void {
    if (this.#state.closed) return
    if (!this.#state.takesInfos) return dropInfo(this.#state, this.#services.logger)
    this.#mailbox.put({ kind: "info", message, interval, hops, next: undefined })
    this.#wake(false)
  }

  /** Renders anew, with all that the view holds: its templates have changed. Development only. */
  reload(): void {
    if (this.#state.closed) return
    this.#mailbox.put({ kind: "reload", next: undefined })
    this.#wake(false)
  }

  /**
   * Ends the view: nothing more is handled, waiting events are told so, subscriptions and timers end, `terminate` runs.
   * Resolves when that is done; never rejects. The client, if one is there, is told the problem, if there is one.
   */
  close(reason: CloseReason, problem?: Problem): Promise<void> {
    if (problem !== undefined) this.#state.output?.exit(problem)
    this.#closing ??= this.#end(reason)
    return this.#closing
  }

  /** For sockets: what the view holds. */
  get resources(): Resources {
    this.#resources ??= new Resources(this, this.#services, this.#state)
    return this.#resources
  }

  /** For the view's resources. */
  missed(topics: readonly string[]): void {
    if (this.#state.closed) return
    this.#mailbox.put({ kind: "gap", topics, next: undefined })
    this.#wake(false)
  }

  /** For callbacks: the view mounts anew. */
  releaseResources(): void {
    this.#resources?.release()
    this.#resources = undefined
  }

  /** For the view's resources. */
  taskDone(task: RunningTask): void {
    if (this.#state.closed) return
    this.#mailbox.put({ kind: "async", task, next: undefined })
    this.#wake(false)
  }

  /** For sockets. */
  stateTouched(): void {
    if (this.#state.closed || this.#flushWaits) return
    this.#flushWaits = true
    this.#mailbox.put({ kind: "flush", next: undefined })
    this.#wake(false)
  }

  /** For the loop that shares turns out. */
  takeTurn(until: number): void {
    this.#queued = false
    if (this.#busy || !this.#live) return
    this.#busy = true
    for (let message = this.#mailbox.take(); message !== undefined; message = this.#mailbox.take()) {
      // An asynchronous callback goes on by itself, and stays busy.
      if (!this.#handle(message)) return
      if (this.#pausing || (!this.#mailbox.isEmpty && performance.now() >= until)) break
    }
    this.#rest()
  }

  /** Mounts. Returns where to, if the view redirects. */
  async #mount(): Promise<string | undefined> {
    const state = this.#state
    try {
      state.running = true
      const mounting = this.#callbacks.mount(state.isLive && this.#services.pubsub.canMiss)
      // Whoever closes the view meanwhile waits for this.
      this.#running = mounting.then(NOTHING, NOTHING)
      const mounted = await mounting
      if (isRedirect(mounted)) return mounted["~redirect"]
      state.assigns = assignsFrom(mounted, state.view)
      this.#socket = new ViewSocket(state, this)
      if (!state.isLive) return undefined
      startTasks(state, this)
      await this.#resources?.confirmed()
      return undefined
    } catch (error) {
      throw this.#startFailed(error, "mount")
    } finally {
      state.running = false
      this.#running = undefined
    }
  }

  /** Returns the error. The host handles what happens in its own request; nobody else would know of the others. */
  #startFailed(error: unknown, callback: string): unknown {
    const isReported = this.#state.isLive && !isLiveError(error, "LV_VIEW_CLOSED")
    if (isReported) reportCrash(error, contextOf(this.#state, callback), this.#services)
    void this.close("crash")
    return error
  }

  #assertOpen(): void {
    if (this.#state.closed) throw new LiveError("LV_VIEW_CLOSED", { view: this.#state.view })
  }

  #accept(name: string, payload: unknown, reply: EventMessage["reply"], fail: EventMessage["fail"]): void {
    const message: EventMessage = { kind: "event", name, payload, reply, fail, next: undefined }
    if (this.#state.closed) {
      refuseLate(message, this.#state)
      return
    }
    this.#mailbox.put(message)
    this.#wake(true)
  }

  /** Asks for a turn, unless one is coming anyway. */
  #wake(now: boolean): void {
    if (this.#busy || this.#queued || !this.#live) return
    this.#queued = true
    if (now) takeTurnNow(this)
    else takeTurnSoon(this)
  }

  /** Nothing is being handled now. What waits has another turn. */
  #rest(): void {
    this.#busy = false
    this.#pausing = false
    if (!this.#mailbox.isEmpty) this.#wake(false)
  }

  /** Handles a message. Returns false if that goes on later. */
  #handle(message: Message): boolean {
    if (message.kind === "flush") this.#flushWaits = false
    if (message.kind === "flush" || message.kind === "reload") return this.#handled(message, undefined)
    if (message.kind === "event") this.#unanswered = message
    else if (isBatched(message)) {
      // Those that wait now make one render. Not those that come later too: it might never be time to render.
      this.#lastOfBatch ??= this.#mailbox.lastOfBatch() ?? message
      if (message.kind === "info" && message.interval !== undefined) message.interval.waiting = false
    }
    this.#state.running = true
    try {
      const result = this.#callbacks.call(message, this.#socket, this.#resources)
      if (!isThenable(result)) return this.#handled(message, result)
      this.#running = this.#wait(result, message)
      return false
    } catch (error) {
      this.#crash(error, callbackOf(message, this.#definition), message)
      return true
    }
  }

  /** Goes on with a message when its callback's promise settles. */
  async #wait(result: PromiseLike<unknown>, message: Message): Promise<void> {
    let value: unknown
    try {
      value = await result
    } catch (error) {
      this.#running = undefined
      this.#crash(error, callbackOf(message, this.#definition), message)
      return
    }
    this.#running = undefined
    if (this.#handled(message, value)) this.#rest()
  }

  /** A callback is done: renders what changed. Returns false if that goes on later. */
  #handled(message: Message, result: unknown): boolean {
    const state = this.#state
    state.running = false
    // Closed meanwhile, perhaps by this very callback: whoever waited for an answer has had one.
    if (state.closed) return true
    if (isBatched(message) && message !== this.#lastOfBatch) return true
    this.#lastOfBatch = undefined
    this.#resources?.startTimers()
    try {
      const frame = this.#page.show(message, result)
      if (frame instanceof Promise) {
        void this.#deliverLater(message, frame)
        return false
      }
      this.#deliver(message, frame)
      return true
    } catch (error) {
      this.#crash(error, "render", message)
      return true
    }
  }

  async #deliverLater(message: Message, coming: Promise<Frame>): Promise<void> {
    try {
      const frame = await coming
      if (this.#state.closed) return
      this.#deliver(message, frame)
    } catch (error) {
      this.#crash(error, "render", message)
    }
    this.#rest()
  }

  /** Replies to an event; tells of all else if there is something to tell. */
  #deliver(message: Message, frame: Frame): void {
    try {
      if (message.kind === "event") {
        this.#unanswered = undefined
        message.reply(frame)
      } else if (frame.diff !== null || frame.extras !== undefined) this.#state.output?.push(frame)
    } catch (error) {
      // A reply or a payload that cannot be written as JSON: the view's own doing.
      this.#crash(error, callbackOf(message, this.#definition), message)
    }
  }

  #crash(error: unknown, callback: string, message: Message): void {
    const { view, development, closed } = this.#state
    this.#state.running = false
    reportCrash(error, contextOf(this.#state, callback, message), this.#services)
    if (closed) return
    const problem = problemOf(error, { view, development })
    const event = this.#unanswered ?? (message.kind === "event" ? message : undefined)
    this.#unanswered = undefined
    try {
      if (event?.fail !== undefined) event.fail(error)
      else event?.reply({ diff: null, extras: { x: problem } })
    } finally {
      void this.close("crash")
    }
    // Not before a reply that a promise brings.
    setImmediate(() => this.#state.output?.exit(problem))
  }

  async #end(reason: CloseReason): Promise<void> {
    const state = this.#state
    state.closed = true
    this.#keeper?.ended(this)
    this.releaseResources()
    if (this.#unanswered !== undefined) refuseLate(this.#unanswered, state)
    this.#unanswered = undefined
    for (let message = this.#mailbox.take(); message !== undefined; message = this.#mailbox.take()) {
      if (message.kind === "event") refuseLate(message, state)
    }
    // Closed from within a callback: that one returns first.
    if (state.running) await Promise.resolve()
    if (this.#running !== undefined) await patiently(this.#running, this.#services.clock)
    // A `mount` that takes longer still: what it returns must be cleaned up all the same, but nobody waits for that.
    if (this.#running !== undefined && state.assigns === undefined) {
      void this.#running.then(() => this.#terminate(reason))
    } else await this.#terminate(reason)
  }

  async #terminate(reason: CloseReason): Promise<void> {
    try {
      await this.#callbacks.terminate(reason, this.#socket)
    } catch (error) {
      reportCrash(error, contextOf(this.#state, "terminate"), this.#services)
    }
  }
}

const NOTHING = (): void => {}
