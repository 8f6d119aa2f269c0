/** Connections of the driver node-redis. In a cluster over sharded pub/sub. */

import type { CancelTimer, Clock } from "../../util/clock.js"
import { FirstConnection } from "./first-connection.js"
import { type NodeRedisClient, reconnectDelay } from "./redis-client.js"
import type { RedisConnections, RedisListener } from "./redis-connections.js"

type Listener = (text: string, channel: string) => void

/** The part of node-redis that is used here. */
interface Driver extends NodeRedisClient {
  /** Only clusters have them. */
  readonly masters?: unknown
  /** Not in all versions of all kinds of clients. */
  readonly isReady?: boolean
  duplicate(options?: object): Driver
  connect(): Promise<unknown>
  destroy?(): void
  disconnect(): Promise<unknown>
  on(event: string, listener: (...details: never[]) => void): unknown
  off(event: string, listener: (...details: never[]) => void): unknown
  publish(channel: string, text: string): Promise<unknown>
  sPublish(channel: string, text: string): Promise<unknown>
  subscribe(channel: string, listener: Listener): Promise<unknown>
  sSubscribe(channel: string, listener: Listener): Promise<unknown>
  unsubscribe(channel: string, listener: Listener): Promise<unknown>
  sUnsubscribe(channel: string, listener: Listener): Promise<unknown>
}

export interface NodeRedisOptions {
  /** Whether to use sharded pub/sub where there is a cluster. */
  readonly sharded: boolean
  readonly clock: Pick<Clock, "after">
}

/** Milliseconds until a client that nobody has connected is told of. */
const PATIENCE = 2_000

const CHANGES = ["ready", "connect", "reconnecting", "end", "disconnect"]

export class NodeRedisConnections implements RedisConnections {
  readonly #publisher: Driver
  readonly #options: NodeRedisOptions
  #subscriber: Driver | undefined
  #first: FirstConnection | undefined
  #listener: RedisListener | undefined
  /** Topics of a cluster are being left. */
  #leaving: Promise<void> = Promise.resolve()
  #noticing: CancelTimer | undefined

  constructor(client: NodeRedisClient, options: NodeRedisOptions) {
    this.#publisher = client as unknown as Driver
    this.#options = options
  }

  open(listener: RedisListener): void {
    this.#listener = listener
    const subscriber = this.#duplicate()
    this.#subscriber = subscriber
    for (const client of [subscriber, this.#publisher]) {
      for (const event of CHANGES) client.on(event, this.#changed)
      client.on("error", this.#failed)
    }
    watchNodes(subscriber, listener)
    this.#first = new FirstConnection(subscriber, this.#changed, this.#options.clock)
    // The app's client does not connect by itself, and would be silent for ever.
    this.#noticing = this.#options.clock.after(PATIENCE, () => {
      if (!this.#publisher.isOpen) listener.failed()
    })
  }

  get problem(): string | undefined {
    const subscriber = this.#subscriber
    if (isReady(this.#publisher)) {
      return subscriber !== undefined && isReady(subscriber) ? undefined : "the connection for subscriptions is lost"
    }
    return this.#publisher.isOpen
      ? "the client's connection is lost"
      : "the client was not connected: `await client.connect()` does it"
  }

  send(channel: string, text: string): Promise<unknown> {
    return this.#sharded ? this.#publisher.sPublish(channel, text) : this.#publisher.publish(channel, text)
  }

  async listen(channel: string): Promise<void> {
    await this.#leaving
    // Always the same function: listening twice is listening once.
    await (this.#sharded
      ? this.#subscriber?.sSubscribe(channel, this.#arrived)
      : this.#subscriber?.subscribe(channel, this.#arrived))
  }

  async unlisten(channel: string): Promise<void> {
    if (!this.#sharded) {
      await this.#subscriber?.unsubscribe(channel, this.#arrived)
      return
    }
    // One by one: of two that empty a node's connection at the same time, the second would lose sight of the next connection.
    const left = this.#leaving.then(() => this.#subscriber?.sUnsubscribe(channel, this.#arrived))
    this.#leaving = left.then(NOTHING, NOTHING)
    await left
  }

  async close(): Promise<void> {
    for (const event of CHANGES) this.#publisher.off(event, this.#changed)
    this.#publisher.off("error", this.#failed)
    this.#noticing?.()
    const connecting = this.#first?.close()
    // A cluster that is let go of while it connects leaves connections behind.
    if (this.#isCluster) await connecting
    try {
      if (this.#subscriber?.destroy !== undefined) this.#subscriber.destroy()
      else await this.#subscriber?.disconnect()
    } catch {
      // It was not connected: nothing to let go of.
    }
  }

  get #sharded(): boolean {
    return this.#isCluster && this.#options.sharded
  }

  get #isCluster(): boolean {
    return "masters" in this.#publisher
  }

  #duplicate(): Driver {
    if (this.#isCluster || !("isPubSubActive" in this.#publisher)) return this.#publisher.duplicate()
    const { socket } = (this.#publisher as unknown as { readonly options?: { readonly socket?: object } }).options ?? {}
    return this.#publisher.duplicate({
      socket: { ...socket, reconnectStrategy: reconnectDelay },
      disableOfflineQueue: true,
    })
  }

  readonly #changed = (): void => this.#listener?.changed()

  /** A client without a listener for errors ends the process. */
  readonly #failed = (): void => this.#listener?.failed()

  readonly #arrived: Listener = (text, channel) => this.#listener?.arrived(channel, text)
}

/** A cluster's and a sentinel's nodes come and go by themselves: while one was away, its topics missed something. */
function watchNodes(subscriber: Driver, listener: RedisListener): void {
  let hasLostNode = false
  const lost = (): void => {
    hasLostNode = true
  }
  const ready = (): void => {
    if (hasLostNode && listener.missed()) hasLostNode = false
  }
  subscriber.on("node-reconnecting", lost)
  subscriber.on("node-disconnect", lost)
  subscriber.on("node-ready", ready)
  subscriber.on("topology-change", lost)
  subscriber.on("topology-change", ready)
}

function isReady(client: Driver): boolean {
  return client.isReady ?? client.isOpen
}

const NOTHING = (): void => {}
