/** What a view holds that must end with it: subscriptions, timers and tasks. Made when the first of them is. */

import type { AsyncOutcome, AsyncTask } from "../../async/async-result.js"
import { type OutcomeHandler, type RunningTask, RunningTasks } from "../../async/running-tasks.js"
import { currentHops } from "../../pubsub/between/hops.js"
import type { Unsubscribe } from "../../pubsub/bus.js"
import type { PubSub } from "../../pubsub/pubsub.js"
import type { KeyOf } from "../../pubsub/topic.js"
import type { ViewContext } from "../../telemetry/channels.js"
import type { Logger } from "../../telemetry/logger.js"
import type { CancelTimer, Clock } from "../../util/clock.js"
import type { Interval } from "../messages/mailbox.js"
import type { KeyedPlace } from "../messages/newest-by-key.js"
import { newestListener } from "./newest-listener.js"
import { type TimerRequest, Timers } from "./timers.js"

/** Whom they serve. */
export interface ResourceOwner {
  /** Takes messages of topics and timers. */
  info(message: unknown, interval: Interval | undefined, hops: number, place?: KeyedPlace): void
  /** Broadcasts on these topics may have been missed. */
  missed(topics: readonly string[]): void
  /** Takes a task whose outcome is there. */
  taskDone(task: RunningTask): void
}

/** What they are made with. */
export interface ResourceServices {
  readonly pubsub: PubSub
  readonly clock: Clock
  readonly logger: Logger
}

/** Milliseconds that a first render waits for subscriptions which other processes have not heard of yet. */
const CONFIRMATION = 1_000

/** Milliseconds within which the views of a process go after a gap: else all would ask the database at once. */
const SPREAD = 1_000

/** The subscriptions, timers and tasks of one view. */
export class Resources {
  readonly #owner: ResourceOwner
  readonly #services: ResourceServices
  readonly #context: ViewContext
  #topics: Map<string, Unsubscribe> | undefined
  #timers: Timers | undefined
  #tasks: RunningTasks | undefined
  /** Topics with a gap that the view has not been told of yet. */
  #missed: Set<string> | undefined
  #cancelMissed: CancelTimer | undefined

  constructor(owner: ResourceOwner, services: ResourceServices, context: ViewContext) {
    this.#owner = owner
    this.#services = services
    this.#context = context
  }

  /**
   * A topic subscribed to already stays subscribed once.
   *
   * @param keyOf - What its messages are about, where the newest alone counts.
   */
  subscribe(name: string, keyOf: KeyOf | undefined): void {
    this.#topics ??= new Map()
    if (this.#topics.has(name)) return
    const listener =
      keyOf === undefined
        ? (message: unknown) => this.#owner.info(message, undefined, currentHops())
        : newestListener(name, keyOf, this.#owner, this.#services.logger)
    const gap = (): void => this.#gap(name)
    this.#topics.set(name, this.#services.pubsub.listen(name, listener, { owner: this.#context, gap }))
  }

  unsubscribe(name: string): void {
    this.#topics?.get(name)?.()
    this.#topics?.delete(name)
  }

  /**
   * Resolves when other processes' broadcasts are heard, or after a second: of those that are heard later only, some may have been missed
   * until then. Undefined: there is nothing to wait for.
   */
  confirmed(): Promise<void> | undefined {
    const waiting = Array.from(this.#topics ?? []).filter(([, { confirmed }]) => confirmed !== undefined)
    if (waiting.length === 0) return undefined
    return new Promise((resolve) => {
      let isLate = false
      const cancel = this.#services.clock.after(CONFIRMATION, () => {
        isLate = true
        resolve()
      })
      const heard = waiting.map(async ([topic, subscription]) => {
        await subscription.confirmed
        if (isLate && this.#topics?.get(topic) === subscription) this.#gap(topic)
      })
      void Promise.all(heard).then(() => {
        cancel()
        resolve()
      })
    })
  }

  requestTimer(timer: TimerRequest): void {
    // A timer is the view's own, whatever it was handling when it asked for it.
    this.#timers ??= new Timers(this.#services.clock, (message, interval) => this.#owner.info(message, interval, 0))
    this.#timers.request(timer)
  }

  /** Starts the timers that were asked for. */
  startTimers(): void {
    this.#timers?.start()
  }

  startTask(name: string, task: AsyncTask<unknown>, handler: OutcomeHandler): void {
    this.#tasks ??= new RunningTasks(this.#context, this.#services.logger, (done) => this.#owner.taskDone(done))
    this.#tasks.start(name, task, handler)
  }

  cancelTask(name: string, reason: unknown): void {
    this.#tasks?.cancel(name, reason)
  }

  /** Takes the outcome of a task; undefined if nobody waits for it any more. */
  takeOutcome(task: RunningTask): AsyncOutcome<unknown> | undefined {
    return this.#tasks?.take(task)
  }

  release(): void {
    this.#tasks?.release()
    for (const unsubscribe of this.#topics?.values() ?? []) unsubscribe()
    this.#timers?.release()
    this.#cancelMissed?.()
    this.#cancelMissed = undefined
    this.#missed = undefined
    this.#topics = undefined
    this.#timers = undefined
  }

  #gap(topic: string): void {
    this.#missed ??= new Set()
    this.#missed.add(topic)
    this.#cancelMissed ??= this.#services.clock.after(Math.random() * SPREAD, () => {
      const topics = [...(this.#missed ?? [])]
      this.#missed = undefined
      this.#cancelMissed = undefined
      this.#owner.missed(topics)
    })
  }
}
