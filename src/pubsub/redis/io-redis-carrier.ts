/** Carries messages over Redis' pub/sub with the driver ioredis. In a cluster over sharded pub/sub. */

import type { Carrier, CarrierListener } from "../between/carrier.js"
import type { RedisCarrierOptions } from "./redis-carrier-options.js"
import { type IoRedisClient, reconnectDelay } from "./redis-client.js"

/** The part of ioredis that is used here. */
interface Driver extends IoRedisClient {
  duplicate(...options: readonly object[]): Driver
  connect(): Promise<unknown>
  disconnect(): void
  on(event: string, listener: (...details: never[]) => void): unknown
  off(event: string, listener: (...details: never[]) => void): unknown
  publish(channel: string, text: string): Promise<unknown>
  spublish(channel: string, text: string): Promise<unknown>
  subscribe(channel: string): Promise<unknown>
  ssubscribe(channel: string): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  sunsubscribe(channel: string): Promise<unknown>
}

export class IoRedisCarrier implements Carrier {
  readonly ordered = true
  readonly engine = "Redis"
  readonly limit: number
  readonly #publisher: Driver
  readonly #prefix: string
  readonly #sharded: boolean
  #subscriber: Driver | undefined
  #listener: CarrierListener | undefined
  #isUp = false

  constructor(client: IoRedisClient, { prefix, limit, sharded }: RedisCarrierOptions) {
    this.#publisher = client as unknown as Driver
    this.#prefix = `${prefix}:`
    this.#sharded = client.isCluster && sharded
    this.limit = limit
  }

  start(listener: CarrierListener): void {
    this.#listener = listener
    const subscriber = this.#duplicate()
    this.#subscriber = subscriber
    for (const client of [subscriber, this.#publisher]) {
      client.on("ready", this.#look)
      client.on("close", this.#look)
      client.on("end", this.#look)
      client.on("error", this.#failed)
    }
    // The subscribers of a cluster's nodes come and go by themselves: whoever was replaced may have missed something.
    subscriber.on("subscribersReady", this.#replaced)
    subscriber.on(this.#sharded ? "smessage" : "message", this.#message)
    // It goes on trying by itself; how it stands is told by its events.
    subscriber.connect().catch(() => {})
    // A lazy client connects with its first command, which we do not send before it is connected.
    if (this.#publisher.status === "wait") this.#publisher.connect().catch(() => {})
    this.#look()
  }

  async send(topic: string, text: string): Promise<void> {
    const channel = this.#prefix + topic
    await (this.#sharded ? this.#publisher.spublish(channel, text) : this.#publisher.publish(channel, text))
  }

  async listen(topic: string): Promise<void> {
    const channel = this.#prefix + topic
    await (this.#sharded ? this.#subscriber?.ssubscribe(channel) : this.#subscriber?.subscribe(channel))
  }

  async unlisten(topic: string): Promise<void> {
    const channel = this.#prefix + topic
    await (this.#sharded ? this.#subscriber?.sunsubscribe(channel) : this.#subscriber?.unsubscribe(channel))
  }

  close(): Promise<void> {
    for (const event of ["ready", "close", "end"]) this.#publisher.off(event, this.#look)
    this.#publisher.off("error", this.#failed)
    this.#listener = undefined
    this.#subscriber?.disconnect()
    return Promise.resolve()
  }

  #duplicate(): Driver {
    const own = { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: null }
    const publisher = this.#publisher
    if (publisher.isCluster) {
      // Absent nodes to start from: those of the client.
      const nodes = (publisher as unknown as { readonly startupNodes: object }).startupNodes
      return publisher.duplicate(nodes, {
        lazyConnect: true,
        clusterRetryStrategy: reconnectDelay,
        shardedSubscribers: this.#sharded,
      })
    }
    // Topics are asked for again by the bus, which has to know when that has been confirmed.
    return publisher.duplicate({ ...own, autoResubscribe: false, retryStrategy: reconnectDelay })
  }

  /** Both connections are needed: one to send, the other to listen. */
  readonly #look = (): void => {
    const isUp = this.#publisher.status === "ready" && this.#subscriber?.status === "ready"
    if (isUp === this.#isUp) return
    this.#isUp = isUp
    if (isUp) this.#listener?.up()
    else this.#listener?.down(this.#reason)
  }

  get #reason(): string {
    const who = this.#publisher.status === "ready" ? "the connection for subscriptions" : "the client"
    const { status } = this.#publisher.status === "ready" ? (this.#subscriber ?? this.#publisher) : this.#publisher
    return `${who} is not connected (status "${status}")`
  }

  /** Nothing to do: a client without a listener for errors would write them to the console, one for each attempt. */
  readonly #failed = (): void => {
    this.#listener?.down(this.#reason)
  }

  readonly #replaced = (): void => {
    if (this.#isUp) this.#listener?.up()
  }

  readonly #message = (channel: string, text: string): void => {
    if (channel.startsWith(this.#prefix)) this.#listener?.arrived(channel.slice(this.#prefix.length), text)
  }
}
