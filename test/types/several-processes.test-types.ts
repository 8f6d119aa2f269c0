/** The types of the buses, of `handleGap` and of `live.health()`: the drivers' own clients fit what livemount asks of them. */

import { expectTypeOf } from "expect-type"
import { Cluster, Redis } from "ioredis"
import { type Bus, type BusHealth, html, liveView, type Socket, topic } from "livemount"
import { clusterBus, setupClusterBus } from "livemount/cluster"
import { type ExpressLive, liveMiddleware } from "livemount/express"
import { type RedisBus, redisBus } from "livemount/redis"
import { socketIoBus } from "livemount/socket-io"
import { createClient, createCluster, createSentinel } from "redis"
import { Server } from "socket.io"

// ioredis: alone, with sentinels, a cluster.
expectTypeOf(redisBus(new Redis("redis://127.0.0.1"))).toEqualTypeOf<RedisBus>()
redisBus(new Redis({ sentinels: [{ host: "127.0.0.1", port: 26379 }], name: "main" }))
redisBus(new Cluster([{ host: "127.0.0.1", port: 7000 }]), { prefix: "app", messageBytes: 1_048_576, sharded: false })

// node-redis: alone, a cluster, with sentinels; other options make other types of clients.
redisBus(createClient({ url: "redis://127.0.0.1" }))
redisBus(createClient({ RESP: 3, socket: { host: "127.0.0.1", port: 6379 } }))
redisBus(createCluster({ rootNodes: [{ url: "redis://127.0.0.1:7000" }] }))
redisBus(createSentinel({ name: "main", sentinelRootNodes: [{ host: "127.0.0.1", port: 26379 }] }))

// @ts-expect-error a client, not an address
redisBus("redis://127.0.0.1")
// @ts-expect-error a client, not a promise of one
redisBus(createClient().connect())
// @ts-expect-error no such option
redisBus(new Redis(), { channel: "app" })
// @ts-expect-error a number of bytes
redisBus(new Redis(), { messageBytes: "1 MB" })

expectTypeOf(socketIoBus(new Server(), { prefix: "app" })).toEqualTypeOf<Bus>()
// @ts-expect-error a server of socket.io
socketIoBus({})
expectTypeOf(clusterBus({ prefix: "app" })).toEqualTypeOf<Bus>()
expectTypeOf(setupClusterBus()).toEqualTypeOf<void>()

// Each is what the option `bus` takes.
for (const bus of [redisBus(new Redis()), socketIoBus(new Server()), clusterBus()]) liveMiddleware({ bus })
// @ts-expect-error a bus, not its client
liveMiddleware({ bus: new Redis() })

declare const live: ExpressLive
const health = live.health()
expectTypeOf(health.ready).toEqualTypeOf<boolean>()
expectTypeOf(health.views).toEqualTypeOf<number>()
expectTypeOf(health.connections).toEqualTypeOf<number>()
expectTypeOf(health.bus).toEqualTypeOf<BusHealth | undefined>()
expectTypeOf<BusHealth["state"]>().toEqualTypeOf<"up" | "down">()
// @ts-expect-error what is read, not set
health.ready = false

const news = topic<{ readonly id: number }>("news")
liveView<{ ids: readonly number[] }, { readonly id: number }>({
  name: "news",
  mount(_params, _session, socket) {
    socket.subscribe(news)
    return { ids: [1] }
  },
  handleInfo(message, socket) {
    socket.update("ids", (ids) => [...ids, message.id])
  },
  handleGap(topics, socket) {
    expectTypeOf(topics).toEqualTypeOf<readonly string[]>()
    expectTypeOf(socket).toEqualTypeOf<Socket<{ ids: readonly number[] }, { readonly id: number }>>()
    socket.assign({ ids: [] })
    // @ts-expect-error an assign of the view
    socket.assign({ id: 1 })
  },
  render: ({ ids }) => html`${ids.length}`,
})
