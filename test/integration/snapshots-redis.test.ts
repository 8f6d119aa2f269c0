/** Snapshots in Redis, with both drivers, against a real server. */

import { Redis } from "ioredis"
import { createClient } from "redis"
import { redisSnapshots } from "../../src/pubsub/redis/index.js"
import { describeWith } from "../support/engines/program.js"
import { RedisServer } from "../support/engines/redis-server.js"
import { snapshotConformance } from "../support/snapshot-conformance.js"

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms + 20))

describeWith(["redis-server"])("snapshots in Redis", () => {
  let server: RedisServer
  const ends: (() => unknown)[] = []

  beforeAll(async () => {
    server = await RedisServer.start()
  })

  afterAll(async () => {
    for (const end of ends) await end()
    await server.close()
  })

  snapshotConformance("ioredis", {
    make: () => {
      const client = new Redis(server.url)
      ends.push(() => client.disconnect())
      return redisSnapshots(client)
    },
    pass,
  })

  snapshotConformance("node-redis", {
    make: async () => {
      const client = createClient({ url: server.url })
      ends.push(() => client.destroy())
      await client.connect()
      return redisSnapshots(client)
    },
    pass,
  })

  it("knows when it has lost its data", async () => {
    const client = new Redis(server.url)
    ends.push(() => client.disconnect())
    const store = redisSnapshots(client, { prefix: "lost" })
    const epoch = await store.epoch()
    expect(await redisSnapshots(client, { prefix: "lost" }).epoch()).toBe(epoch)
    await client.flushall()
    expect(await store.epoch()).not.toBe(epoch)
  })

  it("keeps apps apart by their prefix, and each series under one key that expires", async () => {
    const client = new Redis(server.url)
    ends.push(() => client.disconnect())
    const [one, other] = [redisSnapshots(client, { prefix: "one" }), redisSnapshots(client, { prefix: "other" })]
    await one.put("s", { counter: 1, text: "1.abc" }, 5000)
    expect(await other.newest("s")).toBeUndefined()
    expect(await client.keys("one:*")).toEqual(["one:snapshot:s"])
    expect(await client.pttl("one:snapshot:s")).toBeGreaterThan(0)
  })
})

it("options are checked", () => {
  expect(() => redisSnapshots({} as never)).toThrow(expect.objectContaining({ code: "LV_BUS_CLIENT_INVALID" }))
  const client = { status: "ready", isCluster: false, duplicate: () => ({}) }
  expect(() => redisSnapshots(client, { prefixx: "x" } as never)).toThrow(
    expect.objectContaining({ code: "LV_OPTION_UNKNOWN" }),
  )
})
