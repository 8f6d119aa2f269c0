/**
 * The client's connection port over a real socket.io server, by WebSocket and by polling: with socket.io-client as it
 * is, and with the slim one that the built script has.
 */
import { createServer, type Server as HttpServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Duplex } from "node:stream"
import { Server } from "socket.io"
import type { Channel, Connection } from "../../client/connection/connection.js"
import type { SocketConnection } from "../../client/connection/socket-connection.js"
import { connectionOf, KINDS, Recorder } from "../support/connections.js"

let http: HttpServer
let io: Server
let connection: Connection | undefined
let Connecting: typeof SocketConnection

beforeEach(async () => {
  http = createServer()
  io = new Server(http, { path: "/live/socket", serveClient: false })
  await new Promise<void>((listening) => http.listen(0, listening))
})

afterEach(async () => {
  connection?.close()
  await io.close()
})

function connect(page: Recorder, view: Recorder, name = "counter"): Channel {
  const { port } = http.address() as AddressInfo
  connection = new Connecting({ socket: "/live/socket", namespace: "/live/", origin: `http://127.0.0.1:${port}` }, page)
  const channel = connection.channel(name, view)
  connection.open()
  return channel
}

describe.each(KINDS)("the connection over %s", (kind) => {
  beforeAll(() => {
    Connecting = connectionOf(kind)
  })

  it("carries joins, events, values, differences, exits and leaves", async () => {
    const left = jest.fn()
    io.of("/live/counter").on("connection", (socket) => {
      socket.on("j", (request, reply) => reply({ i: request.v }))
      socket.on("e", (instance, name, payload, number, acknowledge) =>
        acknowledge({ 0: [instance, name, payload, number] }),
      )
      socket.on("v", (instance, paths, reply) => reply({ d: [instance, paths] }))
      socket.on("l", (instance) => {
        left(instance)
        socket.emit("d", 4, { 0: "ü" }, { n: "title" })
        socket.emit("x", 4, { code: "LV_X", message: "x" })
      })
    })
    const [page, view] = [new Recorder(), new Recorder()]
    const channel = connect(page, view)
    await view.has(1)
    expect(channel.isOpen).toBe(true)
    expect(page.heard).toEqual([["connection opened"]])
    const reply = await new Promise((done) => channel.join({ v: 1, t: "token", h: [], n: [] }, done))
    const event = { name: "add", payload: { by: "2" }, number: 3 }
    const diff = await new Promise((done) => view.push(channel, event, done, 4))
    const values = await view.ask(channel, 4, [[0, 1]])
    channel.leave(4)
    await view.has(3)
    expect([reply, diff, values]).toEqual([{ i: 1 }, { 0: [4, "add", { by: "2" }, 3] }, { d: [4, [[0, 1]]] }])
    expect(left).toHaveBeenCalledWith(4)
    expect(view.heard).toEqual([
      ["opened"],
      ["diff", 4, { 0: "ü" }, { n: "title" }],
      ["exit", 4, { code: "LV_X", message: "x" }],
    ])
  })

  it("says whether the page is hidden", async () => {
    const said: unknown[] = []
    const heard = new Promise<void>((done) => {
      io.of("/live/counter").on("connection", (socket) => {
        socket.on("h", (...values) => {
          if (said.push(values) === 2) done()
        })
      })
    })
    const view = new Recorder()
    const channel = connect(new Recorder(), view)
    await view.has(1)
    channel.hidden(true)
    channel.hidden(false)
    await heard
    expect(said).toEqual([[1], [0]])
  })

  it("comes back after it was lost, with its channels", async () => {
    io.of("/live/counter")
    const [page, view] = [new Recorder(), new Recorder()]
    connect(page, view)
    await view.has(1)
    for (const socket of io.of("/live/counter").sockets.values()) socket.conn.close()
    await page.has(2)
    connection?.open()
    await view.has(3)
    expect(page.heard).toEqual([["connection opened"], ["connection lost"], ["connection opened"]])
    expect(view.heard.map(([what]) => what)).toEqual(["opened", "closed", "opened"])
  })

  it("can open a channel again that the server has closed alone", async () => {
    io.of("/live/other")
    io.of("/live/counter").once("connection", (socket) => socket.disconnect())
    const [page, view, other] = [new Recorder(), new Recorder(), new Recorder()]
    const channel = connect(page, view)
    connection?.channel("other", other)
    connection?.open()
    await view.has(2)
    expect(view.heard).toEqual([["opened"], ["closed", true]])
    channel.open()
    await view.has(3)
    expect(view.heard.at(-1)).toEqual(["opened"])
  })

  it("says that a view's namespace is refused", async () => {
    const [page, view] = [new Recorder(), new Recorder()]
    connect(page, view, "gone")
    await view.has(1)
    expect(view.heard).toEqual([["refused", "Invalid namespace"]])
  })

  it("closes without a loss when all that it carries was refused, and is opened by the channel that tries again", async () => {
    const [page, view] = [new Recorder(), new Recorder()]
    const channel = connect(page, view, "later")
    await view.has(1)
    await page.has(2)
    expect(page.heard.splice(0)).toEqual([["connection opened"], ["connection refused"]])
    io.of("/live/later")
    channel.open()
    await view.has(2)
    expect(view.heard.at(-1)).toEqual(["opened"])
    // What ends now has been lost, whatever was refused before; nor is refused what the page closes itself.
    for (const socket of io.of("/live/later").sockets.values()) socket.conn.close()
    await page.has(2)
    connection?.open()
    await page.has(3)
    connection?.close()
    const opened = ["connection opened"]
    expect(page.heard).toEqual([opened, ["connection lost"], opened, ["connection lost"]])
  })

  it("stays open when a view is refused and others are not", async () => {
    io.of("/live/counter")
    const [page, view, other] = [new Recorder(), new Recorder(), new Recorder()]
    const channel = connect(page, view)
    await view.has(1)
    connection?.channel("gone", other).open()
    await other.has(1)
    expect(other.heard).toEqual([["refused", "Invalid namespace"]])
    expect([channel.isOpen, page.heard]).toEqual([true, [["connection opened"]]])
    for (const socket of io.of("/live/counter").sockets.values()) socket.conn.close()
    await page.has(2)
    expect(page.heard.at(-1)).toEqual(["connection lost"])
  })

  it("says that it cannot connect, and does on the next try", async () => {
    io.of("/live/counter")
    let refusals = 1
    http.prependListener("upgrade", (_request, socket) => {
      if (refusals-- > 0) socket.destroy()
    })
    const [page, view] = [new Recorder(), new Recorder()]
    connect(page, view)
    await page.has(1)
    expect(page.heard).toEqual([["connection lost"]])
    connection?.open()
    await view.has(1)
    expect(view.heard).toEqual([["opened"]])
  })

  it("upgrades a connection that had to begin with polling", async () => {
    io.of("/live/counter")
    const upgraded = new Promise<string>((done) => {
      io.engine.on("connection", (socket: { on(name: string, done: (transport: { name: string }) => void): void }) => {
        socket.on("upgrade", ({ name }) => done(name))
      })
    })
    let refusals = 1
    http.prependListener("upgrade", (_request, socket) => {
      if (refusals-- > 0) socket.destroy()
    })
    const page = new Recorder()
    connect(page, new Recorder())
    await page.has(1)
    connection?.open()
    expect(await upgraded).toBe("websocket")
  })

  it("stays with polling where no WebSocket gets through", async () => {
    io.of("/live/counter").on("connection", (socket) => {
      socket.on("e", (_instance, name, _payload, _number, acknowledge) => {
        socket.emit("d", 0, { 0: name }, { n: "€" })
        acknowledge({ 1: name })
      })
    })
    http.prependListener("upgrade", (_request, socket) => socket.destroy())
    const [page, view] = [new Recorder(), new Recorder()]
    const channel = connect(page, view)
    await page.has(1)
    connection?.open()
    await view.has(1)
    const names = ["first", "second", "third"]
    const diffs = await Promise.all(
      names.map((name) => new Promise((done) => view.push(channel, { name, payload: {} }, done))),
    )
    expect(diffs).toEqual(names.map((name) => ({ 1: name })))
    await view.has(4)
    expect(view.heard.slice(1)).toEqual(names.map((name) => ["diff", 0, { 0: name }, { n: "€" }]))
    connection?.close()
    await view.has(5)
    expect(view.heard.at(-1)).toEqual(["closed", false])
  })

  it("goes on with polling where a proxy swallows WebSockets without a word, before anybody despairs", async () => {
    io.of("/live/counter")
    const swallowed: Duplex[] = []
    const engine = http.listeners("upgrade")
    http.removeAllListeners("upgrade")
    http.on("upgrade", (_request, socket: Duplex) => swallowed.push(socket))
    const [page, view] = [new Recorder(), new Recorder()]
    const started = Date.now()
    connect(page, view)
    await page.has(1)
    expect(Date.now() - started).toBeLessThan(8_000)
    connection?.open()
    await view.has(1)
    expect(view.heard).toEqual([["opened"]])
    for (const socket of swallowed) socket.destroy()
    for (const listener of engine) http.on("upgrade", listener as () => void)
  })

  it("knows from the handshake what the server takes", async () => {
    io.of("/live/counter")
    const view = new Recorder()
    const channel = connect(new Recorder(), view)
    expect(channel.carries("x".repeat(2_000_000))).toBe(true)
    await view.has(1)
    expect([channel.carries("x".repeat(990_000)), channel.carries("x".repeat(1_000_000))]).toEqual([true, false])
  })

  it.each(["WebSocket", "polling"])(
    "does not carry again what ended it once, as a proxy's limit does: %s",
    async (by) => {
      io.of("/live/counter")
      const { ws } = io.engine as unknown as { ws: { options: { maxPayload: number } } }
      ws.options.maxPayload = 50_000
      io.engine.on("connection", ({ transport }: { transport: { name: string; maxHttpBufferSize: number } }) => {
        if (transport.name === "polling") transport.maxHttpBufferSize = 50_000
      })
      if (by === "polling") http.prependListener("upgrade", (_request, socket) => socket.destroy())
      const [page, view] = [new Recorder(), new Recorder()]
      const channel = connect(page, view)
      if (by === "polling") {
        await page.has(1)
        connection?.open()
      }
      await view.has(1)
      const text = "x".repeat(60_000)
      expect(channel.carries(text)).toBe(true)
      view.push(channel, { name: "paste", payload: text })
      await view.has(2)
      expect(view.heard.at(-1)).toEqual(["closed", false])
      connection?.open()
      await view.has(3)
      expect([channel.carries(text), channel.carries("x".repeat(40_000))]).toEqual([false, true])
    },
  )

  it("finds the server of a page whose host is an IPv6 address", async () => {
    io.of("/live/counter")
    const { port } = http.address() as AddressInfo
    const page = { protocol: "http:", hostname: "[::1]", port: String(port), origin: `http://[::1]:${port}` }
    Object.assign(globalThis, { location: page })
    try {
      const view = new Recorder()
      connection = new Connecting({ socket: "/live/socket", namespace: "/live/" }, new Recorder())
      connection.channel("counter", view)
      connection.open()
      await view.has(1)
      expect(view.heard).toEqual([["opened"]])
    } finally {
      Reflect.deleteProperty(globalThis, "location")
    }
  })
})
