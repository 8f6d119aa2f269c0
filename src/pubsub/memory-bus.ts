/** The bus within one process: the default. Messages are handed over as they are, without a copy. */

import type { Logger } from "../telemetry/logger.js"
import type { Bus, BusListener, Unsubscribe } from "./bus.js"

/** Delivers at once, to the listeners of this process only. */
export class MemoryBus implements Bus {
  readonly #logger: Logger
  readonly #topics = new Map<string, Set<{ readonly listener: BusListener }>>()
  /** What listeners publish while they are called waits here, else some would hear the answer before the question. */
  readonly #waiting: (readonly [topic: string, message: unknown])[] = []
  #delivering = false

  constructor(logger: Logger) {
    this.#logger = logger
  }

  publish(topic: string, message: unknown): void {
    this.#waiting.push([topic, message])
    if (this.#delivering) return
    this.#delivering = true
    // No iterator: the list grows while it is read.
    for (let index = 0; index < this.#waiting.length; index++) {
      const next = this.#waiting[index]
      if (next !== undefined) this.#deliver(next[0], next[1])
    }
    this.#waiting.length = 0
    this.#delivering = false
  }

  subscribe(topic: string, listener: BusListener): Unsubscribe {
    const subscription = { listener }
    const listeners = this.#topics.get(topic)
    if (listeners === undefined) this.#topics.set(topic, new Set([subscription]))
    else listeners.add(subscription)
    return () => {
      const current = this.#topics.get(topic)
      if (current?.delete(subscription) === true && current.size === 0) this.#topics.delete(topic)
    }
  }

  close(): void {
    for (const listeners of this.#topics.values()) listeners.clear()
    this.#topics.clear()
  }

  #deliver(topic: string, message: unknown): void {
    const listeners = this.#topics.get(topic)
    if (listeners === undefined) return
    for (const subscription of Array.from(listeners)) {
      if (!listeners.has(subscription)) continue
      try {
        subscription.listener(message)
      } catch (error) {
        this.#logger.error(`A bus listener of the topic "${topic}" failed; the others were served.`, { topic, error })
      }
    }
  }
}
