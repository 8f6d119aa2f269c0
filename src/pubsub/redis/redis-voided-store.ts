/** Voided tokens in Redis: one key per id, which expires with the last token it speaks of. */

import type { Clock } from "../../util/clock.js"
import type { VoidedStore } from "../voided-store.js"
import type { RedisClient } from "./redis-client.js"
import { type RunScript, scriptsOf } from "./redis-scripts.js"

/** Both scripts end with the server's time, in ms: its clock is the one that counts. */
const NOW = "local t = redis.call('TIME') local now = string.format('%.0f', t[1] * 1000 + math.floor(t[2] / 1000))"
const ADD = `${NOW} redis.call('SET', KEYS[1], now, 'PX', ARGV[1]) return { now, now }`
const SINCE = `${NOW} return { redis.call('GET', KEYS[1]) or '', now }`

export class RedisVoidedStore implements VoidedStore {
  readonly #run: RunScript
  readonly #prefix: string
  readonly #clock: Pick<Clock, "now">
  /** Milliseconds by which the server's clock is ahead of ours. */
  #offset = 0

  constructor(client: RedisClient, prefix: string, clock: Pick<Clock, "now">) {
    this.#prefix = `${prefix}:voided:`
    this.#clock = clock
    this.#run = scriptsOf(client)
  }

  async add(id: string, maxAge: number): Promise<number> {
    return Number((await this.#ask(ADD, id, [String(Math.ceil(maxAge))]))[0])
  }

  async since(id: string): Promise<number | undefined> {
    const [since] = await this.#ask(SINCE, id, [])
    return since === "" ? undefined : Number(since)
  }

  now(): number {
    return this.#clock.now() + this.#offset
  }

  async #ask(script: string, id: string, values: readonly string[]): Promise<readonly string[]> {
    const asked = this.#clock.now()
    const reply = (await this.#run(script, this.#prefix + id, values)) as readonly string[]
    // Half of the way there and back has passed since the server looked at its clock.
    this.#offset = Math.round(Number(reply[1]) - (asked + this.#clock.now()) / 2)
    return reply
  }
}
