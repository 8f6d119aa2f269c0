/**
 * What livemount needs of the two drivers for Redis, so that neither has to be installed. Their own clients fit these types;
 * a type test holds the two together.
 */

import { LiveError } from "../../errors/live-error.js"

/** A client of `ioredis`: `new Redis(…)` (also with sentinels) or `new Cluster(…)`. */
export interface IoRedisClient {
  readonly status: string
  readonly isCluster: boolean
  duplicate(...given: never[]): unknown
}

/** A client of `redis` (node-redis, from version 4.7 on): of `createClient`, `createCluster` or `createSentinel`. */
export interface NodeRedisClient {
  readonly isOpen: boolean
  duplicate(...given: never[]): unknown
}

/** A client of either driver. */
export type RedisClient = IoRedisClient | NodeRedisClient

/** Tells the drivers apart. */
export function isIoRedis(client: RedisClient): client is IoRedisClient {
  return "status" in client && typeof client.status === "string"
}

/** @throws {@link LiveError} LV_BUS_CLIENT_INVALID */
export function checkClient(client: RedisClient): void {
  const given: unknown = client
  const isObject = typeof given === "object" && given !== null
  if (isObject && typeof client.duplicate === "function" && (isIoRedis(client) || "isOpen" in client)) return
  throw new LiveError("LV_BUS_CLIENT_INVALID", { given })
}

/** Milliseconds until the next attempt to connect, with some chance, so that not all processes come at once. */
export function reconnectDelay(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt, 10), 5_000) * (0.75 + Math.random() / 2)
}
