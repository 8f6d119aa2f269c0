/**
 * The port through which the page at the other end is reached: all that livemount's half of a connection needs to know of
 * socket.io. Tests have a page without any socket.
 */

/** One page, in the namespace of one view. */
export interface Peer {
  /** The `Cookie` header that it came with. */
  readonly cookie: string | undefined
  /** Bytes that its connection was given and the page has not taken yet, roughly. */
  readonly unsentBytes: number
  /** Has the listener called whenever the page may have taken some of them, until the function returned is called. */
  onTaken(listener: () => void): () => void
  /**
   * Tells the page something.
   *
   * @throws whatever JSON.stringify throws: what cannot be written as JSON is not sent
   */
  send(message: string, ...values: readonly unknown[]): void
  /** Ends the whole connection at once, and drops what waits for it. */
  cutOff(): void
}
