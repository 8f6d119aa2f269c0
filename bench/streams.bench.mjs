/** Streams: server CPU of changes in 100,000 rows, and what both sides keep of them. */
import { inTurn, startServer } from "./child.mjs"
import { joinPage } from "./live-client.mjs"

const ROWS = 100_000

export async function streamsBench(report) {
  const server = await startServer()
  try {
    await changes(server, report)
  } finally {
    server.stop()
  }
  await kept(report)
}

/** Four views each, as a page of so many rows takes its time to make. */
async function changes(server, report) {
  const four = [0, 1, 2, 3]
  const counters = await Promise.all(four.map(() => joinPage(`${server.url}/counter`)))
  const logs = []
  for (const _ of four) logs.push(await joinPage(`${server.url}/log?rows=${ROWS}`))
  const cpu = (clients, event) => async () => {
    const before = await server.cpu()
    await Promise.all(
      clients.map(async (client) => {
        for (let i = 0; i < 1_000; i += 1) await client.event(event)
      }),
    )
    return ((await server.cpu()) - before) / 4_000
  }
  const { counter, ...figures } = await inTurn(5, {
    counter: cpu(counters, "increment"),
    append: cpu(logs, "append"),
    prepend: cpu(logs, "prepend"),
    update: cpu(logs, "update"),
    remove: cpu(logs, "remove"),
  })
  const labels = { append: "insert at the end", prepend: "insert at the start", update: "update", remove: "delete" }
  report("stream of 100,000 rows: counter event", counter, "µs")
  for (const [name, label] of Object.entries(labels)) {
    const target = name === "append" ? "≤ 2 ×" : "≤ 5 ×"
    report(`stream of 100,000 rows: ${label}`, figures[name], "µs")
    report(`stream of 100,000 rows: ${label} / counter event`, figures[name] / counter, "×", target)
  }
  for (const client of [...counters, ...logs]) client.close()
}

/** Heap of the server for each row, and of a window of 200 that 100,000 rows go through. */
async function kept(report) {
  const server = await startServer()
  try {
    const clients = [await joinPage(`${server.url}/log?rows=10`)]
    const empty = await server.heap()
    clients.push(await joinPage(`${server.url}/log?rows=${ROWS}`))
    report("stream: heap for each of 100,000 rows", ((await server.heap()) - empty) / ROWS, "B", "≤ 120 B")
    const window = await joinPage(`${server.url}/log?rows=200&limit=200`)
    clients.push(window)
    for (let i = 0; i < 500; i += 1) await window.event("scroll")
    const before = await server.heap()
    for (let i = 0; i < ROWS / 100; i += 1) await window.event("scroll")
    report("stream with limit 200: heap after 100,000 more rows", ((await server.heap()) - before) / 1024, "KB", "≈ 0")
    for (const client of clients) client.close()
  } finally {
    server.stop()
  }
}
