/**
 * Which tokens no longer hold, for this process and the others: what it has heard of since it started, and (where the bus
 * has one) what the store knows.
 */

import type { VoidedStore } from "../pubsub/voided-store.js"
import type { Logger } from "../telemetry/logger.js"
import type { CancelTimer, Clock } from "../util/clock.js"
import { inTime, LATE } from "../util/in-time.js"
import { VoidedTokens } from "./voided-tokens.js"

/** What {@link Voids} is made of. */
export interface VoidsParts {
  /** Milliseconds after which a token has expired anyway. */
  readonly maxAge: number
  readonly store: VoidedStore | undefined
  readonly clock: Clock
  readonly logger: Logger
}

/** Milliseconds by which two clocks may differ that go by the same store, and then some. */
const SKEW = 250

/** Milliseconds that a join waits for the store. */
const PATIENCE = 1_000

/**
 * A token as young as this, in ms, is taken when the store cannot be asked: the host's own middleware has just let its
 * browser see the page. An older one is refused, and its page fetches another.
 */
const FRESH = 60_000

/** Milliseconds until the store is told again; doubled each time. */
const SHORTEST = 1_000
const LONGEST = 60_000

export class Voids {
  readonly #parts: VoidsParts
  readonly #heard: VoidedTokens
  readonly #retries = new Set<CancelTimer>()

  constructor(parts: VoidsParts) {
    this.#parts = parts
    this.#heard = new VoidedTokens(parts.maxAge)
  }

  /** The clock that tokens go by. */
  now(): number {
    return this.#parts.store?.now() ?? this.#parts.clock.now()
  }

  /** Voids what was issued for the id up to now, here and in the store. */
  add(identify: string): void {
    this.#heard.add(identify, this.now())
    if (this.#parts.store !== undefined)
      this.#tell(this.#parts.store, identify, this.now() + this.#parts.maxAge, SHORTEST)
  }

  /** Another process has voided what was issued up to `at`, by its clock. */
  heard(identify: string, at: number): void {
    this.#heard.add(identify, Math.max(at, this.now()) + SKEW)
  }

  /** True if this process knows that a token for this id, issued at this time, has been voided. */
  has(identify: string, issuedAt: number): boolean {
    return this.#heard.has(identify, issuedAt)
  }

  /** Asks the store, too. Undefined: there is none. */
  ask(identify: string, issuedAt: number): Promise<boolean> | undefined {
    const { store } = this.#parts
    return store && this.#ask(store, identify, issuedAt, () => this.now() - issuedAt > FRESH)
  }

  /** Asks the store of a view that runs: it goes on where the store cannot be asked. Undefined: there is none. */
  askOfRunning(identify: string, issuedAt: number): Promise<boolean> | undefined {
    const { store } = this.#parts
    return store && this.#ask(store, identify, issuedAt, () => false)
  }

  /** Stops what waits. */
  close(): void {
    for (const cancel of this.#retries) cancel()
    this.#retries.clear()
  }

  async #ask(store: VoidedStore, identify: string, issuedAt: number, unknown: () => boolean): Promise<boolean> {
    const { clock, logger } = this.#parts
    try {
      const since = await inTime(store.since(identify), PATIENCE, clock)
      if (since !== LATE) return since !== undefined && issuedAt <= since + SKEW
    } catch (error) {
      logger.debug("The store of voided tokens could not be asked.", { error })
    }
    return unknown()
  }

  /** It has to be told, however long it is away: a process that starts later knows nothing else. */
  #tell(store: VoidedStore, identify: string, until: number, delay: number): void {
    const rest = until - this.now()
    if (rest <= 0) return
    store.add(identify, rest).catch((error: unknown) => {
      const { clock, logger } = this.#parts
      if (delay === SHORTEST)
        logger.error("The store of voided tokens could not be told. It will be, later.", { error })
      const cancel = clock.after(delay, () => {
        this.#retries.delete(cancel)
        this.#tell(store, identify, until, Math.min(delay * 2, LONGEST))
      })
      this.#retries.add(cancel)
    })
  }
}
