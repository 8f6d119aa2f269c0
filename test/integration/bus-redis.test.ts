/** The bus over Redis, with both drivers, against real servers: one alone, with a sentinel, and a cluster. */

import { Cluster, Redis } from "ioredis"
import { createClient, createCluster, createSentinel } from "redis"
import type { Bus } from "../../src/pubsub/bus.js"
import { redisBus } from "../../src/pubsub/redis/index.js"
import { busConformance, type Network } from "../support/bus-conformance.js"
import { describeWith } from "../support/engines/program.js"
import { RedisCluster, RedisSentinel, RedisServer } from "../support/engines/redis-server.js"
import { RecordingLogger } from "../support/recording-logger.js"

/** A client of either driver, and how it is let go of. */
interface Connected {
  readonly client: Parameters<typeof redisBus>[0]
  end(): void
}

const QUIET = (): void => {}

// A client that is only made: node-redis builds its class, hundreds of methods, for each one that is not a duplicate.
const nodeRedis = createClient()
const nodeRedisCluster = createCluster({ rootNodes: [] })

const drivers: Readonly<Record<string, (server: RedisServer) => Promise<Connected>>> = {
  ioredis: (server) => {
    const client = new Redis(server.url, { retryStrategy: () => 20 })
    client.on("error", QUIET)
    return Promise.resolve({ client, end: () => client.disconnect() })
  },
  "node-redis": async (server) => {
    const { hostname, port } = new URL(server.url)
    const client = nodeRedis.duplicate({ socket: { host: hostname, port: Number(port), reconnectStrategy: 20 } })
    client.on("error", QUIET)
    await client.connect()
    return { client, end: () => client.destroy() }
  },
}

let networks = 0

/** Buses whose clients end with them. */
function network(connect: () => Promise<Connected>, more: Partial<Network> = {}): Network {
  // What another test has published may still be under way.
  const own = `test-${++networks}`
  const clients = new Set<Connected>()
  return {
    async connect(logger: RecordingLogger, prefix?: string): Promise<Bus> {
      const connected = await connect()
      clients.add(connected)
      const bus = redisBus(connected.client, { prefix: `${own}${prefix ?? ""}` })
      bus.start?.({ logger })
      return bus
    },
    ...more,
    async close() {
      for (const { end } of clients) end()
      clients.clear()
      await more.close?.()
    },
  }
}

describeWith(["redis-server"])("the bus over Redis", () => {
  let server: RedisServer

  beforeAll(async () => {
    server = await RedisServer.start()
  })

  afterAll(async () => {
    await server.close()
  })

  for (const [name, connect] of Object.entries(drivers)) {
    const net = (): Network =>
      network(() => connect(server), {
        inject: async (topic, text) => {
          const stranger = new Redis(server.url)
          await stranger.publish(`test-${networks}:${topic}`, text)
          stranger.disconnect()
        },
        outage: { begin: () => server.kill(), end: () => server.begin() },
      })
    let alone: Network
    beforeAll(() => {
      alone = net()
    })
    afterAll(() => alone.close?.())
    busConformance(`Redis (${name})`, {
      make: (logger) => alone.connect(logger),
      network: net,
      can: { inject: true, outage: true },
    })

    describe(`voided tokens in Redis (${name})`, () => {
      let connected: Connected
      beforeEach(async () => {
        connected = await connect(server)
      })
      afterEach(() => connected.end())

      it("are known to whoever asks, by the server's clock, until they have expired", async () => {
        const { voided } = redisBus(connected.client)
        const other = redisBus(connected.client).voided
        const id = `ada ${name}`
        expect(await other.since(id)).toBeUndefined()
        const at = await voided.add(id, 60_000)
        expect(await other.since(id)).toBe(at)
        expect(Math.abs(other.now() - at)).toBeLessThan(30_000)
        expect(Number(server.ask("pttl", `livemount:voided:${id}`))).toBeGreaterThan(50_000)
        expect(await redisBus(connected.client, { prefix: "other" }).voided.since(id)).toBeUndefined()
      })
    })
  }

  it("works between the drivers", async () => {
    const logger = new RecordingLogger()
    const one = await drivers["ioredis"]?.(server)
    const two = await drivers["node-redis"]?.(server)
    if (one === undefined || two === undefined) throw new Error("no driver")
    const near = redisBus(one.client)
    const far = redisBus(two.client)
    near.start?.({ logger })
    far.start?.({ logger })
    const heard: unknown[] = []
    await far.subscribe("a", (message) => heard.push(message)).confirmed
    await near.publish("a", "across")
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(heard).toEqual(["across"])
    await Promise.all([near.close(), far.close()])
    for (const { end } of [one, two]) end()
  })

  it("is told of a client that nobody has connected, and what to do", async () => {
    const { hostname, port } = new URL(server.url)
    const client = nodeRedis.duplicate({ socket: { host: hostname, port: Number(port) } })
    const bus = redisBus(client)
    bus.start?.({ logger: new RecordingLogger() })
    while (bus.health?.().reason === "it is connecting") await new Promise((resolve) => setTimeout(resolve, 1))
    expect(bus.health?.()).toMatchObject({ state: "down", reason: expect.stringContaining("client.connect()") })
    await bus.close()
  })

  it("leaves the client as it was when it is closed", async () => {
    const client = new Redis(server.url)
    const before = ["ready", "close", "end", "error"].map((event) => client.listenerCount(event))
    const bus = redisBus(client)
    bus.start?.({ logger: new RecordingLogger() })
    await bus.subscribe("a", QUIET).confirmed
    await bus.close()
    expect(["ready", "close", "end", "error"].map((event) => client.listenerCount(event))).toEqual(before)
    expect(await client.ping()).toBe("PONG")
    client.disconnect()
  })

  it("is back after its connections were cut one by one", async () => {
    const logger = new RecordingLogger()
    const connected = await drivers["ioredis"]?.(server)
    if (connected === undefined) throw new Error("no driver")
    const bus = redisBus(connected.client)
    bus.start?.({ logger })
    let gaps = 0
    await bus.subscribe("a", QUIET, () => {
      gaps += 1
    }).confirmed
    server.ask("client", "kill", "type", "pubsub")
    while (gaps < 1) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(bus.health?.().state).toBe("up")
    await bus.close()
    connected.end()
  })
})

