/** Rows as an app gives them: the key of each, each key once, and whether one was given twice. */

import { describedWithKind } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import type { Key } from "./key-order.js"

/** Items with their keys, each key once. */
export type Keyed = readonly (readonly [key: Key, item: unknown])[]

/** A key that two new rows have which were given at once, and their indexes. Of the two the page shows one. */
export interface DoubleKey {
  readonly key: Key
  readonly first: number
  readonly second: number
}

export class GivenRows {
  readonly #key: (item: never) => unknown
  #double: DoubleKey | undefined

  constructor(key: (item: never) => unknown) {
    this.#key = key
  }

  /** @throws {@link LiveError} LV_STREAM_INVALID */
  keyOf(item: unknown): Key {
    const key = this.#key(item as never)
    if (isKey(key)) return key
    throw new LiveError("LV_STREAM_INVALID", {
      why: `its \`key\` gave ${describedWithKind(key)}, and not a text or a number`,
    })
  }

  /** Each key once: where it was given first, with what was given last. */
  once(items: Iterable<unknown>, known: { has(key: Key): boolean }, updateOnly: boolean): Keyed {
    const given: [Key, unknown][] = []
    for (const item of items) {
      const key = this.keyOf(item)
      if (!updateOnly || known.has(key)) given.push([key, item])
    }
    if (given.length < 2) return given
    const last = new Map(given)
    if (last.size < given.length) this.#noteDouble(given, known)
    return [...last]
  }

  /** One was noted: of more nothing is said. */
  get hasDouble(): boolean {
    return this.#double !== undefined
  }

  /** Notes a key that was given twice. */
  note(key: Key, first: number, second: number): void {
    this.#double ??= { key, first, second }
  }

  /** What was noted first since this was asked last. */
  takeDouble(): DoubleKey | undefined {
    const double = this.#double
    this.#double = undefined
    return double
  }

  /** Not of known rows: that something is said twice of one is no mistake. */
  #noteDouble(given: Keyed, known: { has(key: Key): boolean }): void {
    const seen = new Map<Key, number>()
    for (const [index, [key]] of given.entries()) {
      const first = seen.get(key)
      if (first === undefined) seen.set(key, index)
      else if (!known.has(key)) return this.note(key, first, index)
    }
  }
}

export function isKey(key: unknown): key is Key {
  return typeof key === "string" || typeof key === "bigint" || (typeof key === "number" && key === key)
}
