/** The bus over Redis, for any number of processes on any number of machines. */

import { checkOptions } from "../../util/check-option.js"
import { systemClock } from "../../util/clock.js"
import { BOOLEAN, DEFAULT_MESSAGE_BYTES, MESSAGE_BYTES, PREFIX } from "../between/bus-options.js"
import { CarriedBus } from "../between/carried-bus.js"
import type { Bus } from "../bus.js"
import type { VoidedStore } from "../voided-store.js"
import { IoRedisConnections } from "./io-redis-connections.js"
import { NodeRedisConnections } from "./node-redis-connections.js"
import { RedisCarrier } from "./redis-carrier.js"
import { checkClient, isIoRedis, type RedisClient } from "./redis-client.js"
import { RedisVoidedStore } from "./redis-voided-store.js"

/** Options of {@link redisBus}. */
export interface RedisBusOptions {
  /**
   * What stands before all names of channels and keys. Apps that share a Redis each need their own.
   * @defaultValue "livemount"
   */
  readonly prefix?: string | undefined
  /**
   * Bytes of the largest message, as JSON.
   * @defaultValue 4194304 (4 MB)
   */
  readonly messageBytes?: number | undefined
  /**
   * Whether a cluster's sharded pub/sub is used (Redis 7). `false`: every message goes to every node.
   * @defaultValue true
   */
  readonly sharded?: boolean | undefined
}

/** A {@link Bus} that also knows which tokens no longer hold. */
export interface RedisBus extends Bus {
  readonly voided: VoidedStore
}

/**
 * Makes a bus over Redis (6.2 or newer, or a server that speaks its protocol). The client stays yours: it publishes, and a
 * second connection for subscriptions is made from it, with back-off, and closed with the bus.
 *
 * While Redis is out of reach, messages reach the views of their own process; they leave it when it is back, unless it
 * took longer than 5 seconds. Views that may have missed something then mount anew, or get `handleGap`.
 *
 * @param client - Of ioredis (also with sentinels, or a `Cluster`), or of node-redis (`createClient`, `createCluster`,
 * `createSentinel`), which the app has to connect itself.
 * @example
 * ```ts
 * import { Redis } from "ioredis"
 * import { liveMiddleware } from "livemount/express"
 * import { redisBus } from "livemount/redis"
 *
 * const live = liveMiddleware({ bus: redisBus(new Redis(process.env.REDIS_URL)) })
 * ```
 * @throws {@link LiveError} LV_BUS_CLIENT_INVALID, LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function redisBus(client: RedisClient, options: RedisBusOptions = {}): RedisBus {
  checkClient(client)
  checkOptions(options, { prefix: PREFIX, messageBytes: MESSAGE_BYTES, sharded: BOOLEAN })
  const { prefix = "livemount", messageBytes = DEFAULT_MESSAGE_BYTES, sharded = true } = options
  const connections = isIoRedis(client)
    ? new IoRedisConnections(client, sharded)
    : new NodeRedisConnections(client, { sharded, clock: systemClock })
  const carrier = new RedisCarrier(connections, { prefix, limit: messageBytes })
  return Object.assign(new CarriedBus(carrier), { voided: new RedisVoidedStore(client, prefix, systemClock) })
}
