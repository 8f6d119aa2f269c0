/**
 * Orders of passes. Each comes with a key that its page has made up once: whoever orders twice with the same key, because the answer
 * to the first time was lost, has ordered once.
 */

import type { PassOrder } from "./checkout-form.js"

/** An order that was taken. */
export interface TakenOrder extends PassOrder {
  readonly number: number
}

/** Orders kept. */
export const MOST_ORDERS = 1000

/** What the first order is called. */
const FIRST = 1001

export class Orders {
  /** By their keys. The oldest stands first. */
  readonly #taken = new Map<string, TakenOrder>()
  #next = FIRST

  /** Takes an order; the same as before if there is one with this key. */
  place(key: string, order: PassOrder): TakenOrder {
    const before = this.#taken.get(key)
    if (before !== undefined) return before
    const taken = { ...order, number: this.#next++ }
    this.#taken.set(key, taken)
    for (const oldest of this.#taken.keys()) {
      if (this.#taken.size <= MOST_ORDERS) break
      this.#taken.delete(oldest)
    }
    return taken
  }
}
