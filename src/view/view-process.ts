/**
 * The process of one view instance: it handles one message at a time, in order, also across the `await`s of user code;
 * renders what changed; and keeps an exception from hurting anything but this view.
 *
 * ```
 * event ──┐                          ┌─► sync ────────┐
 * info  ──┼─► mailbox ─► callback ───┤                ├─► render ─► difference ─► reply (event) or push (all else)
 * flush ──┘      ▲                   └─► await … ─────┘                              │
 *                └────────────────────── next message ◄──────────────────────────────┘
 * ```
 *
 * A callback that returns no promise is handled without one: a click costs no trip through the microtask queue.
 */

import { isLiveError, LiveError } from "../errors/live-error.js"
import type { Problem } from "../protocol/frames.js"
import type { WireDiff } from "../protocol/values.js"
import { TemplateTable } from "../render/template-table.js"
import type { Rendered } from "../render/values.js"
import { isTraced, spans, traced } from "../telemetry/channels.js"
import { isThenable } from "../util/thenable.js"
import { type AssignsState, assignsFrom, takeChanges } from "./assigns.js"
import { callbackOf, type ErrorContext, reportCrash } from "./crash.js"
import type { CloseReason, ViewDefinition } from "./definition.js"
import { effectsOf, extrasOf, type Frame, frameOf } from "./effects.js"
import { asParams, Refusal, runChecked } from "./event.js"
import { type EventMessage, type InfoMessage, type Interval, Mailbox, type Message } from "./mailbox.js"
import { isTemplateError, problemOf, refusalOf } from "./problem.js"
import type { ProcessOptions, ProcessOutput, ProcessServices, Started } from "./process-options.js"
import { isRedirect } from "./redirect.js"
import { Resources } from "./resources.js"
import { type TurnTaker, takeTurnNow, takeTurnSoon } from "./turns.js"
import { MountViewSocket, ViewSocket } from "./view-socket.js"
import type { SocketHost, ViewState } from "./view-state.js"
import { ViewTree } from "./view-tree.js"

export type { ErrorContext } from "./crash.js"
export type { CloseReason } from "./definition.js"
export type { Effects, Frame } from "./effects.js"
export type { ProcessOptions, ProcessOutput, ProcessServices, Started } from "./process-options.js"

/** How long a running callback may hold up `terminate`. */
const PATIENCE = 10_000

