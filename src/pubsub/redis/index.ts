/** The entry `livemount/redis`: a bus and a store of snapshots over Redis, for processes on any number of machines. */

export { type RedisBus, type RedisBusOptions, redisBus } from "./redis-bus.js"
export type { IoRedisClient, NodeRedisClient, RedisClient } from "./redis-client.js"
export { type RedisSnapshotsOptions, redisSnapshots } from "./redis-snapshots.js"
