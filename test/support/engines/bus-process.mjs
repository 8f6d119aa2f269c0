/**
 * A primary and its workers of Node's cluster, each with a bus of the built package, driven by a test: the test tells a
 * worker what to do, the worker says when it is done. BUS is "cluster", or "socket.io" (its adapter for Node's cluster).
 */

import cluster from "node:cluster"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

const root = join(import.meta.dirname, "../../..")
const load = (path) => import(pathToFileURL(join(root, "dist", path)))

if (cluster.isPrimary) {
  if (process.env.BUS === "cluster") (await load("src/pubsub/cluster/index.js")).setupClusterBus()
  else (await import("@socket.io/cluster-adapter")).setupPrimary()
  const workers = Array.from({ length: Number(process.env.WORKERS) }, () => cluster.fork())
  for (const [index, worker] of workers.entries()) {
    worker.on(
      "message",
      ({ answer, ...rest }) => answer !== undefined && process.send({ worker: index, answer, ...rest }),
    )
  }
  process.on("message", ({ worker, ...task }) => {
    if (task.task === "kill") workers[worker].process.kill("SIGKILL")
    else workers[worker].send(task)
  })
  process.on("disconnect", () => process.exit())
} else {
  // Every adapter of socket.io listens to the process.
  process.setMaxListeners(0)
  const open = new Map()
  const heard = new Map()

  const make = async (prefix) => {
    if (process.env.BUS === "cluster") return (await load("src/pubsub/cluster/index.js")).clusterBus({ prefix })
    const { Server } = await import("socket.io")
    const { createAdapter } = await import("@socket.io/cluster-adapter")
    return (await load("src/pubsub/socket-io/index.js")).socketIoBus(new Server({ adapter: createAdapter() }), {
      prefix,
    })
  }

  const tasks = {
    async open({ prefix }) {
      const bus = await make(prefix)
      bus.start({ logger: { debug() {}, info() {}, warn() {}, error() {} } })
      open.set(prefix, bus)
      while (bus.health().state !== "up") await new Promise((resolve) => setTimeout(resolve, 1))
    },
    async subscribe({ prefix, topic }) {
      const list = { messages: [], gaps: 0 }
      heard.set(`${prefix} ${topic}`, list)
      const end = open.get(prefix).subscribe(
        topic,
        // Of a long text its length: what it holds is looked at here.
        (message) => list.messages.push(isLarge(message) ? "large" : message),
        () => {
          list.gaps += 1
        },
      )
      list.end = end
      await end.confirmed
    },
    unsubscribe: ({ prefix, topic }) => heard.get(`${prefix} ${topic}`).end(),
    // All in one turn.
    publish: ({ prefix, topic, messages }) =>
      Promise.all(messages.map((message) => open.get(prefix).publish(topic, message === "large" ? LARGE : message))),
    heard: ({ prefix, topic }) => {
      const { messages, gaps } = heard.get(`${prefix} ${topic}`)
      return { messages, gaps }
    },
    async publishAndClose({ prefix, topic, messages }) {
      const sent = messages.map((message) => open.get(prefix).publish(topic, message))
      await open.get(prefix).close()
      return (await Promise.allSettled(sent)).length
    },
    health: ({ prefix }) => open.get(prefix).health(),
  }
  const LARGE = "ä😀x".repeat(150_000)
  const isLarge = (message) => message === LARGE

  process.on("message", async ({ task, number, ...given }) => {
    if (!Object.hasOwn(tasks, task ?? "")) return
    try {
      process.send({ answer: number, value: await tasks[task](given) })
    } catch (error) {
      process.send({ answer: number, error: String(error) })
    }
  })
  process.send({ answer: "ready" })
}
