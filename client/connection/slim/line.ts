/**
 * What carries Engine.IO's packets, as texts: a WebSocket (`websocket-line.ts`), or requests (`polling-line.ts`). What they
 * mean is `slim-engine.ts`'s.
 *
 *   0{…} handshake   1 close   2 ping   3 pong   4… message   5 upgrade   6 nothing
 */

export interface Line {
  /** Engine.IO's name for what carries by now. */
  readonly transport: string
  send(packet: string): void
  /** Sends what waits first. Nothing is told any more. */
  close(): void
}

/** What a {@link Line} tells, never while it is made. */
export interface LineOwner {
  lineReceived(packet: string): void
  /** It is over, or could not be opened. `details`: what it ended by, as far as is known. */
  lineEnded(details?: unknown): void
}

/**
 * Opens one.
 *
 * @param url - The server's, without what says which transport it is.
 * @throws if the browser forbids it.
 */
export type OpenLine = (url: URL, owner: LineOwner) => Line
