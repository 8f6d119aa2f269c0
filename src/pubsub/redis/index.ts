/** The entry `livemount/redis`: a bus over Redis, for processes on any number of machines. */

export { type RedisBus, type RedisBusOptions, redisBus } from "./redis-bus.js"
export type { IoRedisClient, NodeRedisClient, RedisClient } from "./redis-client.js"
