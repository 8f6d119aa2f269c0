/** The primary process' half of the bus between workers: passes messages on to the workers that listen to their topic. */

import cluster from "node:cluster"
import { type ClusterMessage, clusterMessage, isClusterMessage } from "./messages.js"
import { type BusWorker, TopicWorkers } from "./topic-workers.js"

/** The part of `node:cluster` that is used; for tests. */
export interface BusPrimary {
  on(event: "message", listener: (worker: BusWorker, message: unknown) => void): unknown
  on(event: "disconnect", listener: (worker: BusWorker) => void): unknown
}

const prepared = new WeakSet<BusPrimary>()

/**
 * Call it in the primary process, before it forks. Calling it twice does nothing.
 *
 * @example
 * ```ts
 * import cluster from "node:cluster"
 * import { setupClusterBus } from "livemount/cluster"
 *
 * if (cluster.isPrimary) {
 *   setupClusterBus()
 *   for (let n = 0; n < 4; n++) cluster.fork()
 * } else {
 *   await import("./app.js")
 * }
 * ```
 */
export function setupClusterBus(primary: BusPrimary = cluster): void {
  if (prepared.has(primary)) return
  prepared.add(primary)
  const listening = new TopicWorkers()
  primary.on("message", (worker, message) => {
    if (isClusterMessage(message)) take(listening, worker, message)
  })
  primary.on("disconnect", (worker) => listening.forget(worker))
}

/** Takes what a worker says. */
function take(listening: TopicWorkers, worker: BusWorker, message: ClusterMessage): void {
  const { kind, prefix, topic, number } = message
  switch (kind) {
    case "hello":
      // A new bus of this worker: what one before it listened to is over.
      listening.forget(worker, prefix)
      return tell(worker, clusterMessage(prefix, "welcome"))
    case "listen":
      listening.add(worker, message)
      return tell(worker, clusterMessage(prefix, "listening", { topic, number }))
    case "unlisten":
      return listening.remove(worker, message)
    case "leave":
      return listening.forget(worker, prefix)
    case "text":
      for (const other of listening.others(worker, message)) tell(other, message)
      return
    default: // What a primary says is for workers.
  }
}

/** A worker that is gone needs nothing; its neighbours do. */
function tell(worker: BusWorker, message: object): void {
  if (worker.isConnected()) worker.send(message, () => {})
}
