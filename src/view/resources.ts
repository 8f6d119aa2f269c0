/** What a view holds that must end with it: subscriptions and timers. Made when the first of them is. */

import type { Unsubscribe } from "../pubsub/bus.js"
import type { PubSub } from "../pubsub/pubsub.js"
import type { CancelTimer, Clock } from "../util/clock.js"
import type { TimerRequest } from "./effects.js"
import type { Interval } from "./mailbox.js"

/** Where messages of topics and timers go. */
export type Deliver = (message: unknown, interval?: Interval) => void

/** The subscriptions and timers of one view. */
export class Resources {
  readonly #pubsub: PubSub
  readonly #clock: Clock
  readonly #deliver: Deliver
  #topics: Map<string, Unsubscribe> | undefined
  #timers: Set<CancelTimer> | undefined

  constructor(pubsub: PubSub, clock: Clock, deliver: Deliver) {
    this.#pubsub = pubsub
    this.#clock = clock
    this.#deliver = deliver
  }

  /** A topic subscribed to already stays subscribed once. */
  subscribe(name: string): void {
    this.#topics ??= new Map()
    if (this.#topics.has(name)) return
    this.#topics.set(
      name,
      this.#pubsub.listen(name, (message) => this.#deliver(message)),
    )
  }

  unsubscribe(name: string): void {
    this.#topics?.get(name)?.()
    this.#topics?.delete(name)
  }

  startTimer({ kind, ms, message }: TimerRequest): void {
    this.#timers ??= new Set()
    const timers = this.#timers
    if (kind === "after") {
      const cancel = this.#clock.after(ms, () => {
        timers.delete(cancel)
        this.#deliver(message)
      })
      timers.add(cancel)
      return
    }
    const interval: Interval = { waiting: false }
    timers.add(
      this.#clock.every(ms, () => {
        // A view slower than its interval would gather ticks without end.
        if (interval.waiting) return
        interval.waiting = true
        this.#deliver(message, interval)
      }),
    )
  }

  release(): void {
    for (const unsubscribe of this.#topics?.values() ?? []) unsubscribe()
    for (const cancel of this.#timers ?? []) cancel()
    this.#topics = undefined
    this.#timers = undefined
  }
}
