/**
 * How large a message may be. One that is larger ends the connection before anybody has read it, and would end the next
 * one too when what it told is told again. The server says its limit in the handshake; what a proxy allows shows when a
 * connection ends.
 */

/** In bytes, beside what is measured: names, numbers, brackets. */
const ENVELOPE = 512

/** Smaller messages are not suspected when a connection ends with them under way: connections do end. */
const SUSPICIOUS = 16_384

/** A message that waits for its answer. */
export interface Measured {
  readonly size: number
}

export class FrameLimit {
  #limit = Number.POSITIVE_INFINITY
  /** Large messages that are not answered yet. */
  readonly #underWay = new Set<Measured>()
  /** The largest that was under way when the last connection ended. */
  #suspect = 0

  /** A connection is open whose server takes so many bytes. */
  announced(bytes: number | undefined): void {
    if (bytes && bytes > 0) this.#limit = Math.min(this.#limit, bytes)
  }

  /** True for what may be sent. */
  admits(message: unknown): boolean {
    return sizeOf(message, this.#limit) <= this.#limit
  }

  /** A message is under way; what this returns is to be handed to `answered`. */
  sent(message: unknown): Measured {
    const sent = { size: sizeOf(message, SUSPICIOUS) }
    if (sent.size > SUSPICIOUS) this.#underWay.add(sent)
    return sent
  }

  /** The answer to a message has come: it was not too large. */
  answered(sent: Measured): void {
    this.#underWay.delete(sent)
    if (sent.size >= this.#suspect) this.#suspect = 0
  }

  /** The connection has ended. `isTooLarge`: it says that a message was too large; else two in a row have to say so. */
  ended(isTooLarge: boolean): void {
    const largest = Math.max(0, ...Array.from(this.#underWay, ({ size }) => size))
    if (largest > 0 && (isTooLarge || largest === this.#suspect)) this.#limit = Math.min(this.#limit, largest - 1)
    this.#suspect = largest
    this.#underWay.clear()
  }
}

/** True for how a WebSocket, and a server that was posted to, say that a message was too large. */
export function isTooLarge(details: unknown): boolean {
  const { context, description } = (details ?? {}) as { context?: { code?: number }; description?: unknown }
  return context?.code === 1009 || description === 413
}

/** In bytes; exact where it could be more than this limit, else an estimate from above. */
function sizeOf(message: unknown, limit: number): number {
  const text = JSON.stringify(message)
  const most = text.length * 3 + ENVELOPE
  return most <= limit ? most : new Blob([text]).size + ENVELOPE
}
