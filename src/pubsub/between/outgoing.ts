/**
 * What is published while the engine is out of reach: kept in order for a moment, so that a short outage loses nothing, and
 * then dropped, since old news may be wrong news.
 */

import { LiveError } from "../../errors/live-error.js"
import type { Clock } from "../../util/clock.js"
import type { Carrier } from "./carrier.js"

/** Milliseconds after which a message is not sent any more. */
const MOST_AGE = 5_000

/** What may wait: messages, and UTF-16 units of them together. */
const MOST_WAITING = 10_000
const MOST_TEXT = 16_000_000

interface Waiting {
  readonly topic: string
  readonly text: string
  readonly at: number
  readonly sent: () => void
  readonly failed: (error: unknown) => void
}

/** Who knows whether the carrier can send. */
export interface OutgoingOwner {
  readonly isUp: boolean
}

export class Outgoing {
  readonly #clock: Clock
  readonly #carrier: Pick<Carrier, "engine" | "send">
  readonly #owner: OutgoingOwner
  #waiting: Waiting[] = []
  #text = 0
  #lost = 0
  #cancel: (() => void) | undefined

  constructor(clock: Clock, carrier: Pick<Carrier, "engine" | "send">, owner: OutgoingOwner) {
    this.#clock = clock
    this.#carrier = carrier
    this.#owner = owner
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Messages that never left. */
  get lost(): number {
    return this.#lost
  }

  /** Sends it, or keeps it for a moment. Rejects if it has not left: LV_BUS_LOST. */
  put(topic: string, text: string): Promise<void> {
    if (this.#owner.isUp) return this.#try(topic, text)
    return new Promise((sent, failed) => {
      if (this.#waiting.length >= MOST_WAITING || this.#text + text.length > MOST_TEXT) {
        failed(this.#lose(topic))
        return
      }
      this.#waiting.push({ topic, text, at: this.#clock.now(), sent, failed })
      this.#text += text.length
      this.#cancel ??= this.#clock.after(MOST_AGE, () => this.#age())
    })
  }

  /** It can be sent again: what has not waited for too long leaves. */
  release(): void {
    this.#age()
    const waiting = this.#waiting
    this.#empty()
    for (const { topic, text, sent, failed } of waiting) this.#try(topic, text).then(sent, failed)
  }

  /** Nothing will be sent any more. */
  close(): void {
    const waiting = this.#waiting
    this.#empty()
    for (const { topic, failed } of waiting) failed(this.#lose(topic))
  }

  /** It may have left when this rejects: sent again, it might arrive twice. */
  async #try(topic: string, text: string): Promise<void> {
    try {
      await this.#carrier.send(topic, text)
    } catch (error) {
      throw this.#lose(topic, error)
    }
  }

  #lose(topic: string, cause?: unknown): LiveError<"LV_BUS_LOST"> {
    this.#lost += 1
    return new LiveError("LV_BUS_LOST", { topic, engine: this.#carrier.engine }, { cause })
  }

  /** Drops what has waited for too long. */
  #age(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const oldest = this.#clock.now() - MOST_AGE
    let count = 0
    while (count < this.#waiting.length && (this.#waiting[count] as Waiting).at <= oldest) count += 1
    for (const { topic, text, failed } of this.#waiting.splice(0, count)) {
      this.#text -= text.length
      failed(this.#lose(topic))
    }
    const next = this.#waiting[0]
    if (next !== undefined) this.#cancel = this.#clock.after(next.at - oldest, () => this.#age())
  }

  #empty(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#waiting = []
    this.#text = 0
  }
}
