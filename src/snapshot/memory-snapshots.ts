/** Snapshots in the memory of this process: for an app that is one process, and for tests. They end with it. */

import { randomUUID } from "node:crypto"
import { LiveError } from "../errors/live-error.js"
import { type Clock, systemClock } from "../util/clock.js"
import { checkOptionNames } from "../util/option-names.js"
import type { SnapshotStore, StoredSnapshot } from "./snapshot-store.js"

/** Options of {@link memorySnapshots}. */
export interface MemorySnapshotsOptions {
  /**
   * Characters that all snapshots together may have. Beyond, those go that were changed longest ago.
   * @defaultValue 67108864 (64 MB)
   */
  readonly size?: number | undefined
}

interface Kept extends StoredSnapshot {
  readonly until: number
}

/** What an entry takes beside its text, roughly. */
const ENTRY = 256

/**
 * Keeps snapshots in the memory of this process.
 *
 * @example
 * ```ts
 * import { memorySnapshots } from "livemount"
 * import { liveMiddleware } from "livemount/express"
 *
 * const live = liveMiddleware({ snapshots: { store: memorySnapshots() } })
 * ```
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function memorySnapshots(options: MemorySnapshotsOptions = {}): SnapshotStore {
  checkOptionNames(options, ["size"])
  const { size = 64 * 1024 * 1024 } = options
  if (typeof size !== "number" || !(size > 0)) {
    throw new LiveError("LV_OPTION_INVALID", { option: "size", expected: "a number above 0", given: size })
  }
  return new MemorySnapshots(size, systemClock)
}

export class MemorySnapshots implements SnapshotStore {
  readonly #limit: number
  readonly #clock: Pick<Clock, "now">
  /** Those that were changed last stand last. */
  readonly #kept = new Map<string, Kept>()
  #size = 0
  #epoch: string = randomUUID()

  constructor(limit: number, clock: Pick<Clock, "now">) {
    this.#limit = limit
    this.#clock = clock
  }

  async epoch(): Promise<string> {
    return this.#epoch
  }

  async put(series: string, { counter, text }: StoredSnapshot, maxAge: number): Promise<void> {
    const known = this.#find(series)
    if (known !== undefined && known.counter >= counter) return
    this.#forget(series)
    this.#keep(series, { counter, text, until: this.#clock.now() + maxAge })
    // The first are those that nobody has changed for longest: they end first, mostly.
    for (const [oldest, { until }] of this.#kept) {
      const isOver = until <= this.#clock.now()
      if (this.#size <= this.#limit && !isOver) break
      // Nobody has dropped it: its page may bring it all the same.
      if (!isOver) this.#epoch = randomUUID()
      this.#forget(oldest)
    }
  }

  async newest(series: string): Promise<StoredSnapshot | undefined> {
    return this.#find(series)
  }

  async drop(series: string, upTo: number, after: number): Promise<void> {
    const kept = this.#find(series)
    if (kept === undefined || kept.counter > upTo) return
    this.#forget(series)
    if (after > 0) this.#keep(series, { ...kept, until: Math.min(kept.until, this.#clock.now() + after) })
  }

  #find(series: string): Kept | undefined {
    const kept = this.#kept.get(series)
    if (kept !== undefined && kept.until > this.#clock.now()) return kept
    this.#forget(series)
    return undefined
  }

  #keep(series: string, kept: Kept): void {
    this.#kept.set(series, kept)
    this.#size += kept.text.length + ENTRY
  }

  #forget(series: string): void {
    const kept = this.#kept.get(series)
    if (kept === undefined) return
    this.#kept.delete(series)
    this.#size -= kept.text.length + ENTRY
  }
}
