/**
 * Carries messages over Redis' pub/sub, whichever the driver. It is up while both connections are: the app's own client, which
 * sends, and the one for subscriptions, which is made of it.
 */

import type { Carrier, CarrierListener } from "../between/carrier.js"
import type { RedisConnections, RedisListener } from "./redis-connections.js"

export interface RedisCarrierOptions {
  /** What stands before all names on the engine. */
  readonly prefix: string
  /** Bytes of the longest message. */
  readonly limit: number
}

export class RedisCarrier implements Carrier, RedisListener {
  readonly ordered = true
  readonly engine = "Redis"
  readonly limit: number
  readonly #connections: RedisConnections
  readonly #prefix: string
  #listener: CarrierListener | undefined

  constructor(connections: RedisConnections, { prefix, limit }: RedisCarrierOptions) {
    this.#connections = connections
    this.#prefix = `${prefix}:`
    this.limit = limit
  }

  start(listener: CarrierListener): void {
    this.#listener = listener
    this.#connections.open(this)
    this.changed()
  }

  async send(topic: string, text: string): Promise<void> {
    await this.#connections.send(this.#prefix + topic, text)
  }

  async listen(topic: string): Promise<void> {
    await this.#connections.listen(this.#prefix + topic)
  }

  async unlisten(topic: string): Promise<void> {
    await this.#connections.unlisten(this.#prefix + topic)
  }

  close(): Promise<void> {
    this.#listener = undefined
    return this.#connections.close()
  }

  // Redis listener

  changed(): void {
    const { problem } = this.#connections
    const isUp = problem === undefined
    if (isUp === this.#listener?.isUp) return
    if (isUp) this.#listener?.up()
    else this.#listener?.down(problem)
  }

  failed(): void {
    this.changed()
    const { problem } = this.#connections
    if (problem !== undefined) this.#listener?.down(problem)
  }

  missed(): boolean {
    const isUp = this.#listener?.isUp === true
    if (isUp) this.#listener?.up()
    return isUp
  }

  arrived(channel: string, text: string): void {
    if (channel.startsWith(this.#prefix)) this.#listener?.arrived(channel.slice(this.#prefix.length), text)
  }
}
