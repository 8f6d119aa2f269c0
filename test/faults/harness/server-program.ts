/**
 * The server of the fault suite, a process of its own so that it can be killed: `node server.mjs '<ServerSettings>'`. It
 * answers what is asked of it over IPC.
 */
import type { EventEmitter } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Supervisor } from "../../../src/supervise/supervisor.js"
import { liveListener, type NodeRequest } from "../../support/node-adapter.js"
import { busOf } from "./bus.js"
import { JournalWriter } from "./journal.js"
import type { ServerQuestion, ServerSettings, ServerState } from "./server.js"
import { faultViews, news, SIDES } from "./views.js"

const settings = JSON.parse(process.argv[2] ?? "") as ServerSettings
const { counting, island, other } = faultViews(
  new JournalWriter(settings.journal),
  settings.build,
  settings.redis !== undefined,
)

// Whoever makes processes, noted from outside: how many there are is nobody's business but the tests'.
const supervisors = new Set<Supervisor>()
const spawn = Supervisor.prototype.spawn
Supervisor.prototype.spawn = function (...given) {
  supervisors.add(this)
  return spawn.apply(this, given)
}

const quiet = (): void => {}
const told: string[] = []
const { listener, live } = liveListener(
  {
    secret: settings.secret,
    development: true,
    logger: { debug: quiet, info: quiet, warn: quiet, error: (message) => void told.push(message) },
    ...(settings.redis === undefined ? {} : { bus: await busOf(settings.redis) }),
    ...settings.options,
  },
  async (request) => (request.url === "/islands" ? islands(request) : "<h1>No page</h1>"),
)
live.view("/counting", counting)
live.view("/other", other)
live.register(island)

/** Two roots on a page of the host's own. */
async function islands(request: NodeRequest): Promise<string> {
  const [left, right] = await Promise.all(
    SIDES.map((side) => live.island(request, "island", { label: side }, { id: side })),
  )
  return `<!doctype html><html><head><title>Islands</title></head><body>${left}${right}</body></html>`
}

const server = createServer(listener)
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }))

process.on("message", ({ question, number }: { question: ServerQuestion; number: number }) => {
  if (question === "info") for (const process of processes()) process.info({})
  if (question === "news") live.pubsub.broadcast(news, "news")
  if (question === "collect") (globalThis as { gc?: () => void }).gc?.()
  process.send?.({ number, state: state() })
})
// Ctrl+C is for the driver, which ends this process.
process.on("SIGINT", () => {})
// A driver that was killed leaves none behind.
process.on("disconnect", () => process.exit())
process.on("SIGTERM", () => {
  void live.close().then(() => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
})

function* processes() {
  for (const supervisor of supervisors) {
    for (const view of ["counting", "other"]) yield* supervisor.find(view, `${view}-1`)
  }
}

function state(): ServerState {
  let count = 0
  for (const supervisor of supervisors) count += supervisor.count
  const resources = process.getActiveResourcesInfo()
  const timers = resources.filter((name) => name === "Timeout").length
  const connections = resources.filter((name) => name === "TCPSocketWrap").length
  const listeners = listenersOf(server) + listenersOf(process)
  const heap = process.memoryUsage().heapUsed
  return { processes: count, timers, connections, listeners, heap, errors: told.splice(0) }
}

function listenersOf(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0)
}
