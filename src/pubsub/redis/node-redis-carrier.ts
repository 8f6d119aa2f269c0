/** Carries messages over Redis' pub/sub with the driver node-redis. In a cluster over sharded pub/sub. */

import { type CancelTimer, systemClock } from "../../util/clock.js"
import type { Carrier, CarrierListener } from "../between/carrier.js"
import type { RedisCarrierOptions } from "./redis-carrier-options.js"
import { type NodeRedisClient, reconnectDelay } from "./redis-client.js"

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

/** Milliseconds until a client that nobody has connected is told of. */
const PATIENCE = 2_000

export class NodeRedisCarrier implements Carrier {
  readonly ordered = true
  readonly engine = "Redis"
  readonly limit: number
  readonly #publisher: Driver
  readonly #prefix: string
  readonly #isCluster: boolean
  readonly #sharded: boolean
  #subscriber: Driver | undefined
  #listener: CarrierListener | undefined
  #isUp = false
  #hasLostNode = false
  /** Topics of a cluster are being left. */
  #leaving: Promise<void> = Promise.resolve()
  #noticing: CancelTimer | undefined
  #retry: CancelTimer | undefined
  /** Settles when an attempt to connect has ended. Never rejects. */
  #connecting: Promise<void> = Promise.resolve()

  constructor(client: NodeRedisClient, { prefix, limit, sharded }: RedisCarrierOptions) {
    this.#publisher = client as unknown as Driver
    this.#prefix = `${prefix}:`
    this.#isCluster = "masters" in client
    this.#sharded = this.#isCluster && sharded
    this.limit = limit
  }

  start(listener: CarrierListener): void {
    this.#listener = listener
    const subscriber = this.#duplicate()
    this.#subscriber = subscriber
    for (const client of [subscriber, this.#publisher]) {
      for (const event of ["ready", "connect", "reconnecting", "end", "disconnect"]) client.on(event, this.#look)
      client.on("error", this.#failed)
    }
    // A cluster's and a sentinel's nodes come and go by themselves: while one was away, its topics missed something.
    subscriber.on("node-reconnecting", this.#nodeLost)
    subscriber.on("node-disconnect", this.#nodeLost)
    subscriber.on("node-ready", this.#nodeReady)
    subscriber.on("topology-change", this.#nodeLost)
    subscriber.on("topology-change", this.#nodeReady)
    this.#connect(subscriber, 0)
    this.#look()
    // It does not connect by itself, and would be silent for ever.
    this.#noticing = systemClock.after(PATIENCE, () => {
      if (!this.#publisher.isOpen) this.#listener?.down(this.#reason)
    })
  }

  async send(topic: string, text: string): Promise<void> {
    const channel = this.#prefix + topic
    await (this.#sharded ? this.#publisher.sPublish(channel, text) : this.#publisher.publish(channel, text))
  }

  async listen(topic: string): Promise<void> {
    const channel = this.#prefix + topic
    await this.#leaving
    // Always the same function: listening twice is listening once.
    await (this.#sharded
      ? this.#subscriber?.sSubscribe(channel, this.#message)
      : this.#subscriber?.subscribe(channel, this.#message))
  }

  async unlisten(topic: string): Promise<void> {
    const channel = this.#prefix + topic
    if (!this.#sharded) {
      await this.#subscriber?.unsubscribe(channel, this.#message)
      return
    }
    // One by one: of two that empty a node's connection at the same time, the second would lose sight of the next connection.
    const left = this.#leaving.then(() => this.#subscriber?.sUnsubscribe(channel, this.#message))
    this.#leaving = left.then(NOTHING, NOTHING)
    await left
  }

  async close(): Promise<void> {
    for (const event of ["ready", "connect", "reconnecting", "end", "disconnect"])
      this.#publisher.off(event, this.#look)
    this.#publisher.off("error", this.#failed)
    this.#listener = undefined
    this.#noticing?.()
    this.#retry?.()
    const subscriber = this.#subscriber
    if (subscriber === undefined) return
    // A cluster that is let go of while it connects leaves connections behind.
    if (this.#isCluster) await this.#connecting
    try {
      if (subscriber.destroy !== undefined) subscriber.destroy()
      else await subscriber.disconnect()
    } catch {
      // It was not connected: nothing to let go of.
    }
  }

  #duplicate(): Driver {
    if (this.#isCluster || !("isPubSubActive" in this.#publisher)) return this.#publisher.duplicate()
    const { socket } = (this.#publisher as unknown as { readonly options?: { readonly socket?: object } }).options ?? {}
    return this.#publisher.duplicate({
      socket: { ...socket, reconnectStrategy: reconnectDelay },
      disableOfflineQueue: true,
    })
  }

  /** node-redis tries again by itself only once it has been connected. */
  #connect(subscriber: Driver, attempt: number): void {
    if (this.#listener === undefined) return
    this.#connecting = subscriber.connect().then(this.#look, () => {
      this.#retry = systemClock.after(reconnectDelay(attempt), () => {
        if (!subscriber.isOpen) this.#connect(subscriber, attempt + 1)
      })
    })
  }

  /** Both connections are needed: one to send, the other to listen. */
  readonly #look = (): void => {
    const isUp = isReady(this.#publisher) && this.#subscriber !== undefined && isReady(this.#subscriber)
    if (isUp === this.#isUp) return
    this.#isUp = isUp
    if (isUp) this.#listener?.up()
    else this.#listener?.down(this.#reason)
  }

  get #reason(): string {
    if (!this.#publisher.isOpen) return "the client was not connected: `await client.connect()` does it"
    return isReady(this.#publisher) ? "the connection for subscriptions is lost" : "the client's connection is lost"
  }

  /** A client without a listener for errors ends the process. */
  readonly #failed = (): void => {
    this.#look()
    if (!this.#isUp) this.#listener?.down(this.#reason)
  }

  readonly #nodeLost = (): void => {
    this.#hasLostNode = true
  }

  readonly #nodeReady = (): void => {
    if (!this.#hasLostNode || !this.#isUp) return
    this.#hasLostNode = false
    this.#listener?.up()
  }

  readonly #message: Listener = (text, channel) => {
    if (channel.startsWith(this.#prefix)) this.#listener?.arrived(channel.slice(this.#prefix.length), text)
  }
}

function isReady(client: Driver): boolean {
  return client.isReady ?? client.isOpen
}

const NOTHING = (): void => {}