describeWith(["redis-server"])("the bus over Redis with a sentinel", () => {
  let master: RedisServer
  let sentinel: RedisSentinel

  beforeAll(async () => {
    master = await RedisServer.start()
    sentinel = await RedisSentinel.start(master)
  })

  afterAll(async () => {
    await sentinel.close()
    await master.close()
  })

  const clients: Readonly<Record<string, () => Promise<Connected>>> = {
    ioredis: () => {
      const client = new Redis({ sentinels: [{ host: "127.0.0.1", port: sentinel.port }], name: "main" })
      client.on("error", QUIET)
      return Promise.resolve({ client, end: () => client.disconnect() })
    },
    "node-redis": async () => {
      const client = createSentinel({ name: "main", sentinelRootNodes: [{ host: "127.0.0.1", port: sentinel.port }] })
      client.on("error", QUIET)
      await client.connect()
      return { client, end: () => client.destroy() }
    },
  }

  for (const [name, connect] of Object.entries(clients)) {
    it(`brings messages (${name})`, async () => {
      const logger = new RecordingLogger()
      const net = network(connect)
      const near = await net.connect(logger)
      const far = await net.connect(logger)
      const heard: unknown[] = []
      await far.subscribe("a", (message) => heard.push(message)).confirmed
      await near.publish("a", 1)
      while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      expect(heard).toEqual([1])
      await Promise.all([near.close(), far.close()])
      await net.close?.()
    })
  }
})

describeWith(["redis-server"])("the bus over a cluster of Redis", () => {
  let cluster: RedisCluster

  beforeAll(async () => {
    cluster = await RedisCluster.start()
  })

  afterAll(async () => {
    await cluster.close()
  })

  const clients: Readonly<Record<string, () => Promise<Connected>>> = {
    ioredis: () => {
      const client = new Cluster(cluster.nodes.map(({ port }) => ({ host: "127.0.0.1", port })))
      client.on("error", QUIET)
      return Promise.resolve({ client, end: () => client.disconnect() })
    },
    "node-redis": async () => {
      const client = nodeRedisCluster.duplicate({ rootNodes: cluster.nodes.map(({ url }) => ({ url })) })
      client.on("error", QUIET)
      await client.connect()
      return { client, end: () => client.destroy() }
    },
  }

  for (const [name, connect] of Object.entries(clients)) {
    busConformance(`Redis cluster (${name})`, {
      make: async (logger) => {
        const connected = await connect()
        const bus = redisBus(connected.client)
        bus.start?.({ logger })
        const close = bus.close.bind(bus)
        return Object.assign(bus, {
          close: async () => {
            await close()
            connected.end()
          },
        })
      },
      network: () => network(connect),
      // Enough for every node to have many; how a driver bears ten thousand is seen over one server.
      topics: name === "ioredis" ? 2_000 : 500,
    })

    it(`spreads topics over the nodes (${name})`, async () => {
      const net = network(connect)
      const bus = await net.connect(new RecordingLogger())
      await Promise.all(Array.from({ length: 50 }, (_, n) => bus.subscribe(`topic ${n}`, QUIET).confirmed))
      const channels = cluster.nodes.map((node) => node.ask("pubsub", "shardchannels").split("\n").length)
      expect(Math.min(...channels)).toBeGreaterThan(5)
      await bus.close()
      await net.close?.()
    })
  }
})
