/** The option `snapshots`, as apps write it and with its defaults. */

import type { SnapshotStore } from "../../snapshot/snapshot-store.js"
import type { SnapshotsParts } from "../../snapshot/snapshots.js"
import { checkOption, type OptionCheck } from "../../util/check-option.js"
import { checkOptionNames } from "../../util/option-names.js"
import { AGE } from "./times.js"

/** What becomes of what views `persist`. */
export interface SnapshotOptions {
  /**
   * Keeps the newest snapshot of each root on the server's side too: `memorySnapshots()`, or `redisSnapshots(client)` of
   * `livemount/redis`. Then only the newest opens.
   * @defaultValue none: the browser's is taken, which may bring an older one again within its age
   */
  readonly store?: SnapshotStore | undefined
  /**
   * Milliseconds that a snapshot may be brought after it was made; a minute or more.
   * @defaultValue 43200000 (12 hours)
   */
  readonly age?: number | undefined
  /**
   * Characters that a snapshot may have, sealed: a third more than the JSON of what is persisted.
   * @defaultValue 65536
   */
  readonly size?: number | undefined
}

const RECORD: OptionCheck = [
  "an object with store, age and size",
  (given) => !isStore(given),
  () => "Write snapshots: { store: … }.",
]
const STORE: OptionCheck = ["an object with epoch, put, newest and drop", isStore]
const SIZE: OptionCheck = ["a number above 0", isAboveZero]

/** With defaults. */
export type ResolvedSnapshots = Pick<SnapshotsParts, "store" | "maxAge" | "size">

/** @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID */
export function resolveSnapshots(given: SnapshotOptions = {}): ResolvedSnapshots {
  // Its methods are no names of its own, which would be refused.
  checkOption("snapshots", given, RECORD)
  checkOptionNames(given, ["store", "age", "size"], "snapshots.")
  const { store, age = 12 * 60 * 60_000, size = 65_536 } = given
  if (store !== undefined) checkOption("snapshots.store", store, STORE)
  checkOption("snapshots.age", age, AGE)
  checkOption("snapshots.size", size, SIZE)
  return { store, maxAge: age, size }
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
