/** The bus over socket.io's adapters: Redis streams and Postgres, each with a real server. */

import { createServer } from "node:http"
import { createAdapter as postgresAdapter } from "@socket.io/postgres-adapter"
import { createAdapter as streamsAdapter } from "@socket.io/redis-streams-adapter"
import { Redis } from "ioredis"
import { Pool, type PoolClient } from "pg"
import { Server } from "socket.io"
import { io as connectClient } from "socket.io-client"
import { socketIoBus } from "../../src/pubsub/socket-io/index.js"
import { busConformance, type Network } from "../support/bus-conformance.js"
import { PostgresServer, postgresFolder } from "../support/engines/postgres-server.js"
import { describeWith } from "../support/engines/program.js"
import { RedisServer } from "../support/engines/redis-server.js"
import { RecordingLogger } from "../support/recording-logger.js"

/** What an app gives as `adapter`, and how it is let go of. */
interface Engine {
  readonly adapter: ReturnType<typeof streamsAdapter> | ReturnType<typeof postgresAdapter>
  /** Waits until it listens: an adapter for Postgres that is closed before never ends. */
  ready?(namespace: string): Promise<void>
  end(): unknown
}

let networks = 0

function network(makeEngine: () => Engine): Network {
  // What another test has published may still be under way.
  const own = `test-${++networks}`
  const servers = new Set<{ readonly io: Server; readonly engine: Engine }>()
  return {
    async connect(logger, prefix) {
      const engine = makeEngine()
      const io = new Server({ adapter: engine.adapter as never })
      servers.add({ io, engine })
      const bus = socketIoBus(io, { prefix: `${own}${prefix ?? ""}` })
      await engine.ready?.(`/${own}${prefix ?? ""}.bus`)
      bus.start?.({ logger })
      return bus
    },
    async close() {
      for (const { io, engine } of servers) {
        for (const nsp of io._nsps.values()) await nsp.adapter.close()
        await engine.end()
      }
      servers.clear()
    },
  }
}

function conformance(name: string, makeEngine: () => Engine): void {
  // A block of its own: its servers end before the engine does.
  describe(name, () => {
    let alone: Network
    beforeAll(() => {
      alone = network(makeEngine)
    })
    afterAll(() => alone.close?.())
    busConformance(name, { make: (logger) => alone.connect(logger), network: () => network(makeEngine) })
  })
}

describeWith(["redis-server"])("the bus over socket.io's adapter for Redis streams", () => {
  let server: RedisServer

  beforeAll(async () => {
    server = await RedisServer.start()
  })
  afterAll(() => server.close())

  conformance("socket.io (Redis streams)", () => {
    const client = new Redis(server.url)
    client.on("error", () => {})
    // What it has under way is answered first: the adapter does not look at what becomes of it.
    return { adapter: streamsAdapter(client, { blockTimeInMs: 50 }), end: () => client.quit() }
  })
})

describeWith([`${postgresFolder()}/postgres`])("the bus over socket.io's adapter for Postgres", () => {
  let server: PostgresServer

  beforeAll(async () => {
    server = await PostgresServer.start()
    const pool = new Pool({ connectionString: server.url })
    await pool.query(
      "CREATE TABLE socket_io_attachments (id bigserial UNIQUE, created_at timestamptz DEFAULT NOW(), payload bytea)",
    )
    await pool.end()
  })
  afterAll(() => server.close())

  conformance("socket.io (Postgres)", () => {
    const pool = new Pool({ connectionString: server.url, max: 4 })
    pool.on("error", () => {})
    // The first connection that it takes is the one that listens.
    const listening = new Promise<PoolClient>((resolve) => pool.once("acquire", resolve))
    return {
      adapter: postgresAdapter(pool, { errorHandler: () => {} }),
      async ready(namespace) {
        // Its queries are answered in order: the adapter's own before ours.
        await (await listening).query(`LISTEN "socket.io#${namespace}"`)
      },
      end: () => pool.end(),
    }
  })
})

describe("socketIoBus", () => {
  it("refuses a server without an adapter between processes, and says what to do", () => {
    expect(() => socketIoBus(new Server())).toThrow(expect.objectContaining({ code: "LV_BUS_NO_ADAPTER" }))
    expect(() => socketIoBus(new Server({ connectionStateRecovery: {} }))).toThrow(
      expect.objectContaining({ code: "LV_BUS_NO_ADAPTER" }),
    )
  })

  it("lets no client into its namespace", async () => {
    const http = createServer()
    class Far extends (new Server().of("/").adapter.constructor as new (nsp: unknown) => object) {
      serverSideEmit(): void {}
    }
    const io = new Server(http, { adapter: Far as never })
    const bus = socketIoBus(io)
    bus.start?.({ logger: new RecordingLogger() })
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve))
    const { port } = http.address() as { readonly port: number }
    const client = connectClient(`http://127.0.0.1:${port}/livemount.bus`, {
      transports: ["websocket"],
      reconnection: false,
    })
    const refused = await new Promise<Error>((resolve) => client.on("connect_error", resolve))
    expect(refused.message).toBe("This namespace is for servers.")
    client.close()
    await bus.close()
    await io.close()
  })
})
