/** The primary process' half of the bus between workers: passes messages on to the workers that listen to their topic. */

import cluster from "node:cluster"
import { clusterMessage, isClusterMessage } from "./messages.js"

/** A worker, as far as it matters here. */
export interface BusWorker {
  readonly id: number
  isConnected(): boolean
  send(message: object, callback: (error: Error | null) => void): unknown
}

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
  /** Who listens, by prefix and topic. */
  const listening = new Map<string, Map<number, BusWorker>>()

  const forget = (worker: BusWorker, prefix?: string): void => {
    for (const [key, workers] of listening) {
      if (prefix !== undefined && !key.startsWith(keyOf(prefix, ""))) continue
      if (workers.delete(worker.id) && workers.size === 0) listening.delete(key)
    }
  }

  primary.on("message", (worker, message) => {
    if (!isClusterMessage(message)) return
    const { kind, prefix, topic, number } = message
    const key = keyOf(prefix, topic)
    if (kind === "hello") {
      // A new bus of this worker: what one before it listened to is over.
      forget(worker, prefix)
      tell(worker, clusterMessage(prefix, "welcome"))
    } else if (kind === "listen") {
      const workers = listening.get(key) ?? new Map<number, BusWorker>()
      listening.set(key, workers.set(worker.id, worker))
      tell(worker, clusterMessage(prefix, "listening", { topic, number }))
    } else if (kind === "unlisten") {
      if (listening.get(key)?.delete(worker.id) === true && listening.get(key)?.size === 0) listening.delete(key)
    } else if (kind === "leave") forget(worker, prefix)
    else if (kind === "text") {
      for (const other of listening.get(key)?.values() ?? []) if (other.id !== worker.id) tell(other, message)
    }
  })
  primary.on("disconnect", (worker) => forget(worker))
}

function keyOf(prefix: string, topic: string): string {
  // The prefix' length first: no prefix and topic look like another pair.
  return `${prefix.length}:${prefix}:${topic}`
}

/** A worker that is gone needs nothing; its neighbours do. */
function tell(worker: BusWorker, message: object): void {
  if (worker.isConnected()) worker.send(message, () => {})
}
