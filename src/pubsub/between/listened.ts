/** A topic that this process listens to: whether the engine has confirmed it, and what has to be told of gaps. */

import type { CancelTimer, Clock } from "../../util/clock.js"
import { Arrivals } from "./arrivals.js"
import type { Carrier } from "./carrier.js"
import type { DropReason, Envelope } from "./envelope.js"

/** What a {@link Listened} needs. */
export interface ListenedParts {
  readonly carrier: Carrier
  readonly clock: Clock
  readonly deliver: (envelope: Envelope) => void
  readonly dropped: (reason: DropReason) => void
  readonly failed: (error: unknown) => void
}

/** One subscription of those of this process. */
export interface GapListener {
  readonly gap: (() => void) | undefined
}

/** Milliseconds until a subscription that was refused is asked for again; doubled each time. */
const SHORTEST = 1_000
const LONGEST = 60_000

export class Listened {
  readonly arrivals: Arrivals
  /** Resolves when the engine has confirmed for the first time. */
  readonly confirmed: Promise<void>
  readonly #topic: string
  readonly #parts: ListenedParts
  readonly #subscriptions = new Set<GapListener>()
  #confirm: () => void = () => {}
  #wasConfirmed = false
  /** Counts attempts: an answer to an earlier one is late. */
  #attempt = 0
  #failures = 0
  #retry: CancelTimer | undefined

  constructor(topic: string, parts: ListenedParts) {
    this.#topic = topic
    this.#parts = parts
    this.arrivals = new Arrivals(
      { deliver: parts.deliver, missed: () => this.#gap(), duplicate: () => parts.dropped("duplicate") },
      parts.clock,
      parts.carrier.ordered,
    )
    this.confirmed = new Promise((resolve) => {
      this.#confirm = resolve
    })
  }

  add(gap: (() => void) | undefined): GapListener {
    const subscription = { gap }
    this.#subscriptions.add(subscription)
    return subscription
  }

  /** True when it was the last one. */
  remove(subscription: GapListener): boolean {
    return this.#subscriptions.delete(subscription) && this.#subscriptions.size === 0
  }

  /** Asks the engine for the topic: for the first time, or again on a new connection. */
  listen(): void {
    const attempt = this.#begin()
    this.#parts.carrier.listen(this.#topic).then(
      () => {
        if (attempt === this.#attempt) this.#listening()
      },
      (error: unknown) => {
        if (attempt === this.#attempt) this.#refused(error)
      },
    )
  }

  /** The connection is gone: what comes next need not follow what came last. */
  lost(): void {
    this.#begin()
    this.arrivals.clear()
  }

  /** Nobody listens any more. Who still waits for a confirmation need not. */
  end(): void {
    this.lost()
    this.#confirm()
  }

  #begin(): number {
    this.#retry?.()
    this.#retry = undefined
    return ++this.#attempt
  }

  #listening(): void {
    this.#failures = 0
    if (this.#wasConfirmed) this.#gap()
    this.#wasConfirmed = true
    this.#confirm()
  }

  #refused(error: unknown): void {
    if (this.#failures === 0) this.#parts.failed(error)
    const delay = Math.min(SHORTEST * 2 ** this.#failures, LONGEST)
    this.#failures += 1
    this.#retry = this.#parts.clock.after(delay, () => this.listen())
  }

  #gap(): void {
    for (const { gap } of Array.from(this.#subscriptions)) gap?.()
  }
}
