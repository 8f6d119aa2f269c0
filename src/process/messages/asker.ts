/** Who sends a process something and waits for what it comes to: a seat for its page, a promise for a plain POST. */

import type { Frame } from "../output/frame.js"

export interface Asker {
  /** A promise brings the answer: whoever waits for it has to see it before anything else is told. */
  readonly isAwaited: boolean
  /** What the message of this number has come to. Each is answered once. */
  answer(number: number, frame: Frame): void
  /** Where there is no client that could be told a problem: gets the exception instead of an answer. */
  fail?(error: unknown): void
}

/** What the user did, as a process is given it. */
export interface GivenEvent {
  readonly name: string
  readonly params: unknown
  /** By which its handler knows it again, where its page may send it to a second process. */
  readonly id?: string | undefined
}

/** What a message says of the one who waits for its answer. */
export interface Asked {
  readonly asker: Asker
  /** Tells its messages apart, for the asker. */
  readonly number: number
}

/** A promise of the answer to what is asked. `rejects`: with what was thrown, instead of a problem as the answer. */
export function awaiting(ask: (asker: Asker) => void, rejects = false): Promise<Frame> {
  return new Promise((resolve, reject) => ask(new AwaitingAsker(resolve, rejects ? reject : undefined)))
}

/** Waits for one answer. */
class AwaitingAsker implements Asker {
  readonly isAwaited = true
  readonly answer: (number: number, frame: Frame) => void
  readonly fail?: (error: unknown) => void

  /** @param reject - Undefined: a problem comes as the answer. */
  constructor(resolve: (frame: Frame) => void, reject: ((error: unknown) => void) | undefined) {
    this.answer = (_number, frame) => resolve(frame)
    if (reject !== undefined) this.fail = reject
  }
}
