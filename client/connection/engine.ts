/**
 * What carries the packets of a connection, from when it is made, as far as the connection asks it:
 * `slim/slim-engine.ts`.
 */

export interface Engine {
  /** The transport it has by now. */
  readonly transport: string
  /** The largest message that the server takes, in bytes, as its handshake says. */
  readonly maxPayload: number | undefined
  write(text: string): void
  /** Sends what waits first. */
  close(): void
  /** True when the heartbeat is overdue: then it ends, a little later. */
  isOverdue(): boolean
}

/** What an {@link Engine} tells its owner, never while it is made: that it is open, once; what comes; and that it is over, once. */
export interface EngineDelegate {
  engineOpened(engine: Engine): void
  engineReceived(engine: Engine, text: string): void
  /** It is over, or could not be opened. `details`: what the transport says of it. */
  engineEnded(engine: Engine, details?: unknown): void
}
