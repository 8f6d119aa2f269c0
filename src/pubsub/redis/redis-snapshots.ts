/** Snapshots in Redis, for all processes of an app: one hash per series, which expires with its snapshot. */

import { randomUUID } from "node:crypto"
import type { SnapshotStore, StoredSnapshot } from "../../snapshot/snapshot-store.js"
import { checkOptions } from "../../util/check-option.js"
import { PREFIX } from "../between/bus-options.js"
import { checkClient, type RedisClient } from "./redis-client.js"
import { type RunScript, scriptsOf } from "./redis-scripts.js"

/** Options of {@link redisSnapshots}. */
export interface RedisSnapshotsOptions {
  /**
   * What stands before all names of keys. Apps that share a Redis each need their own.
   * @defaultValue "livemount"
   */
  readonly prefix?: string | undefined
}

/** Numbers stay texts: Lua would round those of more than 14 digits when it writes them. */
const PUT = `
local known = redis.call('HGET', KEYS[1], 'c')
if known and tonumber(known) >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'c', ARGV[1], 't', ARGV[2])
return redis.call('PEXPIRE', KEYS[1], ARGV[3])`
/** Beside the series, and for as long as Redis keeps its data. */
const EPOCH = "redis.call('SET', KEYS[1], ARGV[1], 'NX') return redis.call('GET', KEYS[1])"
const NEWEST = "return redis.call('HMGET', KEYS[1], 'c', 't')"
const DROP = `
local known = redis.call('HGET', KEYS[1], 'c')
if not known or tonumber(known) > tonumber(ARGV[1]) then return 0 end
if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`

/**
 * Keeps the snapshots of what views persist in Redis (6.2 or newer, or a server that speaks its protocol). The client stays yours;
 * it may be that of the bus.
 *
 * @param client - Of ioredis (also with sentinels, or a `Cluster`), or of node-redis (`createClient`, `createCluster`,
 * `createSentinel`), which the app has to connect itself.
 * @example
 * ```ts
 * import { Redis } from "ioredis"
 * import { liveMiddleware } from "livemount/express"
 * import { redisSnapshots } from "livemount/redis"
 *
 * const live = liveMiddleware({ snapshots: { store: redisSnapshots(new Redis(process.env.REDIS_URL)) } })
 * ```
 * @throws {@link LiveError} LV_BUS_CLIENT_INVALID, LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function redisSnapshots(client: RedisClient, options: RedisSnapshotsOptions = {}): SnapshotStore {
  checkClient(client)
  checkOptions(options, { prefix: PREFIX })
  const { prefix = "livemount" } = options
  return new RedisSnapshots(scriptsOf(client), prefix)
}

class RedisSnapshots implements SnapshotStore {
  readonly #run: RunScript
  readonly #prefix: string
  readonly #epochKey: string

  constructor(run: RunScript, prefix: string) {
    this.#run = run
    this.#prefix = `${prefix}:snapshot:`
    this.#epochKey = `${prefix}:snapshots`
  }

  async epoch(): Promise<string> {
    return String(await this.#run(EPOCH, this.#epochKey, [randomUUID()]))
  }

  async put(series: string, { counter, text }: StoredSnapshot, maxAge: number): Promise<void> {
    await this.#run(PUT, this.#prefix + series, [String(counter), text, String(Math.ceil(maxAge))])
  }

  async newest(series: string): Promise<StoredSnapshot | undefined> {
    const found = (await this.#run(NEWEST, this.#prefix + series, [])) as readonly (string | null)[]
    const [counter, text] = found
    return typeof counter === "string" && typeof text === "string" ? { counter: Number(counter), text } : undefined
  }

  async drop(series: string, upTo: number, after: number): Promise<void> {
    await this.#run(DROP, this.#prefix + series, [String(upTo), String(Math.ceil(after))])
  }
}
