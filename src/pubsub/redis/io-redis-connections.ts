/** Connections of the driver ioredis. In a cluster over sharded pub/sub. */

import { type IoRedisClient, reconnectDelay } from "./redis-client.js"
import type { RedisConnections, RedisListener } from "./redis-connections.js"

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

const CHANGES = ["ready", "close", "end"]

export class IoRedisConnections implements RedisConnections {
  readonly #publisher: Driver
  readonly #sharded: boolean
  #subscriber: Driver | undefined
  #listener: RedisListener | undefined

  /** @param sharded - Whether to use sharded pub/sub where there is a cluster. */
  constructor(client: IoRedisClient, sharded: boolean) {
    this.#publisher = client as unknown as Driver
    this.#sharded = client.isCluster && sharded
  }

  open(listener: RedisListener): void {
    this.#listener = listener
    const subscriber = this.#duplicate()
    this.#subscriber = subscriber
    for (const client of [subscriber, this.#publisher]) {
      for (const event of CHANGES) client.on(event, this.#changed)
      client.on("error", this.#failed)
    }
    // The subscribers of a cluster's nodes come and go by themselves: whoever was replaced may have missed something.
    subscriber.on("subscribersReady", () => listener.missed())
    subscriber.on(this.#sharded ? "smessage" : "message", (channel: string, text: string) =>
      listener.arrived(channel, text),
    )
    // It goes on trying by itself; how it stands is told by its events.
    subscriber.connect().catch(() => {})
    // A lazy client connects with its first command, which we do not send before it is connected.
    if (this.#publisher.status === "wait") this.#publisher.connect().catch(() => {})
  }

  get problem(): string | undefined {
    const { status } = this.#publisher
    if (status !== "ready") return `the client is not connected (status "${status}")`
    const own = this.#subscriber?.status ?? "wait"
    return own === "ready" ? undefined : `the connection for subscriptions is not connected (status "${own}")`
  }

  send(channel: string, text: string): Promise<unknown> {
    return this.#sharded ? this.#publisher.spublish(channel, text) : this.#publisher.publish(channel, text)
  }

  async listen(channel: string): Promise<void> {
    await (this.#sharded ? this.#subscriber?.ssubscribe(channel) : this.#subscriber?.subscribe(channel))
  }

  async unlisten(channel: string): Promise<void> {
    await (this.#sharded ? this.#subscriber?.sunsubscribe(channel) : this.#subscriber?.unsubscribe(channel))
  }

  close(): Promise<void> {
    for (const event of CHANGES) this.#publisher.off(event, this.#changed)
    this.#publisher.off("error", this.#failed)
    this.#subscriber?.disconnect()
    return Promise.resolve()
  }

  #duplicate(): Driver {
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
    return publisher.duplicate({
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: null,
      // Topics are asked for again by the bus, which has to know when that has been confirmed.
      autoResubscribe: false,
      retryStrategy: reconnectDelay,
    })
  }

  readonly #changed = (): void => this.#listener?.changed()

  /** A client without a listener for errors would write them to the console, one for each attempt. */
  readonly #failed = (): void => this.#listener?.failed()
}
