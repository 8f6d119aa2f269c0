/** A store as snapshots ask and tell it: it may be out of reach, which is said once and ends no view. */

import { LiveError } from "../errors/live-error.js"
import type { Logger } from "../telemetry/logger.js"
import type { CancelTimer, Clock } from "../util/clock.js"
import type { SnapshotStore, StoredSnapshot } from "./snapshot-store.js"

/** Milliseconds that a join waits for the store. */
const PATIENCE = 1_000

export class AskedStore {
  readonly #store: SnapshotStore
  readonly #clock: Pick<Clock, "after">
  readonly #logger: Logger
  /** The last answer was none: the log has it already. */
  #isAway = false

  constructor(store: SnapshotStore, clock: Pick<Clock, "after">, logger: Logger) {
    this.#store = store
    this.#clock = clock
    this.#logger = logger
  }

  /** The newest of a series; undefined: there is none. "unknown": the store does not answer. */
  async newest(series: string): Promise<StoredSnapshot | undefined | "unknown"> {
    let cancel: CancelTimer = () => {}
    const late = new Promise<never>((_resolve, reject) => {
      cancel = this.#clock.after(PATIENCE, () => reject(new Error(`It has not answered for ${PATIENCE} ms.`)))
    })
    try {
      const newest = await Promise.race([this.#store.newest(series), late])
      this.#isAway = false
      return newest
    } catch (error) {
      this.#failed(error)
      return "unknown"
    } finally {
      cancel()
    }
  }

  /** Resolves when the store has it, or has refused it. */
  put(series: string, snapshot: StoredSnapshot, maxAge: number): Promise<void> {
    return this.#told(this.#store.put(series, snapshot, maxAge))
  }

  /** Resolves when it is forgotten, or cannot be. */
  drop(series: string, upTo: number, after: number): Promise<void> {
    return this.#told(this.#store.drop(series, upTo, after))
  }

  async #told(telling: Promise<void>): Promise<void> {
    try {
      await telling
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
