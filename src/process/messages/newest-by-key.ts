/**
 * Of the messages of one topic that wait for one view the newest for each key. A newer one takes the place of the one that
 * waits: so each key is handled in its turn, however often it changes, and what is handled of one key is in order.
 */

import type { CoalesceKey } from "../../pubsub/topic.js"

/** One that waits. */
export interface Replaceable {
  message: unknown
  /** How many processes have passed on what it is about, one because of the other. */
  hops: number
}

/** Where a message stands among them. */
export interface KeyedPlace {
  readonly key: CoalesceKey
  readonly among: NewestByKey
}

export class NewestByKey {
  readonly #waiting = new Map<CoalesceKey, Replaceable>()

  /** Puts a message in the place of the one of its key. False if none waits. */
  replace(key: CoalesceKey, message: unknown, hops: number): boolean {
    const waiting = this.#waiting.get(key)
    if (waiting === undefined) return false
    waiting.message = message
    waiting.hops = hops
    return true
  }

  /** For the mailbox: this one waits for its turn now. */
  waits(key: CoalesceKey, message: Replaceable): void {
    this.#waiting.set(key, message)
  }

  /** For the mailbox: it is handled now, and no newer one can take its place any more. */
  taken(key: CoalesceKey): void {
    this.#waiting.delete(key)
  }
}
