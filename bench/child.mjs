/** Starts `app.mjs` in a process of its own and asks it for its CPU time and heap. */
import { fork } from "node:child_process"

export async function startServer() {
  const child = fork(new URL("app.mjs", import.meta.url), {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production" },
  })
  const waiting = new Map()
  let next = 0
  const ready = new Promise((resolve, reject) => {
    child.on("message", (message) => {
      if (message.port !== undefined) resolve(message.port)
      else waiting.get(message.id)?.(message.value)
    })
    child.on("exit", (code) => reject(new Error(`server exited with ${code}`)))
  })
  const port = await ready
  const ask = (command, value) =>
    new Promise((resolve) => {
      const id = next++
      waiting.set(id, resolve)
      child.send({ id, command, value })
    })
  return {
    url: `http://127.0.0.1:${port}`,
    /** Server CPU time used so far, in microseconds. */
    cpu: async () => {
      const { user, system } = await ask("cpu")
      return user + system
    },
    heap: () => ask("heap"),
    /** What is young and garbage is collected: what is measured next pays for none but its own. */
    sweep: () => ask("sweep"),
    /** One row of the stock has another price. */
    price: (value) => ask("price", value),
    mounts: () => ask("mounts"),
    broadcast: (value) => ask("broadcast", value),
    /** Broadcasts 1, 2, … in one turn. */
    burst: (count) => ask("burst", count),
    /** Broadcasts for some seconds; the most that the server held meanwhile, in bytes, and how many were sent. */
    flood: (options) => ask("flood", options),
    stop: () => child.kill(),
  }
}

/** Server CPU of `count` events, one after another on each connection, in microseconds per event. */
export async function cpuPerEvent(server, clients, send, count) {
  const before = await server.cpu()
  await Promise.all(
    clients.map(async (client) => {
      for (let i = 0; i < count / clients.length; i += 1) await send(client)
    }),
  )
  return ((await server.cpu()) - before) / count
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/**
 * Runs the candidates in turn, so that each round sees the same machine; returns the median figure of each. `warmUp`: rounds that
 * are not counted, as the compiler of the JavaScript engine is still at work.
 */
export async function inTurn(rounds, candidates, warmUp = 3) {
  const results = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]))
  for (let round = 1 - warmUp; round <= rounds; round += 1) {
    for (const [name, measure] of Object.entries(candidates)) {
      const figure = await measure()
      if (round > 0) results[name].push(figure)
    }
  }
  return Object.fromEntries(Object.entries(results).map(([name, figures]) => [name, median(figures)]))
}
