/**
 * The infos and outcomes whose changes are shown in one render: those that waited one after the other when the first of them was handled.
 * Not those that come later too: it might never be time to render. Where their callbacks wait for something, the render is not kept
 * waiting for the last: the page would stand still, and then show all of it at once.
 */

import type { Message } from "./mailbox.js"

/** In ms: for so long promises are waited for without a render. */
const LONGEST = 250

export class Batch {
  #last: Message
  /** By `performance.now()`, when the promise of the message that is being handled was there. */
  #since = 0
  /** For how long promises were waited for. The rounds of the loop in between are not counted: they are the same with a render. */
  #waited = 0

  constructor(last: Message) {
    this.#last = last
  }

  /** True for the message with which the changes of all are shown. */
  endsWith(message: Message): boolean {
    return message === this.#last
  }

  /** The callback of one of them has returned a promise. */
  waits(): void {
    this.#since = performance.now()
  }

  /** The promise of this one has settled. */
  waited(message: Message): void {
    this.#waited += performance.now() - this.#since
    if (this.#waited >= LONGEST) this.#last = message
  }
}