/** One view instance. */
export class ViewProcess implements TurnTaker, SocketHost {
  readonly #definition: ViewDefinition
  readonly #tree: ViewTree
  readonly #services: ProcessServices
  readonly #output: ProcessOutput | undefined
  readonly #state: ViewState
  readonly #mailbox: Mailbox = new Mailbox()
  /** What only `mount` needs; forgotten when the view has started. */
  #origin: Origin | undefined
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
  /** The page shows a tree that is older than the assigns: a template did not compile while it was edited. */
  #isBehind = false
  /** The last of the infos whose changes are shown in one render. */
  #lastOfBatch: Message | undefined
  /** The event being handled, until it is replied to. */
  #unanswered: EventMessage | undefined
  /** Settles when the asynchronous callback that runs now is done. Never rejects. */
  #running: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor(options: ProcessOptions) {
    const { definition, connected, services } = options
    this.#definition = definition
    this.#tree = new ViewTree(options.renderer, connected ? (options.templates ?? new TemplateTable()) : undefined)
    this.#services = services
    this.#output = options.output
    this.#origin = options
    this.#state = {
      view: definition.name,
      id: options.id,
      connected,
      connectParams: options.connectParams ?? NO_PARAMS,
      development: services.development,
      takesInfos: definition.handleInfo !== undefined,
      assigns: undefined,
      effects: undefined,
      running: false,
      closed: false,
    }
  }

  get id(): string {
    return this.#state.id
  }

  /** The view's name. */
  get view(): string {
    return this.#state.view
  }

  /** True from the moment `close` was called, or a callback threw. */
  get closed(): boolean {
    return this.#state.closed
  }

  /** The tree of the last render. */
  get rendered(): Rendered {
    return this.#tree.rendered
  }

  /**
   * Mounts and renders. Messages that come meanwhile wait; they are handled from the next turn of the event loop on, so
   * what the caller does when this resolves goes out first. Rejects with what `mount` or the render threw; if the view
   * is connected, that has been logged then, and the view has ended.
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
      await this.#tree.render(this.#state, undefined)
      this.#assertOpen()
    } catch (error) {
      throw this.#startFailed(error, "render")
    }
    const effects = this.#state.effects
    this.#state.effects = undefined
    for (const timer of effects?.timers ?? []) this.#held().startTimer(timer)
    this.#live = true
    if (!this.#mailbox.isEmpty) this.#wake(false)
    return { kind: "rendered", rendered: this.rendered, effects: effectsOf(effects) }
  }

  /**
   * Handles an event; resolves with what it changed. Problems (an unknown event, an exception, a view that has ended)
   * come as `extras.x`. When not connected it rejects with an exception instead, for the host's error handling.
   */
  event(name: string, payload: unknown): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const fail = this.#state.connected ? undefined : reject
      this.#accept(
        name,
        payload,
        (frame) => {
          this.#pausing = true
          resolve(frame)
        },
        fail,
      )
    })
  }

  /** Like {@link event}, and cheaper: `reply` is called as soon as the frame is there, before anything else is pushed. */
  dispatch(name: string, payload: unknown, reply: (frame: Frame) => void): void {
    this.#accept(name, payload, reply, undefined)
  }

  /** Hands a message to `handleInfo`. It is handled soon, together with what else comes until then. */
  info(message: unknown, interval?: Interval): void {
    const { closed, takesInfos, view, id } = this.#state
    if (closed) return
    if (!takesInfos) {
      // Only `live.send` can come here: sockets refuse to subscribe. The view is not to blame, so it goes on.
      const { message: text, code } = new LiveError("LV_NO_HANDLE_INFO", { view, what: "`live.send`" })
      this.#services.logger.error(text, { view, id, code })
      return
    }
    this.#mailbox.put({ kind: "info", message, interval, next: undefined })
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
   * Resolves when that is done; never rejects.
   */
  close(reason: CloseReason): Promise<void> {
    this.#closing ??= this.#end(reason)
    return this.#closing
  }

  /** For sockets. */
  subscribe(topic: string): void {
    if (!this.#state.closed) this.#held().subscribe(topic)
  }

  /** For sockets. */
  unsubscribe(topic: string): void {
    this.#resources?.unsubscribe(topic)
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
      const mounting = this.#callMount()
      // Whoever closes the view meanwhile waits for this.
      this.#running = mounting.then(NOTHING, NOTHING)
      const mounted = await mounting
      if (isRedirect(mounted)) return mounted["~redirect"]
      state.assigns = assignsFrom(mounted, state.view)
      this.#socket = new ViewSocket(state, this)
      return undefined
    } catch (error) {
      throw this.#startFailed(error, "mount")
    } finally {
      state.running = false
      this.#running = undefined
    }
  }

  async #callMount(): Promise<unknown> {
    const { params, session, held = NO_PARAMS } = this.#origin as Origin
    this.#origin = undefined
    const { view, id, connected } = this.#state
    const socket = new MountViewSocket(this.#state, this, held)
    if (!isTraced(spans.mount)) return this.#definition.mount(params, session, socket)
    return traced(spans.mount, { view, id, connected, params }, () => this.#definition.mount(params, session, socket))
  }

  /** Returns the error. The host handles what happens in its own request; nobody else would know of the others. */
  #startFailed(error: unknown, callback: string): unknown {
    const isReported = this.#state.connected && !isLiveError(error, "LV_VIEW_CLOSED")
    if (isReported) reportCrash(error, this.#context(callback), this.#services)
    void this.close("crash")
    return error
  }

  #assertOpen(): void {
    if (this.#state.closed) throw new LiveError("LV_VIEW_CLOSED", { view: this.#state.view })
  }

  #accept(name: string, payload: unknown, reply: EventMessage["reply"], fail: EventMessage["fail"]): void {
    const message: EventMessage = { kind: "event", name, payload, reply, fail, next: undefined }
    if (this.#state.closed) {
      this.#refuse(message)
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
    else {
      // Those that wait now make one render. Not those that come later too: it might never be time to render.
      this.#lastOfBatch ??= this.#mailbox.lastOfRun("info") ?? message
      if (message.interval !== undefined) message.interval.waiting = false
    }
    this.#state.running = true
    try {
      const result = message.kind === "event" ? this.#callEvent(message) : this.#callInfo(message)
      if (!isThenable(result)) return this.#handled(message, result)
      this.#running = this.#wait(result, message)
      return false
    } catch (error) {
      this.#crash(error, callbackOf(message, this.#definition), message)
      return true
    }
  }

  /** Goes on with a message when its callback's promise settles. */
  async #wait(result: PromiseLike<unknown>, message: EventMessage | InfoMessage): Promise<void> {
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

  #callEvent({ name, payload }: EventMessage): unknown {
    if (!isTraced(spans.event)) return this.#runEvent(name, payload)
    const { view, id } = this.#state
    return traced(spans.event, { view, id, event: name, params: payload }, () => this.#runEvent(name, payload))
  }

  #runEvent(event: string, payload: unknown): unknown {
    const { name: view, events, handleEvent } = this.#definition
    const handler = events.get(event)
    if (typeof handler === "function") return handler(asParams(payload), this.#socket)
    if (handler !== undefined) return runChecked(handler, { view, event, params: payload }, this.#socket)
    if (handleEvent !== undefined) return handleEvent(event, asParams(payload), this.#socket)
    return new Refusal(new LiveError("LV_UNKNOWN_EVENT", { view, event, known: [...events.keys()] }))
  }

  #callInfo({ message }: InfoMessage): unknown {
    const { handleInfo } = this.#definition
    if (!isTraced(spans.info)) return handleInfo?.(message, this.#socket)
    const { view, id } = this.#state
    return traced(spans.info, { view, id, message }, () => handleInfo?.(message, this.#socket))
  }

  /** A callback is done: renders what changed. Returns false if that goes on later. */
  #handled(message: Message, result: unknown): boolean {
    const state = this.#state
    state.running = false
    // Closed meanwhile, perhaps by this very callback: whoever waited for an answer has had one.
    if (state.closed) return true
    if (message.kind === "info" && message !== this.#lastOfBatch) return true
    this.#lastOfBatch = undefined
    const changes = takeChanges(state.assigns as AssignsState)
    try {
      const isWhole = message.kind === "reload" || (this.#isBehind && changes !== undefined)
      const isDue = isWhole || changes !== undefined
      const changed = isDue ? this.#tree.render(state, isWhole ? undefined : changes) : null
      if (!isThenable(changed)) {
        this.#deliver(message, changed, result)
        return true
      }
      void this.#deliverLater(message, changed, result)
      return false
    } catch (error) {
      this.#renderFailed(error, message, result)
      return true
    }
  }

  async #deliverLater(message: Message, changed: PromiseLike<WireDiff | null>, result: unknown): Promise<void> {
    try {
      const difference = await changed
      if (this.#state.closed) return
      this.#deliver(message, difference, result)
    } catch (error) {
      this.#renderFailed(error, message, result)
    }
    this.#rest()
  }

  /** While templates are being edited the page keeps its last good state; else a render that throws ends the view. */
  #renderFailed(error: unknown, message: Message, result: unknown): void {
    const { view, id, development, connected, closed } = this.#state
    const isEdited = message.kind === "reload" || this.#isBehind || isTemplateError(error)
    if (closed || !development || !connected || !isEdited) return this.#crash(error, "render", message)
    this.#isBehind = true
    const text = `The template of the view "${view}" failed; the page keeps what it shows.`
    this.#services.logger.error(text, { view, id, error })
    this.#deliver(message, null, result, problemOf(error, { view, development }))
  }

  /** Performs the effects and sends what changed. */
  #deliver(message: Message, changed: WireDiff | null, result: unknown, problem?: Problem): void {
    const state = this.#state
    const { effects } = state
    state.effects = undefined
    for (const timer of effects?.timers ?? []) this.#held().startTimer(timer)
    const templates = this.#tree.table?.takeAdded()
    const refused = result instanceof Refusal ? this.#word(result.error) : undefined
    const reply = message.kind === "event" && refused === undefined ? result : undefined
    const told = refused ?? problem
    let extras = extrasOf(effects, templates, reply)
    if (told !== undefined) extras = { ...extras, x: told }
    else if (this.#isBehind && (message.kind === "reload" || changed !== null)) {
      this.#isBehind = false
      extras = { ...extras, o: 1 }
    }
    try {
      if (message.kind === "event") {
        this.#unanswered = undefined
        message.reply(frameOf(changed, extras))
      } else if (changed !== null || extras !== undefined) this.#output?.push(frameOf(changed, extras))
    } catch (error) {
      // A reply or a payload that cannot be written as JSON: the view's own doing.
      this.#crash(error, callbackOf(message, this.#definition), message)
    }
  }

  /** Words a refusal for the client, and tells a developer. */
  #word(error: LiveError): Problem {
    const { view, development, id } = this.#state
    this.#services.logger[development ? "warn" : "debug"](error.message, { view, id, code: error.code })
    return refusalOf(error, { view, development })
  }

  #crash(error: unknown, callback: string, message: Message): void {
    const { view, development, closed, connected } = this.#state
    this.#state.running = false
    reportCrash(error, this.#context(callback, message), this.#services)
    if (closed) return
    const problem = problemOf(error, { view, development })
    const event = this.#unanswered ?? (message.kind === "event" ? message : undefined)
    this.#unanswered = undefined
    if (event?.fail !== undefined) event.fail(error)
    else event?.reply({ diff: null, extras: { x: problem } })
    void this.close("crash")
    // Not before a reply that a promise brings.
    if (connected) setImmediate(() => this.#output?.exit(problem))
  }

  async #end(reason: CloseReason): Promise<void> {
    const state = this.#state
    state.closed = true
    this.#resources?.release()
    this.#resources = undefined
    if (this.#unanswered !== undefined) this.#refuse(this.#unanswered)
    this.#unanswered = undefined
    for (let message = this.#mailbox.take(); message !== undefined; message = this.#mailbox.take()) {
      if (message.kind === "event") this.#refuse(message)
    }
    // Closed from within a callback: that one returns first.
    if (state.running) await Promise.resolve()
    if (this.#running !== undefined) await this.#patiently(this.#running)
    // A `mount` that takes longer still: what it returns must be cleaned up all the same, but nobody waits for that.
    if (this.#running !== undefined && state.assigns === undefined) {
      void this.#running.then(() => this.#terminate(reason))
    } else await this.#terminate(reason)
  }

  async #terminate(reason: CloseReason): Promise<void> {
    const { connected, assigns } = this.#state
    const { terminate } = this.#definition
    // Without assigns there is nothing to clean up: `mount` did not return.
    if (terminate === undefined || !connected || assigns === undefined) return
    try {
      await terminate(reason, this.#socket)
    } catch (error) {
      reportCrash(error, this.#context("terminate"), this.#services)
    }
  }

  /** Waits for a callback, but not for ever. */
  #patiently(running: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#services.clock.after(PATIENCE, resolve)
      void running.then(() => {
        cancel()
        resolve()
      })
    })
  }

  /** Answers an event that came too late. */
  #refuse({ reply, fail }: EventMessage): void {
    const { view, development } = this.#state
    const error = new LiveError("LV_VIEW_CLOSED", { view })
    if (fail === undefined) reply({ diff: null, extras: { x: refusalOf(error, { view, development }) } })
    else fail(error)
  }

  #context(callback: string, message?: Message): ErrorContext {
    const { view, id } = this.#state
    return { view, id, callback, ...(message?.kind === "event" ? { event: message.name } : {}) }
  }

  /** Subscriptions and timers; most views have none. */
  #held(): Resources {
    const { pubsub, clock } = this.#services
    this.#resources ??= new Resources(pubsub, clock, (message, interval) => this.info(message, interval))
    return this.#resources
  }
}

type Origin = Pick<ProcessOptions, "params" | "session" | "held">

const NO_PARAMS: Readonly<Record<string, unknown>> = {}
const NOTHING = (): void => {}
