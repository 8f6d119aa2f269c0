/** Frames on the wire, server CPU per event and per page, heap per view, throughput and fan-out. */
import { request } from "node:http"
import { io } from "socket.io-client"
import { cpuPerEvent, inTurn, median, startServer } from "./child.mjs"
import { connect, fetchPage, joinPage, once } from "./live-client.mjs"

export async function serverBench(report) {
  const server = await startServer()
  try {
    await frames(server, report)
    await eventCpu(server, report)
    await pageCpu(server, report)
    await ticketCpu(server, report)
    await throughput(server, report)
    await fanOut(server, report)
    await heap(report)
  } finally {
    server.stop()
  }
}

async function frames({ url }, report) {
  const counter = await joinPage(`${url}/counter`)
  for (let i = 0; i < 11; i += 1) await counter.event("increment")
  report("frame: counter click", counter.frames.at(-1), "B", "≤ 45 B")
  counter.close()

  const patched = await joinPage(`${url}/patched`)
  for (const event of ["increment", "patch"]) for (let i = 0; i < 4; i += 1) await patched.event(event)
  const ofClicks = patched.frames.slice(patched.joined)
  report("frame: what pushPatch adds to a counter click", ofClicks[7] - ofClicks[3], "B", "≤ 250 B")
  report("frames of 8 clicks, 4 of which patch", ofClicks.length, "frames", "= 8")
  patched.close()

  const table = await joinPage(`${url}/table`)
  report("frame: join of a 1,000-row table whose HTML holds", table.joinBytes, "B", "≤ 2,048 B")
  await table.event("touch")
  await table.event("touch")
  report("frame: one cell of 1,000 rows", table.frames.at(-1), "B", "≤ 70 B")
  await table.event("prepend")
  report("frame: prepend one row (5 columns) to 1,000", table.frames.at(-1), "B", "≤ 220 B")
  await table.event("reverse")
  report("frame: reverse 1,001 rows", table.frames.at(-1), "B", "≤ 60 B")
  table.close()
}

async function eventCpu(server, report) {
  const ten = Array.from({ length: 10 })
  const rawSockets = await Promise.all(
    ten.map(async () => {
      const socket = io(`${server.url}/live/counter`, { path: "/raw", transports: ["websocket"], forceNew: true })
      await once(socket, "connect")
      return socket
    }),
  )
  const counters = await Promise.all(ten.map(() => joinPage(`${server.url}/counter`)))
  const tables = await Promise.all(ten.map(() => joinPage(`${server.url}/table`)))
  const echo = (socket) => new Promise((resolve) => socket.emit("e", 0, "increment", {}, resolve))
  const cpu = await inTurn(7, {
    raw: () => cpuPerEvent(server, rawSockets, echo, 10_000),
    counter: () => cpuPerEvent(server, counters, (client) => client.event("increment"), 10_000),
    table: () => cpuPerEvent(server, tables, (client) => client.event("touch"), 5_000),
  })
  report("server CPU: raw socket.io echo with acknowledgement", cpu.raw, "µs")
  report("server CPU: counter event", cpu.counter, "µs")
  report("server CPU: counter event / raw echo", cpu.counter / cpu.raw, "×", "≤ 1.5 ×")
  report("server CPU: one cell of 1,000 rows, whole path", cpu.table, "µs")
  report("server CPU: one cell of 1,000 rows / counter event", cpu.table / cpu.counter, "×", "≤ 3 ×")
  for (const socket of rawSockets) socket.disconnect()
  for (const client of [...counters, ...tables]) client.close()
}

/** Server CPU of `count` GETs, one after another, in microseconds per GET. */
async function cpuPerGet(server, path, count, headers = {}) {
  const get = () =>
    new Promise((resolve, reject) => {
      const outgoing = request(`${server.url}${path}`, { headers }, (response) => response.resume().on("end", resolve))
      outgoing.on("error", reject).end()
    })
  const before = await server.cpu()
  for (let i = 0; i < count; i += 1) await get()
  return ((await server.cpu()) - before) / count
}

