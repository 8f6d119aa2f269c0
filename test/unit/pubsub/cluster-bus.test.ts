import { EventEmitter } from "node:events"
import { CarriedBus } from "../../../src/pubsub/between/carried-bus.js"
import { ClusterCarrier, type WorkerChannel } from "../../../src/pubsub/cluster/cluster-carrier.js"
import { type BusPrimary, type BusWorker, clusterBus, setupClusterBus } from "../../../src/pubsub/cluster/index.js"
import { systemClock } from "../../../src/util/clock.js"
import { busConformance, type Network } from "../../support/bus-conformance.js"
import { RecordingLogger } from "../../support/recording-logger.js"

/** A primary and its workers in one process: what travels is written as JSON and read again, as between processes. */
class Cluster extends EventEmitter {
  #workers = 0

  fork(): { readonly channel: WorkerChannel & EventEmitter; readonly worker: BusWorker; disconnect(): void } {
    const inner = new EventEmitter()
    let connected = true
    const id = ++this.#workers
    const worker: BusWorker = {
      id,
      isConnected: () => connected,
      send: (message, callback) => {
        const text = JSON.stringify(message)
        setImmediate(() => {
          if (connected) inner.emit("message", JSON.parse(text))
          callback(null)
        })
      },
    }
    const channel = Object.assign(inner, {
      get connected() {
        return connected
      },
      send: (message: object, callback: (error: Error | null) => void) => {
        const text = JSON.stringify(message)
        setImmediate(() => {
          if (connected) this.emit("message", worker, JSON.parse(text))
          callback(null)
        })
      },
    }) as WorkerChannel & EventEmitter
    return {
      channel,
      worker,
      disconnect: () => {
        connected = false
        inner.emit("disconnect")
        this.emit("disconnect", worker)
      },
    }
  }
}

function started(cluster: Cluster, logger: RecordingLogger, prefix = "livemount"): CarriedBus {
  const bus = new CarriedBus(
    new ClusterCarrier(cluster.fork().channel, { prefix, limit: 4_000_000, clock: systemClock }),
  )
  bus.start({ logger })
  return bus
}

function withPrimary(): Cluster {
  const cluster = new Cluster()
  setupClusterBus(cluster as unknown as BusPrimary)
  return cluster
}

busConformance("cluster", {
  make: (logger) => started(withPrimary(), logger),
  can: { inject: true },
  network: (): Network => {
    const cluster = withPrimary()
    return {
      connect: (logger, prefix) => started(cluster, logger, prefix),
      inject: (topic, text) => {
        const message = { mark: "livemount:bus", prefix: "livemount", kind: "text", topic, text, number: 0 }
        cluster.emit("message", cluster.fork().worker, message)
      },
    }
  },
})

describe("the cluster bus", () => {
  it("is a bus within its process where that is no worker", async () => {
    // This one may have a parent with a channel all the same: the test runner. It is told nothing.
    const { send } = process
    const told: unknown[] = []
    process.send = (message: unknown) => told.push(message) > 0
    try {
      const bus = clusterBus()
      bus.start?.({ logger: new RecordingLogger() })
      expect(bus.health?.().state).toBe("up")
      const heard: unknown[] = []
      await bus.subscribe("a", (message) => heard.push(message)).confirmed
      await bus.publish("a", 1)
      expect(heard).toEqual([1])
      await bus.close()
      expect(told).toEqual([])
    } finally {
      if (send === undefined) delete process.send
      else process.send = send
    }
  })

  it("is told of a primary that does not answer, and what to do there", async () => {
    const cluster = new Cluster()
    const logger = new RecordingLogger()
    const bus = started(cluster, logger)
    while (bus.health().reason === "it is connecting") await new Promise((resolve) => setTimeout(resolve, 1))
    expect(bus.health()).toMatchObject({ state: "down", reason: expect.stringContaining("setupClusterBus()") })
    expect(logger.at("error")).toHaveLength(1)
    setupClusterBus(cluster as unknown as BusPrimary)
    while (bus.health().state !== "up") await new Promise((resolve) => setTimeout(resolve, 1))
    await bus.close()
  })

  it("forgets a worker that has gone, and goes on for the others", async () => {
    const cluster = withPrimary()
    const logger = new RecordingLogger()
    const near = started(cluster, logger)
    const leaving = cluster.fork()
    const gone = new CarriedBus(
      new ClusterCarrier(leaving.channel, { prefix: "livemount", limit: 4_000_000, clock: systemClock }),
    )
    gone.start({ logger })
    const far = started(cluster, logger)
    const heard: unknown[] = []
    await gone.subscribe("a", () => heard.push("gone")).confirmed
    await far.subscribe("a", (message) => heard.push(message)).confirmed
    leaving.disconnect()
    expect(gone.health()).toMatchObject({ state: "down", reason: "the channel to it is closed" })
    await near.publish("a", 1)
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(heard).toEqual([1])
    await Promise.all([near.close(), far.close(), gone.close()])
  })

  it("leaves the app's own messages between worker and primary alone", async () => {
    const cluster = withPrimary()
    const forked = cluster.fork()
    const bus = new CarriedBus(
      new ClusterCarrier(forked.channel, { prefix: "livemount", limit: 4_000_000, clock: systemClock }),
    )
    const logger = new RecordingLogger()
    bus.start({ logger })
    while (bus.health().state !== "up") await new Promise((resolve) => setTimeout(resolve, 1))
    for (const message of [
      null,
      1,
      "text",
      {},
      { mark: 1 },
      { mark: "livemount:bus", prefix: "other", kind: "text" },
    ]) {
      forked.channel.emit("message", message)
      cluster.emit("message", forked.worker, message)
    }
    expect(logger.at("error")).toEqual([])
    expect(bus.health().dropped).toBe(0)
    await bus.close()
    expect(forked.channel.listenerCount("message")).toBe(0)
  })

  it("is prepared once, however often that is asked for", () => {
    const cluster = withPrimary()
    setupClusterBus(cluster as unknown as BusPrimary)
    expect(cluster.listenerCount("message")).toBe(1)
  })
})
