/** The server under measurement, in a process of its own: Express with the benched views, beside a raw socket.io echo. */
import { createServer } from "node:http"
import express from "express"
import { html, js, liveView, stream, topic } from "livemount"
import { liveMiddleware } from "livemount/express"
import nunjucks from "nunjucks"
import { Server } from "socket.io"

const rows = (count) =>
  Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    name: `Product ${i + 1}`,
    price: (i * 7) % 1000,
    stock: (i * 13) % 97,
    note: `Shelf ${i % 40}`,
  }))

const views = new URL("views", import.meta.url).pathname
const ticks = topic("ticks")

const counter = liveView({
  name: "counter",
  template: "counter.njk",
  mount: () => ({ count: 0 }),
  events: { increment: (_params, socket) => socket.update("count", (n) => n + 1) },
})

/** What needs no server. */
const menu = liveView({
  name: "menu",
  mount: () => ({}),
  events: {},
  render: () => html`<button live-click="${js.toggle("#menu")}">Menu</button><ul id="menu"><li>One</li></ul>`,
})

/** A counter whose count stands in the URL, or is changed beside it. */
const patched = liveView({
  name: "patched",
  template: "counter.njk",
  mount: () => ({ count: 0 }),
  handleParams: ({ count = 0 }, _uri, socket) => socket.assign({ count: Number(count) }),
  events: {
    increment: (_params, socket) => socket.update("count", (n) => n + 1),
    patch: (_params, socket) => socket.pushPatch(`?count=${socket.assigns.count + 1}`),
  },
})

const table = liveView({
  name: "table",
  template: "table.njk",
  mount: (params) => ({ rows: rows(Number(params.rows ?? 1000)) }),
  events: {
    touch: (_params, socket) =>
      socket.update("rows", (list) =>
        list.with(500 % list.length, { ...list[500 % list.length], price: list[500 % list.length].price + 1 }),
      ),
    prepend: (_params, socket) =>
      socket.update("rows", (list) => [
        { id: list.length + 1_000_000, name: "Fresh product", price: 12, stock: 3, note: "Shelf 1" },
        ...list,
      ]),
    reverse: (_params, socket) => socket.update("rows", (list) => list.toReversed()),
  },
})

const products = rows(1000)

const catalogue = liveView({
  name: "catalogue",
  template: "catalogue.njk",
  mount: () => ({ rows: products, shown: products[0] }),
  handleParams: ({ shown }, _uri, socket) => socket.assign({ shown: products[Number(shown) % products.length] }),
})

/** One of the pages that lead to each other. */
const page = liveView({
  name: "page",
  template: "page.njk",
  mount: ({ number }) => ({
    name: `Page ${number}`,
    next: `/pages/${Number(number) + 1}`,
    rows: products.slice(0, 100),
  }),
})

const ticker = liveView({
  name: "ticker",
  template: "ticker.njk",
  mount(_params, _session, socket) {
    socket.subscribe(ticks)
    return { tick: 0 }
  },
  handleInfo: (message, socket) => socket.assign({ tick: message }),
})

/** How often a view of these two was mounted, and the rows that they read. */
let mounts = 0
let stocked = products
const priced = (list, price) => list.with(500, { ...list[500], price })

/** A table of which one row changes by each tick: mounted for its page and for its join, or once. */
const stock = (name, adopt) =>
  liveView({
    name,
    template: "table.njk",
    adopt,
    mount(_params, _session, socket) {
      mounts += 1
      socket.subscribe(ticks)
      return { rows: stocked }
    },
    handleInfo: (price, socket) => socket.update("rows", (list) => priced(list, price)),
  })

/** A small view that waits for its page. */
const waiting = liveView({ name: "waiting", template: "counter.njk", adopt: true, mount: () => ({ count: 0 }) })

const lineOf = (id) => ({ id, text: `Line ${id} of the log` })
const linesFrom = (first, count) => Array.from({ length: count }, (_, i) => lineOf(first + i))

