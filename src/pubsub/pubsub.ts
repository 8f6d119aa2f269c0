/**
 * What the app and its views use to talk to each other: typed topics over a bus. It holds one bus subscription per
 * topic, whatever the number of listeners here, and keeps listeners from hurting each other.
 */

import { randomUUID } from "node:crypto"
import { isLiveError } from "../errors/live-error.js"
import { memberOf } from "../errors/thrown.js"
import type { Logger } from "../telemetry/logger.js"
import type { Bus, BusHealth, Unsubscribe } from "./bus.js"
import { MemoryBus } from "./memory-bus.js"
import { PlainMessages } from "./plain-messages.js"
import { hasSender, type Sender, senderOf, withSender } from "./sender.js"
import { type Topic, topicName } from "./topic.js"

/** Broadcasts messages to all that subscribed to their topic. */
export class PubSub {
  readonly #bus: Bus
  readonly #logger: Logger
  readonly #topics = new Map<string, LocalTopic>()
  /** Names of views that have broadcast without hearing it. No other server has the same. */
  readonly #senders = new WeakMap<object, string>()
  readonly #plain: PlainMessages | undefined
  #closed = false

  constructor(bus: Bus, logger: Logger, { development = false }: { readonly development?: boolean } = {}) {
    // A bus between processes refuses itself what cannot travel.
    this.#plain = development && bus instanceof MemoryBus ? new PlainMessages(logger) : undefined
    this.#bus = bus
    this.#logger = logger
    bus.start?.({ logger })
  }

  /**
   * True if messages of other processes may be missed: gaps are told of then.
   *
   * @internal
   */
  get canMiss(): boolean {
    return !(this.#bus instanceof MemoryBus)
  }

  /**
   * How the bus is.
   *
   * @internal
   */
  health(): BusHealth | undefined {
    return this.#bus.health?.()
  }

  /**
   * Sends a message to everyone who subscribed to the topic: views (their `handleInfo`) and listeners, here and on
   * every server of the bus. It returns at once; a bus that fails is logged.
   */
  broadcast<Message>(topic: Topic<Message>, message: NoInfer<Message>): void {
    this.#plain?.look(topicName(topic), message)
    this.#publish(topicName(topic), hasSender(message) ? withSender(message, null) : message)
  }

  /**
   * Like {@link broadcast}, to everyone but the view of this socket: it has shown already what the others are told.
   *
   * Tell what has happened, not how things are: a message that another sent before may be handled after this event, and
   * this view does not get its own, newer one. A value in it would be shown for good; a card is added either way, and
   * "changed" makes `handleInfo` look for itself.
   *
   * @example
   * ```ts
   * import { type Socket, topic } from "livemount"
   * import { live } from "./live.js"
   *
   * const board = topic<Card>("board")
   *
   * function move(card: Card, socket: Socket<{ cards: readonly Card[] }, Card>): void {
   *   socket.update("cards", (cards) => [...cards, card])
   *   live.pubsub.broadcastFrom(socket, board, card)
   * }
   * ```
   * @throws {@link LiveError} LV_SENDER_INVALID
   */
  broadcastFrom<Message>(socket: Sender, topic: Topic<Message>, message: NoInfer<Message>): void {
    const sender = senderOf(socket)
    this.#plain?.look(topicName(topic), message)
    const from = this.#senders.get(sender) ?? randomUUID()
    this.#senders.set(sender, from)
    this.#publish(topicName(topic), withSender(message, from))
  }

  #publish(name: string, message: unknown): void {
    try {
      const sent = this.#bus.publish(name, message)
      if (sent !== undefined) Promise.resolve(sent).catch((error: unknown) => this.#publishFailed(name, error))
    } catch (error) {
      this.#publishFailed(name, error)
    }
  }

  /**
   * Calls the listener with every message on the topic, until the function returned is called. Views use
   * `socket.subscribe`, which ends with the view.
   */
  subscribe<Message>(topic: Topic<Message>, listener: (message: Message) => void): Unsubscribe {
    // A listener is only called with what was broadcast on its topic, which the topic's type vouches for.
    return this.listen(topicName(topic), listener as (message: unknown) => void)
  }

  /**
   * Subscribes by name. A message that was broadcast before is not heard, nor one of `owner` by `broadcastFrom`.
   *
   * @param gap - Told when messages of other processes may have been missed.
   * @internal
   */
  listen(name: string, listener: (message: unknown) => void, { owner, gap }: ListenOptions = {}): Unsubscribe {
    if (this.#closed) return () => {}
    const local = this.#topics.get(name) ?? this.#open(name)
    // An object of its own per subscription: the same function may subscribe twice.
    const subscription = { listener, owner, gap }
    local.listeners.add(subscription)
    return Object.assign(() => this.#drop(name, subscription), { confirmed: local.unsubscribe.confirmed })
  }

  /** Ends all subscriptions and closes the bus. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { listeners } of this.#topics.values()) listeners.clear()
    this.#topics.clear()
    await this.#bus.close()
  }

  /** What the bus throws is for the one who subscribes; a topic that it did not take is not kept, the next one asks again. */
  #open(name: string): LocalTopic {
    const listeners = new Set<Subscription>()
    const unsubscribe = this.#bus.subscribe(
      name,
      (message) => this.#deliver(name, listeners, message),
      () => this.#missed(name, listeners),
    )
    const local = { listeners, unsubscribe }
    this.#topics.set(name, local)
    return local
  }

  #drop(name: string, subscription: Subscription): void {
    const local = this.#topics.get(name)
    if (local === undefined || !local.listeners.delete(subscription) || local.listeners.size > 0) return
    this.#topics.delete(name)
    try {
      local.unsubscribe()
    } catch (error) {
      // Nobody is left to whom it could matter, and a view that ends must end wholly.
      this.#logger.error(`The bus could not end the subscription to the topic "${name}".`, { topic: name, error })
    }
  }

