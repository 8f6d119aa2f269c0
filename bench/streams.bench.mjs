/** Streams: server CPU of changes in 100,000 rows, and what both sides keep of them. */
import { cpuPerEvent, inTurn, startServer } from "./child.mjs"
import { launchChromium } from "./chromium.mjs"
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
  const cpu = (clients, event) => () => cpuPerEvent(server, clients, (client) => client.event(event), 4_000)
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

/** Heap of the server for each row, and of both sides while 100,000 rows go through a window of 200. */
async function kept(report) {
  const server = await startServer()
  const browser = await launchChromium()
  try {
    const clients = [await joinPage(`${server.url}/log?rows=10`)]
    const empty = await server.heap()
    clients.push(await joinPage(`${server.url}/log?rows=${ROWS}`))
    report("stream: heap for each of 100,000 rows", ((await server.heap()) - empty) / ROWS, "B", "≤ 120 B")

    const page = await browser.newPage()
    await page.goto(`${server.url}/log?rows=200&limit=200`)
    await page.locator(".live-connected").waitFor()
    const devTools = await page.context().newCDPSession(page)
    await devTools.send("Performance.enable")
    const memory = async () => {
      await devTools.send("HeapProfiler.collectGarbage")
      const { metrics } = await devTools.send("Performance.getMetrics")
      const ofPage = (name) => metrics.find((metric) => metric.name === name).value
      return { server: await server.heap(), script: ofPage("JSHeapUsedSize"), nodes: ofPage("Nodes") }
    }
    await page.evaluate(scrollThrough, 500)
    const before = await memory()
    await page.evaluate(scrollThrough, ROWS / 100)
    const after = await memory()
    const label = "stream with limit 200, 100,000 rows scrolled through:"
    report(`${label} heap of the server`, (after.server - before.server) / 1024, "KB", "≈ 0")
    report(`${label} script's heap of the page`, (after.script - before.script) / 1024, "KB", "≈ 0")
    report(`${label} nodes of the page`, after.nodes - before.nodes, "nodes", "≈ 0")
    for (const client of clients) client.close()
  } finally {
    await browser.close()
    server.stop()
  }
}

/** Runs in the page: scrolls to the end, where 100 rows come each time. */
async function scrollThrough(times) {
  const rows = document.querySelector("ol")
  for (let i = 0; i < times; i += 1) {
    const last = rows.lastElementChild
    await new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (rows.lastElementChild === last) return
        observer.disconnect()
        resolve()
      })
      observer.observe(rows, { childList: true })
      document.documentElement.scrollTop = document.documentElement.scrollHeight
    })
  }
}
