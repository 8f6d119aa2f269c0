/** Writes what this process publishes to others: numbers it, and refuses what cannot travel. */

import { randomUUID } from "node:crypto"
import { LiveError } from "../../errors/live-error.js"
import type { Clock } from "../../util/clock.js"
import { type Envelope, writeEnvelope } from "./envelope.js"
import { currentHops, MOST_HOPS } from "./hops.js"
import { SentNumbers } from "./sent-numbers.js"

export class EnvelopeWriter {
  /** Who this process is to others. */
  readonly process: string = randomUUID()
  readonly #numbers = new SentNumbers()
  readonly #clock: Clock
  readonly #limit: number

  /** @param limit - Bytes of the longest text that travels. */
  constructor(clock: Clock, limit: number) {
    this.#clock = clock
    this.#limit = limit
  }

  /** @throws {@link LiveError} LV_BUS_MESSAGE_INVALID, LV_BUS_LOOP */
  write(topic: string, message: unknown): string {
    const hops = currentHops()
    if (hops >= MOST_HOPS) throw new LiveError("LV_BUS_LOOP", { topic, hops })
    const { number, previous } = this.#numbers.take(topic)
    const text = written({ process: this.process, number, previous, sentAt: this.#clock.now(), hops, message }, topic)
    const bytes = Buffer.byteLength(text)
    if (bytes > this.#limit) {
      const why = `it has ${bytes} bytes, ${this.#limit} at most travel`
      throw new LiveError("LV_BUS_MESSAGE_INVALID", { topic, why })
    }
    return text
  }
}

function written(envelope: Envelope, topic: string): string {
  let text: string | undefined
  try {
    text = writeEnvelope(envelope)
  } catch (cause) {
    throw new LiveError("LV_BUS_MESSAGE_INVALID", { topic, why: "it cannot be written as JSON" }, { cause })
  }
  if (text === undefined) throw new LiveError("LV_BUS_MESSAGE_INVALID", { topic, why: "JSON has nothing for it" })
  return text
}
