/** The bus of a server that has one: over Redis, by a client that goes on trying. */
import { redisBus } from "../../../src/pubsub/redis/index.js"

/** @param url - Of the Redis. */
export async function busOf(url: string): Promise<ReturnType<typeof redisBus>> {
  // Servers without a bus need no driver.
  const { Redis } = await import("ioredis")
  const client = new Redis(url, { retryStrategy: () => 50 })
  client.on("error", () => {})
  return redisBus(client)
}
