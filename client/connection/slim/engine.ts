/**
 * What the Manager needs of what carries its packets: `websocket-engine.ts`, which every page has, and engine.io-client's
 * own `Socket`, which `polling/` brings. Names are engine.io-client's.
 */

export interface Engine {
  /** The largest message that the server takes, in bytes, as its handshake says. */
  readonly _maxPayload: number | undefined
  readonly transport: { readonly name: string } | undefined
  /**
   * It tells "open", "data" with a text, "error" and "close" (reason, details), at most one "close", after which it tells
   * nothing.
   */
  on(event: EngineEvent, listener: (...details: never[]) => void): unknown
  write(text: string): unknown
  /** Sends what waits first. */
  close(): unknown
  /** Ends it, a little later, when the heartbeat is overdue. */
  _hasPingExpired(): boolean
}

export type EngineEvent = "open" | "data" | "error" | "close"
