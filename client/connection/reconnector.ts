/**
 * Decides when a lost connection is tried again: exponential back-off with jitter, at once when the page comes to the
 * front or the network returns.
 */

/** Delay before the first attempt, in ms. */
const SHORTEST = 100
const LONGEST = 10_000

/** Each delay by the one before: so nobody waits for a server that is back longer than half the time it was away. */
const GROWTH = 1.5

/** A connection that broke sooner than this has not proved itself: the back-off goes on. */
const PROVEN = 5_000

/** What a {@link Reconnector} needs of its owner. */
export interface ReconnectorDelegate {
  readonly isHidden: boolean
  tryToConnect(): void
}

export class Reconnector {
  readonly #delegate: ReconnectorDelegate
  #attempts = 0
  #openedAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(delegate: ReconnectorDelegate) {
    this.#delegate = delegate
  }

  connectionOpened(): void {
    this.stop()
    this.#openedAt = Date.now()
  }

  connectionLost(): void {
    if (this.#openedAt > 0 && Date.now() - this.#openedAt > PROVEN) this.#attempts = 0
    this.#openedAt = 0
    const delay = backOff(this.#attempts++, SHORTEST, LONGEST, GROWTH)
    // Pages nobody looks at stay out of the crowd after a restart.
    this.#timer ??= setTimeout(() => this.now(), this.#delegate.isHidden ? LONGEST + delay : delay)
  }

  /** Tries at once, and forgets the planned attempt. */
  now(): void {
    this.stop()
    this.#delegate.tryToConnect()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

/**
 * Delay in ms before attempt number `attempt` (from 0): `growth` times that before the last one, at most `longest`, minus
 * up to half by chance.
 */
export function backOff(attempt: number, shortest: number, longest: number, growth: number): number {
  return Math.min(longest, shortest * growth ** attempt) * (1 - Math.random() / 2)
}
