/**
 * One series on its way into the store: one order at a time, and of those that wait only the last. So a view that changes faster
 * than the store takes it keeps nothing waiting but its newest snapshot.
 */

import type { AskedStore } from "./asked-store.js"
import type { StoredSnapshot } from "./snapshot-store.js"

/** What the store is to be told. */
type Order =
  | { readonly kind: "put"; readonly snapshot: StoredSnapshot; readonly maxAge: number }
  | { readonly kind: "drop"; readonly upTo: number; readonly after: number }

export class StoredSeries {
  readonly #store: AskedStore
  readonly #series: string
  #next: Order | undefined
  #telling: Promise<void> | undefined

  constructor(store: AskedStore, series: string) {
    this.#store = store
    this.#series = series
  }

  put(snapshot: StoredSnapshot, maxAge: number): void {
    this.#order({ kind: "put", snapshot, maxAge })
  }

  drop(upTo: number, after: number): void {
    this.#order({ kind: "drop", upTo, after })
  }

  /** Settles when the store knows all; undefined: it does. Never rejects. */
  get told(): Promise<void> | undefined {
    return this.#telling
  }

  #order(order: Order): void {
    this.#next = order
    this.#telling ??= this.#tell()
  }

  async #tell(): Promise<void> {
    for (let order = this.#take(); order !== undefined; order = this.#take()) {
      if (order.kind === "put") await this.#store.put(this.#series, order.snapshot, order.maxAge)
      else await this.#store.drop(this.#series, order.upTo, order.after)
    }
    this.#telling = undefined
  }

  #take(): Order | undefined {
    const order = this.#next
    this.#next = undefined
    return order
  }
}