async function pageCpu(server, report) {
  const cpu = await inTurn(7, {
    plainCounter: () => cpuPerGet(server, "/plain/counter", 1_500),
    liveCounter: () => cpuPerGet(server, "/counter", 1_500),
    plainTable: () => cpuPerGet(server, "/plain/table", 60),
    liveTable: () => cpuPerGet(server, "/table", 60),
  })
  report("GET: counter, Express + nunjucks", cpu.plainCounter, "µs")
  report("GET: counter, live page", cpu.liveCounter, "µs")
  report("GET: counter, live / plain", cpu.liveCounter / cpu.plainCounter, "×", "≤ 1.5 ×")
  report("GET: 1,000-row table, live / plain", cpu.liveTable / cpu.plainTable, "×", "≤ 1.5 ×")
}

/** A ticket for the page of 1,000 rows, against the page itself and against as many bytes of JSON by Express alone. */
async function ticketCpu(server, report) {
  const page = await fetchPage(`${server.url}/table`)
  const headers = { Accept: "text/html", Cookie: page.cookie, "Live-Patch": "table-1" }
  const ticket = await (await fetch(`${server.url}/table?_live`, { headers })).text()
  const json = `/plain/json/${ticket.length}`
  const answer = await (await fetch(server.url + json)).text()
  if (answer.length !== ticket.length) throw new Error(`JSON of ${answer.length} bytes, a ticket of ${ticket.length}.`)
  const cpu = await inTurn(7, {
    json: () => cpuPerGet(server, json, 1_500, headers),
    ticket: () => cpuPerGet(server, "/table?_live", 1_500, headers),
    table: () => cpuPerGet(server, "/table", 60, headers),
  })
  report("GET: a ticket", cpu.ticket, "µs")
  report("GET: a ticket / Express JSON of its size", cpu.ticket / cpu.json, "×", "≤ 1.2 ×")
  report("GET: a ticket / the 1,000-row table", cpu.ticket / cpu.table, "×", "≤ 0.1 ×")
}

async function throughput(server, report) {
  const clients = await Promise.all(Array.from({ length: 100 }, () => joinPage(`${server.url}/counter`)))
  const rates = []
  for (let round = 0; round < 4; round += 1) {
    const start = performance.now()
    await Promise.all(
      clients.map(async (client) => {
        for (let i = 0; i < 100; i += 1) await client.event("increment")
      }),
    )
    if (round > 0) rates.push(10_000 / ((performance.now() - start) / 1000))
  }
  report("throughput: 100 clients (clients share the cores)", median(rates), "events/s")
  for (const client of clients) client.close()
}

async function fanOut(server, report) {
  const clients = []
  for (let i = 0; i < 20; i += 1) {
    clients.push(...(await Promise.all(Array.from({ length: 50 }, () => joinPage(`${server.url}/ticker`)))))
  }
  const times = []
  const costs = []
  for (let round = 1; round <= 6; round += 1) {
    const all = Promise.all(clients.map((client) => new Promise((resolve) => client.socket.once("d", resolve))))
    const before = await server.cpu()
    const start = performance.now()
    await server.broadcast(round)
    await all
    times.push(performance.now() - start)
    costs.push(((await server.cpu()) - before) / clients.length)
  }
  report("fan-out: one broadcast to 1,000 views, to the last", median(times), "ms")
  report("fan-out: server CPU per delivered diff", median(costs), "µs")
  for (const client of clients) client.close()
}

/** Heap of 1,000 idle connections: bare (namespace joined, no view), then each with its view. */
async function heap(report) {
  const server = await startServer()
  try {
    const warm = await joinPage(`${server.url}/counter`)
    warm.close()
    const page = await fetchPage(`${server.url}/counter`)
    const sockets = []
    const before = await server.heap()
    for (let i = 0; i < 1000; i += 1) {
      const socket = connect(server.url, page)
      await once(socket, "connect")
      sockets.push(socket)
    }
    const bare = await server.heap()
    const request = { v: 1, t: page.token, h: page.templates, n: page.templates.map((_, index) => index) }
    for (const socket of sockets) await new Promise((resolve) => socket.emit("j", request, resolve))
    const joined = await server.heap()
    report("heap: bare socket.io connection", (bare - before) / 1000 / 1024, "KB")
    report("heap: idle counter view above it", (joined - bare) / 1000 / 1024, "KB", "≤ 5 KB")
    for (const socket of sockets) socket.disconnect()
  } finally {
    server.stop()
  }
}
