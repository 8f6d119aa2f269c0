/**
 * One of several processes of an app, for tests: an Express app with a room, over the bus that BUS names. It is the built
 * package that runs here.
 */

import cluster from "node:cluster"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import express from "express"

const root = join(import.meta.dirname, "../../..")
const load = (path) => import(pathToFileURL(join(root, "dist", path)))
const { html, liveView, topic } = await load("src/index.js")
const { liveMiddleware } = await load("adapters/express/index.js")

if (process.env.BUS === "cluster" && cluster.isPrimary) {
  const { setupClusterBus } = await load("src/pubsub/cluster/index.js")
  setupClusterBus()
  const start = (name) =>
    cluster.fork({ NAME: name }).on("message", (message) => message.port && process.send({ ...message, name }))
  start("one")
  start("two")
  process.on("disconnect", () => process.exit())
} else {
  const said = topic("said")
  const room = liveView({
    name: "room",
    mount(_params, _session, socket) {
      socket.subscribe(said)
      return { lines: [], mounts: Date.now() }
    },
    render: ({ lines }) => html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul><b>${process.env.NAME}</b>`,
    events: {
      say: ({ text }) => live.pubsub.broadcast(said, text),
    },
    handleInfo: (line, socket) => socket.update("lines", (lines) => [...lines, line]),
  })
  const app = express()
  const live = liveMiddleware({
    bus: await makeBus(),
    secret: process.env.SECRET ?? "a secret that all processes of the test share",
    // Who has left is gone.
    resumeWindow: 0,
    identify: (request) => request.query.user ?? request.headers["x-user"],
    logger: { debug() {}, info() {}, warn: console.error, error: console.error },
  })
  app.use(live)
  live.view("/", room)
  app.get("/health", (_request, response) => response.json(live.health()))
  app.get("/say", (request, response) => {
    live.pubsub.broadcast(said, request.query.text)
    response.end()
  })
  app.get("/send", (request, response) => response.json(live.send(room, request.query.id, request.query.text)))
  app.get("/disconnect", (request, response) => {
    live.disconnect(request.query.id)
    response.end()
  })
  // A port of its own also where Node's cluster would share one.
  const server = app.listen({ port: 0, host: "127.0.0.1", exclusive: true }, () => {
    process.send({ port: server.address().port, name: process.env.NAME })
  })
  process.on("disconnect", () => process.exit())
}

async function makeBus() {
  if (process.env.BUS === "cluster") return (await load("src/pubsub/cluster/index.js")).clusterBus()
  const { redisBus } = await load("src/pubsub/redis/index.js")
  if (process.env.BUS === "ioredis") {
    const { Redis } = await import("ioredis")
    const client = new Redis(process.env.REDIS_URL, { retryStrategy: () => 50 })
    client.on("error", () => {})
    return redisBus(client)
  }
  const { createClient } = await import("redis")
  const client = createClient({ url: process.env.REDIS_URL, socket: { reconnectStrategy: 50 } })
  client.on("error", () => {})
  await client.connect()
  return redisBus(client)
}
