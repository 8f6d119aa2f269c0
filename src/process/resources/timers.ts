/** The timers of one view. They start when the callback that asked for them is done, and end with the view. */

import type { CancelTimer, Clock } from "../../util/clock.js"
import type { Interval } from "../messages/mailbox.js"

/** A timer to be started. */
export interface TimerRequest {
  readonly kind: "after" | "every"
  readonly ms: number
  readonly message: unknown
}

/** Takes a timer's message. */
type Deliver = (message: unknown, interval?: Interval) => void

export class Timers {
  readonly #clock: Clock
  readonly #deliver: Deliver
  readonly #running: Set<CancelTimer> = new Set()
  #requested: TimerRequest[] = []

  constructor(clock: Clock, deliver: Deliver) {
    this.#clock = clock
    this.#deliver = deliver
  }

  request(timer: TimerRequest): void {
    this.#requested.push(timer)
  }

  /** Starts what was asked for. */
  start(): void {
    if (this.#requested.length === 0) return
    for (const { kind, ms, message } of this.#requested) {
      if (kind === "after") this.#after(ms, message)
      else this.#every(ms, message)
    }
    this.#requested = []
  }

  release(): void {
    for (const cancel of this.#running) cancel()
    this.#running.clear()
    this.#requested = []
  }

  #after(ms: number, message: unknown): void {
    const cancel = this.#clock.after(ms, () => {
      this.#running.delete(cancel)
      this.#deliver(message)
    })
    this.#running.add(cancel)
  }

  #every(ms: number, message: unknown): void {
    const interval: Interval = { waiting: false }
    this.#running.add(
      this.#clock.every(ms, () => {
        // A view slower than its interval would gather ticks without end.
        if (interval.waiting) return
        interval.waiting = true
        this.#deliver(message, interval)
      }),
    )
  }
}
