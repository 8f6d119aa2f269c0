/**
 * Starts the Express example on two processes: the primary has the data and forks, its workers serve the pages. `PORT` is where
 * they listen (3000), `LIVE_SECRET` signs their pages. Messages travel over Redis if `REDIS_URL` is set, else over Node's cluster.
 */

import cluster from "node:cluster"
import { randomBytes } from "node:crypto"
import { Redis } from "ioredis"
import type { Bus } from "livemount"
import { clusterBus, setupClusterBus } from "livemount/cluster"
import { redisBus } from "livemount/redis"
import { createApp } from "./app.js"
import { answerWorkers } from "./shared/cluster/primary.js"
import { askPrimary } from "./shared/cluster/worker.js"
import { createHouseData } from "./shared/data/house-data.js"

const PROCESSES = 2
const redisUrl = process.env.REDIS_URL

if (cluster.isPrimary) runPrimary()
else runWorker()

function runPrimary(): void {
  answerWorkers(createHouseData())
  setupClusterBus()
  // Pages of one process join on another: all sign with the same secret.
  const env = { LIVE_SECRET: process.env.LIVE_SECRET ?? randomBytes(32).toString("base64url") }
  let isEnding = false
  const listening = new Set<number>()
  cluster.on("listening", ({ id }, { port }) => {
    listening.add(id)
    if (listening.size !== PROCESSES) return
    const over = redisUrl === undefined ? "Node's cluster" : "Redis"
    console.log(`Express example on ${PROCESSES} processes, over ${over}: http://localhost:${port}`)
  })
  cluster.on("exit", ({ id }, code) => {
    if (isEnding) return
    if (listening.has(id)) cluster.fork(env)
    else {
      // It could not listen, and another one could not either.
      process.exitCode = code
      end()
    }
  })
  for (let count = 0; count < PROCESSES; count++) cluster.fork(env)
  const end = (): void => {
    isEnding = true
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGTERM")
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end)
}

function runWorker(): void {
  const { bus, end } = connectBus()
  const { app, live } = createApp({ bus, worker: { id: String(cluster.worker?.id), ask: askPrimary() } })
  const server = app.listen(Number(process.env.PORT ?? 3000))
  // A terminal's Ctrl+C reaches the workers, too; their primary tells them.
  process.on("SIGINT", () => {})
  process.once("SIGTERM", async () => {
    await live.close()
    end()
    server.close()
    server.closeAllConnections()
    cluster.worker?.disconnect()
  })
}

function connectBus(): { readonly bus: Bus; end(): void } {
  if (redisUrl === undefined) return { bus: clusterBus(), end: () => {} }
  const redis = new Redis(redisUrl)
  // The bus says in the log when Redis is out of reach, and when it is back.
  redis.on("error", () => {})
  return { bus: redisBus(redis), end: () => redis.disconnect() }
}
