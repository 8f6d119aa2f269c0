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
import type { Problem } from "../protocol/frames.js"
import { currentHops } from "../pubsub/between/hops.js"
import { isThenable } from "../util/thenable.js"
import type { CloseReason } from "../view/definition.js"
import { callbackOf } from "./crash.js"
import type { FrameMaker } from "./frame-maker.js"
import { type InfoLimit, MOST_INFOS, overwhelmed } from "./info-limit.js"
import { Batch } from "./messages/batch.js"
import { type ClientMessage, type Interval, isBatched, isClients, Mailbox, type Message } from "./messages/mailbox.js"
import type { KeyedPlace } from "./messages/newest-by-key.js"
import { type TurnTaker, takeTurnNow, takeTurnSoon } from "./messages/turns.js"
import type { Client } from "./output/client.js"
import type { Frame } from "./output/frame.js"
import { type ProcessState, Step } from "./process-state.js"
import type { ResourceOwner } from "./resources/resources.js"
import type { Unit } from "./unit/unit.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** Whose messages these are. */
export interface LoopOwner {
  readonly facts: ProcessFacts
  /** A callback has returned. */
  callbackDone(): void
  /** User code has thrown. */
  crashed(error: unknown, callback: string, message: Message): void
  /** Ends it, and has its client told why. */
  close(reason: CloseReason, problem: Problem): unknown
}

/** What a loop works on. */
export interface LoopParts {
  readonly state: ProcessState
  readonly unit: Unit
  readonly frames: FrameMaker
  readonly client: Client
  /** What all loops share. */
  readonly services: Partial<InfoLimit>
}

export class MessageLoop implements TurnTaker, ResourceOwner {
  readonly #owner: LoopOwner
  readonly #state: ProcessState
  readonly #unit: Unit
  readonly #frames: FrameMaker
  readonly #client: Client
  readonly #services: Partial<InfoLimit>
  readonly #mailbox: Mailbox = new Mailbox()
  /** The infos and outcomes that are being handled, whose changes are shown in one render. */
  #batch: Batch | undefined
  /** The client's message being handled, until it is replied to. */
  #unanswered: ClientMessage | undefined
  /** Settles when the asynchronous callback that runs now is done. Never rejects. */
  #running: Promise<void> | undefined

  constructor(owner: LoopOwner, { state, unit, frames, client, services }: LoopParts) {
    this.#owner = owner
    this.#state = state
    this.#unit = unit
    this.#frames = frames
    this.#client = client
    this.#services = services
  }

  /** Settles when the asynchronous callback that runs now is done, and never rejects; undefined if none runs. */
  get running(): Promise<void> | undefined {
    return this.#running
  }

  /** About how many bytes the events that wait bring, or something above `most`. */
  roughSize(most: number): number {
    return this.#mailbox.roughSize(most)
  }

  /** Has what the client has sent handled at once, if nothing stands before it. */
  sent(message: ClientMessage): void {
    this.#mailbox.put(message)
    this.#wake(true)
  }

  /**
   * Has a message for `handleInfo` handled soon, together with what else comes until then.
   *
   * @param hops - Of whoever sends it.
   */
  info(message: unknown, interval?: Interval, hops: number = currentHops(), place?: KeyedPlace): void {
    const { infosWaiting = MOST_INFOS } = this.#services
    if (this.#mailbox.infos < infosWaiting) this.#put({ kind: "info", message, interval, hops, place, next: undefined })
    else this.#tooMany(infosWaiting)
  }

  /** Broadcasts on these topics may have been missed. */
  missed(topics: readonly string[]): void {
    this.#put({ kind: "gap", topics, next: undefined })
  }

  /** A task's outcome is there. */
  taskDone(task: RunningTask): void {
    this.#put({ kind: "async", task, hops: currentHops(), next: undefined })
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

  /** Takes the client's message that waits for its reply: it will have no other than the one who takes it gives. */
  takeUnanswered(): ClientMessage | undefined {
    const event = this.#unanswered
    this.#unanswered = undefined
    return event
  }

  /** Takes all that waits, for the end. Returns what the client sent of it: nobody will handle that, and it waits for a reply. */
  takeSent(): readonly ClientMessage[] {
    const unanswered = this.takeUnanswered()
    const sent = unanswered === undefined ? [] : [unanswered]
    for (let message = this.#mailbox.take(); message !== undefined; message = this.#mailbox.take()) {
      if (isClients(message)) sent.push(message)
    }
    return sent
  }

  /** For the loop that shares turns out. */
  takeTurn(until: number): void {
    // It may have ended since it asked.
    if (this.#state.step !== Step.due) return
    for (let message = this.#mailbox.take(); message !== undefined; message = this.#mailbox.take()) {
      // An asynchronous callback goes on by itself.
      if (!this.#handle(message)) return
      if (message.kind === "event" && message.asker.isAwaited) break
      if (!this.#mailbox.isEmpty && performance.now() >= until) break
    }
    this.#goOn()
  }

  /** What is not handled is missing in what the view shows: it begins anew, with all that is there by then. */
  #tooMany(limit: number): void {
    void this.#owner.close("crash", overwhelmed(this.#owner.facts, limit))
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
    if (message.kind === "flush" || message.kind === "reload" || isLate(message))
      return this.#called(message, undefined)
    if (isClients(message)) this.#unanswered = message
    else if (isBatched(message)) this.#batch ??= new Batch(this.#mailbox.lastOfBatch() ?? message)
    // Not before: what waited until now would be told to a page that knows nothing of the view yet.
    if (message.kind === "connect") this.#client.attach(message.output)
    this.#state.to(Step.calling)
    try {
      return this.#called(message, this.#unit.call(message))
    } catch (error) {
      this.#failed(error, message)
      return true
    }
  }

  /** A callback has returned, or there was none to call. Returns false if the message's handling goes on later. */
  #called(message: Message, result: unknown): boolean {
    if (!isThenable(result) && !this.#unit.wantsOn) return this.#handled(message, result)
    // Where none was called, and the view wants on: `handleParams` is.
    if (!this.#state.isCalling && !this.#state.isEnded) this.#state.to(Step.calling)
    this.#running = this.#wait(result, message)
    return false
  }

  /** Goes on with a message when its callback's promise settles, and the view is where it wants to be. */
  async #wait(result: unknown, message: Message): Promise<void> {
    const batch = isBatched(message) ? this.#batch : undefined
    batch?.waits()
    let value: unknown
    try {
      value = await result
      if (this.#unit.wantsOn) value = (await this.#unit.goOn()) ?? value
    } catch (error) {
      this.#running = undefined
      return this.#failed(error, message)
    }
    this.#running = undefined
    batch?.waited(message)
    if (this.#handled(message, value)) this.#goOn()
  }

  /** A callback is done: renders what changed. Returns false if that goes on later. */
  #handled(message: Message, result: unknown): boolean {
    // Closed meanwhile, perhaps by this very callback: whoever waited for an answer has had one.
    if (this.#state.isEnded) return true
    if (isBatched(message) && this.#batch?.endsWith(message) !== true) return true
    this.#batch = undefined
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
      if (isClients(message)) {
        this.#unanswered = undefined
        message.asker.answer(message.number, frame)
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

/** True if a client has left before it was its turn. */
function isLate(message: Message): boolean {
  return message.kind === "connect" && message.arrival.by?.isVacant === true
}
