/** The port that carries messages between views, and between servers. What every bus must do is in its conformance suite. */

import type { Logger } from "../telemetry/logger.js"
import type { VoidedStore } from "./voided-store.js"

/** Hears what is published on a topic. It should return quickly; what it throws hurts no other listener. */
export type BusListener = (message: unknown) => void

/** Ends a subscription: afterwards its listener is not called again. Calling it twice does nothing. */
export interface Unsubscribe {
  (): void
  /**
   * Resolves when everything that other processes publish from now on will be heard. It never rejects, and may stay open
   * for as long as the engine is out of reach. Absent: that holds at once, as on a bus within one process.
   */
  readonly confirmed?: Promise<void> | undefined
}

/** What a bus is told at the start. */
export interface BusContext {
  readonly logger: Logger
}

/** How a bus is: see `live.health()`. */
export interface BusHealth {
  /** "down": messages reach this process only, until the engine is back. */
  readonly state: "up" | "down"
  /** When that began, in milliseconds since 1970. */
  readonly since: number
  /** Why it is down, as one sentence. */
  readonly reason?: string | undefined
  /** Messages that have been published and wait for the engine. */
  readonly waiting: number
  /** Messages of this process that never left it: the engine was away for too long. */
  readonly lost: number
  /** Messages from other processes that were dropped: not ours, damaged, too large, of another version, repeated. */
  readonly dropped: number
}

/**
 * Carries messages by topic to all listeners, in this process and (if the bus can) in others.
 *
 * What it guarantees: messages of one publisher on one topic arrive in the order they were published, each at most
 * once per subscription. What is published by the same process after `subscribe` has returned is heard; what other
 * processes publish after `confirmed` has resolved. What was published before is not. A message is plain data: between
 * processes it travels as JSON, within one it may be the same object, so nobody may change it.
 *
 * A bus between processes can miss messages, and says so: it calls the subscription's `gap` when it has missed some, or
 * cannot know that it has not.
 */
export interface Bus {
  /** Called once, before anything else, by the livemount that the bus was given to. */
  start?(context: BusContext): void
  /** Sends a message to every listener of the topic. A promise, where there is one, tells that it has left. */
  publish(topic: string, message: unknown): void | Promise<void>
  /** @param gap - Called when messages of other processes may have been missed. It should return quickly. */
  subscribe(topic: string, listener: BusListener, gap?: () => void): Unsubscribe
  /** Knows which tokens no longer hold, in all processes. */
  readonly voided?: VoidedStore | undefined
  /** Absent: a bus that cannot fail. */
  health?(): BusHealth
  /** Ends all subscriptions and lets go of connections. */
  close(): void | Promise<void>
}
