/** A store as snapshots ask and tell it: it may be out of reach, which is said once and ends no view. */

import { LiveError } from "../errors/live-error.js"
import type { Logger } from "../telemetry/logger.js"
import type { Clock } from "../util/clock.js"
import { inTime } from "../util/in-time.js"
import type { SnapshotStore, StoredSnapshot } from "./snapshot-store.js"

/** Milliseconds that a join waits for the store. */
const PATIENCE = 1_000

/** What a store has of a series. */
export interface Found {
  /** Undefined: nothing. */
  readonly newest: StoredSnapshot | undefined
  /** Names what the store holds. */
  readonly epoch: string
}

export class AskedStore {
  readonly #store: SnapshotStore
  readonly #clock: Pick<Clock, "after">
  readonly #logger: Logger
  /** The last answer was none: the log has it already. */
  #isAway = false
  /** Empty: that is not known yet. */
  #epoch = ""

  constructor(store: SnapshotStore, clock: Pick<Clock, "after">, logger: Logger) {
    this.#store = store
    this.#clock = clock
    this.#logger = logger
    void this.#learnEpoch()
  }

  /** Names what the store holds, as far as it is known. */
  get epoch(): string {
    return this.#epoch
  }

  /** What the store has of a series; undefined: it does not answer. */
  async find(series: string): Promise<Found | undefined> {
    try {
      const answer = await inTime(Promise.all([this.#store.newest(series), this.#store.epoch()]), PATIENCE, this.#clock)
      if (answer === "late") throw new Error(`It has not answered for ${PATIENCE} ms.`)
      const [newest, epoch] = answer
      this.#isAway = false
      this.#epoch = epoch
      return { newest, epoch }
    } catch (error) {
      this.#failed(error)
      return undefined
    }
  }

  /** Resolves when the store has it, or has refused it. */
  put(series: string, snapshot: StoredSnapshot, maxAge: number): Promise<void> {
    return this.#told(() => this.#store.put(series, snapshot, maxAge))
  }

  /** Resolves when it is forgotten, or cannot be. */
  drop(series: string, upTo: number, after: number): Promise<void> {
    return this.#told(() => this.#store.drop(series, upTo, after))
  }

  async #learnEpoch(): Promise<void> {
    try {
      this.#epoch = await this.#store.epoch()
    } catch {
      // It may not be connected yet: its first use will show.
    }
  }

  async #told(tell: () => Promise<void>): Promise<void> {
    try {
      await tell()
      this.#isAway = false
    } catch (error) {
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    if (this.#isAway) return
    this.#isAway = true
    const { code, message } = new LiveError("LV_SNAPSHOT_STORE", {})
    this.#logger.warn(message, { code, error })
  }
}
