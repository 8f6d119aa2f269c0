/** The types of what views persist. */

import type { AsyncResult } from "../async/async-result.js"
import type { Stream } from "../render/stream/stream.js"

/** What JSON does not bring back as it was, as far as types tell. Values are looked at once more when they are sealed. */
type Unplain =
  | bigint
  | symbol
  | Date
  | RegExp
  | URL
  | { readonly size: number; has(key: never): boolean } // maps and sets
  | ArrayBufferView
  | ((...given: never[]) => unknown)
  | AsyncResult<unknown>
  | Stream<unknown>

/** The keys of assigns that a view may persist. */
export type PersistKey<Assigns extends object> = {
  [K in keyof Assigns]-?: 0 extends 1 & Assigns[K] ? K : [Extract<Assigns[K], Unplain>] extends [never] ? K : never
}[keyof Assigns] &
  string

/** What a view has persisted. A key may be missing: it was not there then. */
export type SavedAssigns<Assigns extends object> = { readonly [K in PersistKey<Assigns>]?: Assigns[K] }
