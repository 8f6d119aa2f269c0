/**
 * Handles the messages of one process, one at a time, in order, also across the `await`s of user code.
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
import { isThenable } from "../util/thenable.js"
import { callbackOf } from "./crash.js"
import type { FrameMaker } from "./frame-maker.js"
import { type EventMessage, type Interval, isBatched, Mailbox, type Message } from "./messages/mailbox.js"
import { type TurnTaker, takeTurnNow, takeTurnSoon } from "./messages/turns.js"
import type { Client } from "./output/client.js"
import type { Frame } from "./output/frame.js"
import { type ProcessState, Step } from "./process-state.js"
import type { ResourceOwner } from "./resources/resources.js"
import type { Unit } from "./unit/unit.js"

/** Whose messages these are. */
export interface LoopOwner {
  /** A callback has returned. */
  callbackDone(): void
  /** User code has thrown. */
  crashed(error: unknown, callback: string, message: Message): void
}

/** What a loop works on. */
export interface LoopParts {
  readonly state: ProcessState
  readonly unit: Unit
  readonly frames: FrameMaker
  readonly client: Client
}

export class MessageLoop implements TurnTaker, ResourceOwner {
  readonly #owner: LoopOwner
  readonly #state: ProcessState
  readonly #unit: Unit
  readonly #frames: FrameMaker
  readonly #client: Client
  readonly #mailbox: Mailbox = new Mailbox()
  /** The last of the infos and outcomes whose changes are shown in one render. */
  #lastOfBatch: Message | undefined
  /** The event being handled, until it is replied to. */
  #unanswered: EventMessage | undefined
  /** Settles when the asynchronous callback that runs now is done. Never rejects. */
  #running: Promise<void> | undefined

  constructor(owner: LoopOwner, { state, unit, frames, client }: LoopParts) {
    this.#owner = owner
    this.#state = state
    this.#unit = unit
    this.#frames = frames
    this.#client = client
  }

  /** Settles when the asynchronous callback that runs now is done, and never rejects; undefined if none runs. */
  get running(): Promise<void> | undefined {
    return this.#running
  }

  /** Has an event handled at once, if nothing stands before it. */
  event(message: EventMessage): void {
    this.#mailbox.put(message)
    this.#wake(true)
  }

  /** Has a message for `handleInfo` handled soon, together with what else comes until then. */
  info(message: unknown, interval?: Interval, hops = 0): void {
    this.#put({ kind: "info", message, interval, hops, next: undefined })
  }

  /** Broadcasts on these topics may have been missed. */
  missed(topics: readonly string[]): void {
    this.#put({ kind: "gap", topics, next: undefined })
  }

  /** A task's outcome is there. */
  taskDone(task: RunningTask): void {
    this.#put({ kind: "async", task, next: undefined })
  }

  /** Rows of streams that have been sent are needed again; `ready` is called when they are rendered. */
  restream(ready?: () => void): void {
    this.#unit.loseRows()
    this.#put({ kind: "restream", ready, next: undefined })
  }

  /** The templates have changed. */
  reload(): void {
    this.#put({ kind: "reload", next: undefined })
  }

  /** Has what was assigned while no callback ran shown soon. */
  flush(): void {
    if (this.#state.isEnded) return
    this.#mailbox.putFlush()
    this.#wake(false)
  }

  /** The process is idle now: what waits has a turn. */
  rest(): void {
    this.#state.to(Step.idle)
    if (!this.#mailbox.isEmpty) this.#wake(false)
  }

  /** Takes the event that waits for its reply: it will have no other than the one who takes it gives. */
  takeUnanswered(): EventMessage | undefined {
    const event = this.#unanswered
    this.#unanswered = undefined
    return event
  }

  /** Takes all that waits, for the end. Returns the events in it: nobody will handle them, and each waits for a reply. */
  takeEvents(): readonly EventMessage[] {
    const unanswered = this.takeUnanswered()
    const events = unanswered === undefined ? [] : [unanswered]
    for (let message = this.#mailbox.take(); message !== undefined; message = this.#mailbox.take()) {
      if (message.kind === "event") events.push(message)
    }
    return events
  }

  /** For the loop that shares turns out. */
  takeTurn(until: number): void {
    // It may have ended since it asked.
    if (this.#state.step !== Step.due) return
    for (let message = this.#mailbox.take(); message !== undefined; message = this.#mailbox.take()) {
      // An asynchronous callback goes on by itself.
      if (!this.#handle(message)) return
      if (message.kind === "event" && message.isAwaited) break
      if (!this.#mailbox.isEmpty && performance.now() >= until) break
    }
    this.#goOn()
  }

  #put(message: Message): void {
    if (this.#state.isEnded) return
    this.#mailbox.put(message)
    this.#wake(false)
  }

  /** Asks for a turn, unless one is coming anyway. */
  #wake(now: boolean): void {
    if (this.#state.step !== Step.idle) return
    this.#state.to(Step.due)
    if (now) takeTurnNow(this)
    else takeTurnSoon(this)
  }

  /** Nothing is being handled now. */
  #goOn(): void {
    if (!this.#state.isEnded) this.rest()
  }

  /** Handles a message. Returns false if that goes on later. */
  #handle(message: Message): boolean {
    if (message.kind === "flush" || message.kind === "reload") return this.#handled(message, undefined)
    if (message.kind === "event") this.#unanswered = message
    else if (isBatched(message)) {
      // Those that wait now make one render. Not those that come later too: it might never be time to render.
      this.#lastOfBatch ??= this.#mailbox.lastOfBatch() ?? message
      if (message.kind === "info" && message.interval !== undefined) message.interval.waiting = false
    }
    this.#state.to(Step.calling)
    try {
      const result = this.#unit.call(message)
      if (!isThenable(result)) return this.#handled(message, result)
      this.#running = this.#wait(result, message)
      return false
    } catch (error) {
      this.#failed(error, message)
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
      this.#failed(error, message)
      return
    }
    this.#running = undefined
    if (this.#handled(message, value)) this.#goOn()
  }

  /** A callback is done: renders what changed. Returns false if that goes on later. */
  #handled(message: Message, result: unknown): boolean {
    // Closed meanwhile, perhaps by this very callback: whoever waited for an answer has had one.
    if (this.#state.isEnded) return true
    if (isBatched(message) && message !== this.#lastOfBatch) return true
    this.#lastOfBatch = undefined
    this.#state.to(Step.telling)
    this.#owner.callbackDone()
    try {
      const frame = this.#frames.make(message, result)
      if (frame instanceof Promise) {
        void this.#deliverLater(message, frame)
        return false
      }
      this.#deliver(message, frame)
      return true
    } catch (error) {
      this.#owner.crashed(error, "render", message)
      return true
    }
  }

  async #deliverLater(message: Message, coming: Promise<Frame>): Promise<void> {
    try {
      const frame = await coming
      if (!this.#state.isEnded) this.#deliver(message, frame)
    } catch (error) {
      this.#owner.crashed(error, "render", message)
    }
    this.#goOn()
  }

  /** Replies to an event; tells of all else if there is something to tell. */
  #deliver(message: Message, frame: Frame): void {
    try {
      if (message.kind === "event") {
        this.#unanswered = undefined
        message.reply(frame)
      } else if (frame.diff !== null || frame.extras !== undefined) this.#client.push(frame)
    } catch (error) {
      // A reply or a payload that cannot be written as JSON: the view's own doing.
      this.#failed(error, message)
    }
  }

  #failed(error: unknown, message: Message): void {
    this.#owner.crashed(error, callbackOf(message, this.#unit.definition), message)
  }
}
