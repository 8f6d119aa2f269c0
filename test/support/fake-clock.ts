/** A clock that stands still until the test moves it on. */

import type { CancelTimer, Clock } from "../../src/util/clock.js"

interface Timer {
  at: number
  readonly every: number | undefined
  readonly run: () => void
}

export class FakeClock implements Clock {
  #now: number
  readonly #timers = new Set<Timer>()

  constructor(now = 0) {
    this.#now = now
  }

  /** How many timers are waiting. */
  get waiting(): number {
    return this.#timers.size
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): CancelTimer {
    return this.#start({ at: this.#now + ms, every: undefined, run })
  }

  every(ms: number, run: () => void): CancelTimer {
    return this.#start({ at: this.#now + ms, every: ms, run })
  }

  /** Lets time pass: runs what is due, in the order in which it is due. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (let due = this.#nextDue(end); due !== undefined; due = this.#nextDue(end)) {
      this.#now = due.at
      if (due.every === undefined) this.#timers.delete(due)
      else due.at += due.every
      due.run()
    }
    this.#now = end
  }

  #start(timer: Timer): CancelTimer {
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  #nextDue(end: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer
    }
    return next
  }
}