  #deliver(name: string, listeners: ReadonlySet<Subscription>, given: unknown): void {
    const [message, from] = hasSender(given) ? [given["~message"], given["~from"]] : [given, null]
    // A copy: who subscribes while this message is delivered hears the next one first.
    for (const subscription of Array.from(listeners)) {
      if (!listeners.has(subscription) || (from !== null && this.#isOf(from, subscription))) continue
      try {
        // An asynchronous listener is taken, too: its rejection would end the process.
        const heard: unknown = subscription.listener(message)
        if (typeof memberOf(heard, "then") === "function") {
          Promise.resolve(heard).catch((error: unknown) => this.#listenerFailed(name, error))
        }
      } catch (error) {
        this.#listenerFailed(name, error)
      }
    }
  }

  #missed(name: string, listeners: ReadonlySet<Subscription>): void {
    for (const { gap } of Array.from(listeners)) {
      try {
        gap?.()
      } catch (error) {
        this.#listenerFailed(name, error)
      }
    }
  }

  #isOf(from: string, { owner }: Subscription): boolean {
    return owner !== undefined && this.#senders.get(owner) === from
  }

  #listenerFailed(name: string, error: unknown): void {
    this.#logger.error(`A listener of the topic "${name}" failed; the others were served.`, { topic: name, error })
  }

  #publishFailed(name: string, error: unknown): void {
    // The outage is in the log already, and how many were lost will be.
    if (isLiveError(error, "LV_BUS_LOST")) return this.#logger.debug(error.message, { code: error.code, topic: name })
    this.#logger.error(`A message on the topic "${name}" could not be published.`, { topic: name, error })
  }
}

/** Options of {@link PubSub.listen}. */
export interface ListenOptions {
  /** The view that listens: it does not hear what it broadcasts by `broadcastFrom`. */
  readonly owner?: object | undefined
  readonly gap?: (() => void) | undefined
}

interface Subscription extends ListenOptions {
  readonly listener: (message: unknown) => void
}

interface LocalTopic {
  readonly listeners: Set<Subscription>
  readonly unsubscribe: Unsubscribe
}
