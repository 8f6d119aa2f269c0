/** A store as snapshots ask and tell it: it may be out of reach, which is said once and ends no view. */

import { LiveError } from "../errors/live-error.js"
import { messageOf } from "../errors/thrown.js"
import type { Logger } from "../telemetry/logger.js"
import type { Clock } from "../util/clock.js"
import { inTime, LATE } from "../util/in-time.js"
import type { SnapshotStore, StoredSnapshot } from "./snapshot-store.js"
import { epochIn, newestIn } from "./store-answers.js"

/** Milliseconds that a join waits for the store, and after which one that is told something counts as failing. */
const PATIENCE = 1_000

/** What a store has of a series. */
export interface Found {
  /** Undefined: nothing. */
  readonly newest: StoredSnapshot | undefined
  /** Names what the store holds. */
  readonly epoch: string
}

/** What fails. A store may do one and not the other, such as one that is full. */
type Failing = "find" | "put" | "drop"

export class AskedStore {
  readonly #store: SnapshotStore
  readonly #clock: Pick<Clock, "after">
  readonly #logger: Logger
  /** What it has not done when it was last to. Not empty: the log has it already. */
  readonly #failing = new Set<Failing>()
  /** Empty: that is not known yet. */
  #epoch = ""

  constructor(store: SnapshotStore, clock: Pick<Clock, "after">, logger: Logger) {
    this.#store = store
    this.#clock = clock
    this.#logger = logger
    void this.#learnEpoch()
  }

  /** Names what the store holds, as far as it is known. Empty also while it takes nothing: what it lacks then it has not dropped. */
  get epoch(): string {
    return this.#failing.has("put") ? "" : this.#epoch
  }

  /** What the store has of a series; undefined: it does not answer. */
  async find(series: string): Promise<Found | undefined> {
    try {
      const answer = await inTime(Promise.all([this.#store.newest(series), this.#store.epoch()]), PATIENCE, this.#clock)
      if (answer === LATE) throw late()
      const newest = newestIn(answer[0])
      const epoch = epochIn(answer[1])
      this.#failing.delete("find")
      this.#epoch = epoch
      return { newest, epoch }
    } catch (error) {
      this.#failed("find", error)
      return undefined
    }
  }

  /** Resolves when the store has it, or has refused it. */
  put(series: string, snapshot: StoredSnapshot, maxAge: number): Promise<void> {
    return this.#told("put", () => this.#store.put(series, snapshot, maxAge))
  }

  /** Resolves when it is forgotten, or cannot be. */
  drop(series: string, upTo: number, after: number): Promise<void> {
    return this.#told("drop", () => this.#store.drop(series, upTo, after))
  }

  async #learnEpoch(): Promise<void> {
    try {
      this.#epoch = epochIn(await this.#store.epoch())
    } catch {
      // It may not be connected yet: its first use will show.
    }
  }

  /** However late it is, nothing else of the series is told before: a store that hangs is not given more and more. */
  async #told(what: "put" | "drop", tell: () => Promise<void>): Promise<void> {
    const cancel = this.#clock.after(PATIENCE, () => this.#failed(what, late()))
    try {
      await tell()
      this.#failing.delete(what)
    } catch (error) {
      this.#failed(what, error)
    } finally {
      cancel()
    }
  }

  #failed(what: Failing, error: unknown): void {
    const isKnown = this.#failing.size > 0
    this.#failing.add(what)
    if (isKnown) return
    const { code, message } = new LiveError("LV_SNAPSHOT_STORE", { why: messageOf(error) })
    this.#logger.warn(message, { code, error })
  }
}

function late(): Error {
  return new Error(`it has not answered for ${PATIENCE} ms`)
}
