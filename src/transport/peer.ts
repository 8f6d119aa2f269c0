/**
 * The port through which the page at the other end is reached: all that livemount's half of a connection needs to know of
 * socket.io. Tests have a page without any socket.
 */

import type { UnreadBytes } from "./gate/push-gate.js"

/** One page, in the namespace of one view. */
export interface Peer extends UnreadBytes {
  /** The cookie `livemount` of its browser; undefined: it came with none of our making. */
  readonly browser: string | undefined
  /** Of the page's machine, or of what stands for several of them; of IPv6 the first 64 bits. */
  readonly address: string
  /**
   * Tells the page something.
   *
   * @throws whatever JSON.stringify throws: what cannot be written as JSON is not sent
   */
  send(message: string, ...values: readonly unknown[]): void
  /** Leaves the namespace, when what was sent before has left. */
  disconnect(): void
  /** Ends the whole connection at once, and drops what waits for it. */
  cutOff(): void
}