/** Lines have numbers from `first` to `last`. With a limit it is a window of a longer log. */
const log = liveView({
  name: "log",
  template: "log.njk",
  mount(params) {
    const count = Number(params.rows ?? 100_000)
    const limit = params.limit === undefined ? undefined : Number(params.limit)
    return {
      lines: stream(linesFrom(0, count), { key: (line) => line.id, limit }),
      first: 0,
      last: count,
      middle: count >> 1,
    }
  },
  events: {
    append(_params, socket) {
      socket.stream("lines").insert(lineOf(socket.assigns.last))
      socket.update("last", (id) => id + 1)
    },
    prepend(_params, socket) {
      socket.update("first", (id) => id - 1)
      socket.stream("lines").insert(lineOf(socket.assigns.first), { at: "start" })
    },
    update: (_params, socket) => socket.stream("lines").insert({ id: 30_000, text: `Updated ${++updates}` }),
    remove(_params, socket) {
      socket.stream("lines").delete(socket.assigns.middle)
      socket.update("middle", (id) => id + 1)
    },
    scroll(_params, socket) {
      socket.stream("lines").insertMany(linesFrom(socket.assigns.last, 100))
      socket.update("last", (id) => id + 100)
    },
  },
})
let updates = 0

const app = express()
const server = createServer(app)
const environment = nunjucks.configure(views, { autoescape: true, noCache: false, express: app })
app.get("/plain/counter", (_request, response) => response.render("plain-counter.njk", { count: 0 }))
app.get("/plain/table", (_request, response) => response.render("plain-table.njk", { rows: rows(1000) }))
app.get("/plain/json/:size", (request, response) =>
  response.json({ t: "x".repeat(request.params.size - 23), view: "table" }),
)
// All clients have one address, and many the same cookie.
const adopt = { viewsPerBrowser: 2000, viewsPerAddress: 2000, views: 2000, window: 60_000 }
const limits = { detachedViewsPerBrowser: 5000, detachedViewsPerAddress: 5000 }
// A page that does not read for a minute answers no ping.
const socket = { pingTimeout: 120_000 }
const secret = "bench ".repeat(8)
const live = liveMiddleware({ views, secret, layout: "layout.njk", development: false, adopt, limits, socket })
app.use(live)
live.attach(server)
live.view("/counter", counter)
live.view("/patched", patched)
live.view("/menu", menu)
live.view("/table", table)
live.view("/catalogue", catalogue)
live.view("/pages/:number", page)
live.view("/ticker", ticker)
live.view("/log", log)
live.view("/waiting", waiting)
live.view("/stock/twice", stock("stock-twice", false))
live.view("/stock/once", stock("stock-once", true))

const raw = new Server(server, { path: "/raw", perMessageDeflate: false, serveClient: false })
raw.of("/live/counter").on("connection", (socket) => {
  let count = 0
  socket.on("e", (_instance, _event, _payload, ack) => ack({ 0: String(++count) }))
})

server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }))

process.on("message", async ({ id, command, value }) => {
  if (command === "cpu") return process.send({ id, value: process.cpuUsage() })
  if (command === "sweep") {
    globalThis.gc({ type: "minor" })
    return process.send({ id })
  }
  if (command === "heap") {
    for (let i = 0; i < 6; i += 1) {
      globalThis.gc()
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    return process.send({ id, value: process.memoryUsage().heapUsed })
  }
  if (command === "broadcast") {
    const start = process.cpuUsage()
    live.pubsub.broadcast(ticks, value)
    return process.send({ id, value: start })
  }
  if (command === "price") {
    stocked = priced(stocked, value)
    live.pubsub.broadcast(ticks, value)
    return process.send({ id, value })
  }
  if (command === "mounts") return process.send({ id, value: mounts })
  if (command === "burst") {
    for (let n = 1; n <= value; n += 1) live.pubsub.broadcast(ticks, n)
    return process.send({ id })
  }
  if (command === "flood") return process.send({ id, value: await flood(value) })
  if (command === "exit") process.exit(0)
})
void environment

/** Broadcasts so many texts a second, and looks once a second at what is held then. Resolves with the most, in bytes. */
async function flood({ perSecond, seconds, size }) {
  const filler = "x".repeat(size)
  let most = 0
  let sent = 0
  const begin = performance.now()
  for (let second = 1; second <= seconds; second += 1) {
    while (performance.now() - begin < second * 1000) {
      const due = ((performance.now() - begin) / 1000) * perSecond
      // Each in a turn of its own: those of one turn would be one frame.
      for (; sent < due; sent += 1) {
        live.pubsub.broadcast(ticks, `${sent} ${filler}`)
        await new Promise(setImmediate)
        await new Promise(setImmediate)
      }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    most = Math.max(most, inUse())
  }
  return { most, sent }
}

function inUse() {
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
