/** The port that carries messages between views, and between servers. What every bus must do is in its conformance suite. */

/** Hears what is published on a topic. It should return quickly; what it throws hurts no other listener. */
export type BusListener = (message: unknown) => void

/** Ends a subscription: afterwards its listener is not called again. Calling it twice does nothing. */
export type Unsubscribe = () => void

/**
 * Carries messages by topic to all listeners, in this process and (if the bus can) in others.
 *
 * What it guarantees: messages of one publisher on one topic arrive in the order they were published, each at most
 * once per subscription. What is published by the same process after `subscribe` has returned is heard. What was published
 * before is not. A message is plain data: between processes it travels as JSON, within one it may be the same object,
 * so nobody may change it.
 */
export interface Bus {
  /** Sends a message to every listener of the topic. A promise, where there is one, tells that it has left. */
  publish(topic: string, message: unknown): void | Promise<void>
  subscribe(topic: string, listener: BusListener): Unsubscribe
  /** Ends all subscriptions and lets go of connections. */
  close(): void | Promise<void>
}
