/** The option `snapshots`, as apps write it and with its defaults. */

import { LiveError } from "../../errors/live-error.js"
import type { SnapshotStore } from "../../snapshot/snapshot-store.js"
import type { SnapshotsParts } from "../../snapshot/snapshots.js"
import { checkOptionNames } from "../../util/option-names.js"

/** What becomes of what views `persist`. */
export interface SnapshotOptions {
  /**
   * Keeps the newest snapshot of each root on the server's side too: `memorySnapshots()`, or `redisSnapshots(client)` of
   * `livemount/redis`. Then only the newest opens.
   * @defaultValue none: the browser's is taken, which may bring an older one again within its age
   */
  readonly store?: SnapshotStore | undefined
  /**
   * Seconds that a snapshot may be brought after it was made.
   * @defaultValue 43200 (12 hours)
   */
  readonly age?: number | undefined
  /**
   * Characters that a snapshot may have, sealed: a third more than the JSON of what is persisted.
   * @defaultValue 65536
   */
  readonly size?: number | undefined
}

/** With defaults. */
export type ResolvedSnapshots = Pick<SnapshotsParts, "store" | "maxAge" | "size">

/** @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID */
export function resolveSnapshots(given: SnapshotOptions = {}): ResolvedSnapshots {
  checkOptionNames(given, ["store", "age", "size"], "snapshots.")
  const { store, age = 12 * 60 * 60, size = 65_536 } = given
  check("store", store, "an object with epoch, put, newest and drop", store === undefined || isStore(store))
  check("age", age, "a number of seconds above 0", isAboveZero(age))
  check("size", size, "a number above 0", isAboveZero(size))
  return { store, maxAge: age * 1000, size }
}

function check(option: string, given: unknown, expected: string, holds: boolean): void {
  if (!holds) throw new LiveError("LV_OPTION_INVALID", { option: `snapshots.${option}`, expected, given })
}

function isStore(store: unknown): boolean {
  if (typeof store !== "object" || store === null) return false
  return ["epoch", "put", "newest", "drop"].every(
    (name) => typeof (store as Record<string, unknown>)[name] === "function",
  )
}

function isAboveZero(value: unknown): boolean {
  return typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY
}
