/**
 * The port below a bus between processes: moves texts by topic, and says when it cannot. Redis, socket.io's adapters and
 * Node's cluster are behind it. It may lose, repeat and (if it says so) reorder: {@link CarriedBus} notices.
 */

/** What a carrier tells the bus above it. */
export interface CarrierListener {
  /** What it was told last. */
  readonly isUp: boolean
  /** Something arrived for a topic. Nothing has been checked. */
  arrived(topic: string, text: unknown): void
  /** It can send and listen now. Topics that were listened to before have to be listened to again. */
  up(): void
  /** It cannot; it goes on trying by itself. Saying so twice does nothing. */
  down(reason: string): void
}

/** Moves texts between processes. */
export interface Carrier {
  /** Whether messages of one publisher on one topic keep their order. */
  readonly ordered: boolean
  /** For messages: "Redis". */
  readonly engine: string
  /** Bytes of the longest text it takes. */
  readonly limit: number
  /** Begins to connect. Called once. */
  start(listener: CarrierListener): void
  /** Resolves when the text has left; rejects when it has not, or nobody knows. Only called while it is up. */
  send(topic: string, text: string): Promise<void>
  /** Resolves when the engine has confirmed; listening twice counts as once. Only called while it is up. */
  listen(topic: string): Promise<void>
  unlisten(topic: string): Promise<void>
  close(): Promise<void>
}
