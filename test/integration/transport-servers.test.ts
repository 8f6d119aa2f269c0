import { once } from "node:events"
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { connect, createServer as createNetServer } from "node:net"
import express from "express"
import { Server as SocketIo } from "socket.io"
import { io as connectIo } from "socket.io-client"
import { html } from "../../src/render/values/html.js"
import { OriginPolicy } from "../../src/security/origin.js"
import { HttpServers } from "../../src/transport/socket-io/http-servers.js"
import { liveView } from "../../src/view/live-view.js"
import { joinLive, LiveConnection } from "../support/live-client.js"
import { closeServer, LiveServer, listen, startLive, urlOf } from "../support/live-server.js"
import { deferred } from "../support/view-harness.js"

const counter = liveView({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: { increment: (_params, socket) => socket.update("count", (count) => count + 1) },
  render: ({ count }) => html`<p>${count}</p>`,
})

const open: (() => unknown)[] = []

/** Has something closed at the end of the test. */
function closing<T>(value: T, close: (value: T) => unknown): T {
  open.unshift(() => close(value))
  return value
}

async function listening(handler: RequestListener): Promise<HttpServer> {
  const server = closing(createServer(handler), closeServer)
  await listen(server)
  return server
}

function detached(options: ConstructorParameters<typeof LiveServer>[0] = {}): LiveServer {
  return closing(new LiveServer({ views: [counter], detached: true, ...options }), (server) => server.transport.close())
}

async function expectToWork(live: LiveServer, url: string): Promise<void> {
  const view = await joinLive(url, await live.page(counter))
  expect((await view.event("increment")).diff).toEqual({ 0: "1" })
  view.connection.close()
}

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

describe("http servers", () => {
  test("several are attached to, and closing one leaves the others' connections", async () => {
    const live = detached()
    const servers = await Promise.all([listening(notFound), listening(notFound)])
    for (const server of servers) live.transport.attach(server)
    const [first, second] = servers as [HttpServer, HttpServer]
    const view = await joinLive(urlOf(second), await live.page(counter))
    await expectToWork(live, urlOf(first))
    await closeServer(first)
    expect((await view.event("increment")).diff).toEqual({ 0: "1" })
    view.connection.close()
  })

  test("open no connection while views are moved on, and answer the views that they have", async () => {
    let answer = (): void => {}
    let begin = (): void => {}
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const slow = liveView({
      name: "slow",
      mount: () => ({ count: 0 }),
      events: {
        async wait(_params, socket) {
          const answered = new Promise<void>((resolve) => (answer = resolve))
          begin()
          await answered
          socket.assign({ count: 1 })
        },
      },
      render: ({ count }) => html`<p>${count}</p>`,
    })
    const live = detached({ views: [counter, slow] })
    const server = await listening(notFound)
    live.transport.attach(server)
    const view = await joinLive(urlOf(server), await live.page(slow))
    const handshake = async (): Promise<number> => {
      const { status } = await fetch(`${urlOf(server)}/live/socket/?EIO=4&transport=polling`)
      return status
    }
    expect(await handshake()).toBe(200)
    const answered = view.event("wait")
    await begun
    const closed = live.transport.close()
    expect(await handshake()).toBe(403)
    answer()
    expect((await answered).diff).toEqual({ 0: "1" })
    await closed
  })

  test("attaching twice does nothing", async () => {
    const live = detached()
    const server = await listening(notFound)
    live.transport.attach(server)
    const listeners = server.listeners("request")
    live.transport.attach(server)
    expect(server.listeners("request")).toEqual(listeners)
    expect(server.listenerCount("upgrade")).toBe(1)
  })

  test("long-polling works where WebSocket does not", async () => {
    const live = detached()
    const server = await listening(notFound)
    live.transport.attach(server)
    const view = await joinLive(urlOf(server), await live.page(counter), { transports: ["polling"] })
    expect((await view.event("increment")).diff).toEqual({ 0: "1" })
    view.connection.close()
  })

  test.each(["GET", "POST"])(
    "a %s of polling that comes twice ends its connection: what an answer held may be lost",
    async (method) => {
      const live = detached()
      const server = await listening(notFound)
      live.transport.attach(server)
      const base = `${urlOf(server)}/live/socket/?EIO=4&transport=polling`
      const { sid } = JSON.parse((await (await fetch(base)).text()).slice(1)) as { sid: string }
      const ask = (way: string, t: string): Promise<Response> => {
        // A packet of Engine.IO that says nothing.
        const rest = way === "POST" ? { body: "6" } : {}
        return fetch(`${base}&sid=${sid}&t=${t}`, { method: way, headers: { "content-type": "text/plain" }, ...rest })
      }
      // The namespace that this enters is answered by the first poll; the second one waits.
      const entered = await fetch(`${base}&sid=${sid}`, { method: "POST", body: "40/live/counter," })
      expect(entered.status).toBe(200)
      expect((await ask("GET", "a")).status).toBe(200)
      if (method === "POST") expect((await ask("POST", "a")).status).toBe(200)
      expect((await ask(method, "a")).status).toBe(400)
      // Another one would have been answered, or waited.
      expect((await ask("POST", "b")).status).toBe(400)
    },
  )

  test("one that cuts all its connections has answered the polls that wait, for whoever is in between", async () => {
    const live = detached()
    const server = await listening(notFound)
    live.transport.attach(server)
    const poll = `${urlOf(server)}/live/socket/?EIO=4&transport=polling`
    const { sid } = JSON.parse((await (await fetch(poll)).text()).slice(1)) as { sid: string }
    const arrived = once(server, "request")
    const waiting = fetch(`${poll}&sid=${sid}`)
    await arrived
    server.closeAllConnections()
    expect(await (await waiting).text()).toBe("6")
  })

  test("the one that listens with the watched app is found, and no other of the process is touched", async () => {
    const live = detached()
    const app = express()
    app.get("/", (_request, response) => void response.send("page"))
    live.transport.watch(app as unknown as RequestListener)
    const unrelated = createServer(notFound)
    const handlers = unrelated.listeners("request")
    closing(unrelated, closeServer)
    await listen(unrelated)
    const plain = createNetServer()
    await new Promise<void>((resolve) => plain.listen(0, resolve))
    closing(plain, (server) => server.close())
    const ours = closing(createServer(app), closeServer)
    await listen(ours)

    await expectToWork(live, urlOf(ours))
    expect(await (await fetch(urlOf(ours))).text()).toBe("page")
    expect(unrelated.listeners("request")).toEqual(handlers)
    expect(unrelated.listenerCount("upgrade")).toBe(0)
    await expect(joinLive(urlOf(unrelated), await live.page(counter))).rejects.toThrow()
  })

  test("one is learned from the first request that reaches the middleware", async () => {
    const live = detached()
    const server = await listening((request, response) => {
      if (!live.transport.see(request, response)) response.end("page")
    })
    expect(await (await fetch(urlOf(server))).text()).toBe("page")
    await expectToWork(live, urlOf(server))
  })

  test("a WebSocket that comes before any page request connects on its next try", async () => {
    const live = detached()
    const server = await listening((request, response) => {
      if (!live.transport.see(request, response)) response.end("page")
    })
    const page = await live.page(counter)
    await expect(joinLive(urlOf(server), page)).rejects.toThrow("websocket error")
    const view = await joinLive(urlOf(server), page)
    expect((await view.event("increment")).diff).toEqual({ 0: "1" })
    view.connection.close()
  })

  test("a polling request that comes before any page request is answered at once", async () => {
    const live = detached()
    const server = await listening((request, response) => {
      if (!live.transport.see(request, response)) response.end("page")
    })
    const view = await joinLive(urlOf(server), await live.page(counter), { transports: ["polling"] })
    view.connection.close()
  })

  test("an existing socket.io server on the same http server is undisturbed, attached before or after", async () => {
    for (const order of ["before", "after"]) {
      const live = detached()
      const server = await listening((_request, response) => void response.end("page"))
      const attachHost = (): SocketIo => {
        const io = new SocketIo(server)
        io.on("connection", (socket) => socket.on("ping", (reply: (text: string) => void) => reply("pong")))
        return io
      }
      let io: SocketIo
      if (order === "before") io = attachHost()
      live.transport.attach(server)
      if (order === "after") io = attachHost()
      closing(0, () => io.close())

      const socket = connectIo(urlOf(server), { forceNew: true })
      expect(await socket.emitWithAck("ping")).toBe("pong")
      await expectToWork(live, urlOf(server))
      expect(await socket.emitWithAck("ping")).toBe("pong")
      expect(await (await fetch(urlOf(server))).text()).toBe("page")
      socket.disconnect()
    }
  })

  test.each([
    ["is not answered", () => {}],
    ["is answered, by a client that does not hang up", (response: ServerResponse) => response.end("no")],
    ["is answered with more than its client reads", (response: ServerResponse) => response.end("x".repeat(50_000_000))],
  ])("an upgrade that nobody takes and that %s is cut off", async (_what, answer) => {
    const engine = { clients: {}, handleRequest: () => {}, handleUpgrade: () => {} }
    const http = createServer((_request, response) => answer(response))
    new HttpServers("/live/socket/", engine, 100).attach(http)
    http.listen(0, "127.0.0.1")
    await once(http, "listening")
    const connected = once(http, "connection") as Promise<[Socket]>
    const client = connect({ port: (http.address() as AddressInfo).port, host: "127.0.0.1", allowHalfOpen: true })
    client.on("error", () => {})
    client.write("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    const [socket] = await connected
    await once(socket, "close")
    client.destroy()
    await new Promise((resolve) => http.close(resolve))
  })

  test("the upgrades of others go where they went before", async () => {
    const live = detached()
    const server = await listening((request, response) => void response.end(`page of ${request.url}`))
    live.transport.attach(server)
    // What curl --http2 sends: before, the app answered it.
    expect(await rawGet(server, "/news", "h2c")).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*page of \/news/)
    expect(await rawGet(server, "/body", "h2c\r\nContent-Length: 5")).toMatch(/^HTTP\/1\.1 400 /)
    expect(await rawGet(server, "/other", "websocket")).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*page of \/other/)

    server.on("upgrade", (request: IncomingMessage, socket) => {
      if (request.url === "/own") socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\nhello")
    })
    expect(await rawGet(server, "/own", "own")).toMatch(/^HTTP\/1\.1 101 [^]*hello$/)
    await expectToWork(live, urlOf(server))
  })

  test("after closing, everything is the host's again", async () => {
    const live = detached()
    const app: RequestListener = (request, response) => {
      if (!live.transport.see(request, response)) response.end("page")
    }
    const server = await listening(app)
    live.transport.attach(server)
    live.transport.watch(app)
    const view = await joinLive(urlOf(server), await live.page(counter))
    const gone = new Promise((resolve) => view.socket.once("disconnect", resolve))
    await live.transport.close()
    await gone
    view.connection.close()
    expect(await (await fetch(`${urlOf(server)}/live/socket/?EIO=4&transport=polling`)).text()).toBe("page")
    const later = await listening(app)
    expect(later.listenerCount("upgrade")).toBe(0)
  })
})

describe("the socket.io server", () => {
  test("serves views that are registered later", async () => {
    const live = closing(await startLive(), (server) => server.close())
    const connection = new LiveConnection(live.url)
    await expect(connection.enter("/live/counter")).rejects.toThrow("Invalid namespace")
    live.registry.add(counter)
    await expectToWork(live, live.url)
    connection.close()
  })

  test("refuses a namespace that is no view's, and the connection goes on", async () => {
    const live = closing(await startLive({ views: [counter] }), (server) => server.close())
    const page = await live.page(counter)
    const connection = new LiveConnection(live.url, { cookie: page.cookie })
    const view = await connection.join(page)
    await expect(connection.enter("/live/nothing")).rejects.toThrow("Invalid namespace")
    await expect(connection.enter("/")).rejects.toMatchObject({ data: { code: "LV_UNKNOWN_VIEW" } })
    expect((await view.event("increment")).diff).toEqual({ 0: "1" })
    connection.close()
  })

  test("refuses a foreign origin in the handshake, and logs both values", async () => {
    const live = closing(await startLive({ views: [counter] }), (server) => server.close())
    const page = await live.page(counter)
    for (const transports of [["websocket"], ["polling"]] as const) {
      live.log.length = 0
      await expect(
        joinLive(live.url, page, { origin: "https://evil.com", transports: [...transports] }),
      ).rejects.toThrow()
      expect(live.log).toContainEqual({
        level: "warn",
        message: expect.stringContaining("https://evil.com"),
        details: { code: "LV_ORIGIN_REFUSED", origin: "https://evil.com", host: new URL(live.url).host },
      })
    }
    const view = await joinLive(live.url, page, { origin: live.url })
    view.connection.close()
  })

  test("lets a further origin in, and asks the host's own check too", async () => {
    const asked: string[] = []
    const live = closing(
      await startLive({
        views: [counter],
        origins: new OriginPolicy({ origins: ["https://app.test"] }),
        transport: {
          socket: {
            allowRequest: (request, answer) => {
              asked.push(String(request.headers.origin))
              answer(undefined, request.headers["x-refuse"] === undefined)
            },
          },
        },
      }),
      (server) => server.close(),
    )
    const view = await joinLive(live.url, await live.page(counter), { origin: "https://app.test" })
    expect(asked).toEqual(["https://app.test"])
    view.connection.close()
  })

  test("an app's own socket.io server keeps nothing of what clients bring on entering our namespaces", async () => {
    const server = createServer(notFound)
    const io = closing(new SocketIo(server), (given) => given.close())
    await listen(server)
    detached({ transport: { io } })
    const socket = connectIo(`${urlOf(server)}/live/counter`, {
      transports: ["websocket"],
      auth: { text: "x".repeat(10_000) },
      forceNew: true,
    })
    await new Promise<void>((resolve) => socket.once("connect", resolve))
    const sockets = [...io.of("/live/counter").sockets.values()]
    expect(sockets.map(({ handshake }) => handshake.auth)).toEqual([{}])
    socket.disconnect()
  })

  test("is the host's own where one is given: its options stay, origins are checked by namespace", async () => {
    const server = createServer(notFound)
    const io = new SocketIo(server, { path: "/sockets" })
    const options = { ...(io as unknown as { opts: object }).opts }
    closing(io, (given) => given.close())
    await listen(server)
    const live = detached({ transport: { io } })
    expect(live.transport.socketPath).toBe("/sockets")
    expect((io as unknown as { opts: object }).opts).toEqual(options)

    const page = await live.page(counter)
    const view = await joinLive(urlOf(server), page, { path: "/sockets", origin: urlOf(server) })
    expect((await view.event("increment")).diff).toEqual({ 0: "1" })
    const foreign = new LiveConnection(urlOf(server), {
      path: "/sockets",
      cookie: page.cookie,
      origin: "https://evil.com",
    })
    await expect(foreign.enter("/live/counter")).rejects.toMatchObject({ data: { code: "LV_ORIGIN_REFUSED" } })
    // The host's own namespaces know nothing of our rules.
    await foreign.enter("/")
    foreign.close()

    const gone = new Promise((resolve) => view.socket.once("disconnect", resolve))
    await live.transport.close()
    await gone
    view.connection.close()
    const later = new LiveConnection(urlOf(server), { path: "/sockets" })
    await expect(later.enter("/live/counter")).rejects.toThrow()
    await later.enter("/")
    later.close()
  })

  test("that the host has given lets no page in while it is closed: who comes looks for another server", async () => {
    const gate = deferred()
    const slowly = liveView({
      name: "slowly",
      mount: () => ({}),
      terminate: () => gate.promise,
      render: () => html`x`,
    })
    const server = createServer(notFound)
    const io = closing(new SocketIo(server), (given) => given.close())
    await listen(server)
    const live = detached({ views: [slowly, counter], transport: { io } })
    const view = await joinLive(urlOf(server), await live.page(slowly), { path: "/socket.io" })
    const gone = new Promise((resolve) => view.socket.once("disconnect", resolve))
    const closed = live.transport.close()
    const ofTheHost = await view.connection.enter("/")
    await gone
    // A page that comes anew, by either transport: no refusal that it would show, but a connection that ends.
    for (const transport of ["websocket", "polling"] as const) {
      const late = new LiveConnection(urlOf(server), { path: "/socket.io", transports: [transport] })
      const told: string[] = []
      const ended = new Promise((resolve) => late.manager.once("close", resolve))
      const socket = late.manager.socket("/live/counter")
      socket.on("connect", () => told.push("connect"))
      socket.on("connect_error", () => told.push("refused"))
      socket.connect()
      await ended
      expect(told).toEqual([])
      late.close()
    }
    // One that has a connection which is not ours alone: its other namespaces stay.
    const other = await view.connection.enter("/live/counter")
    if (other.connected) await new Promise((resolve) => other.once("disconnect", resolve))
    expect([ofTheHost.connected, other.connected]).toEqual([true, false])
    gate.resolve()
    await closed
    view.connection.close()
  })
})

function notFound(_request: unknown, response: Parameters<RequestListener>[1]): void {
  response.writeHead(404).end("not found")
}

/** A GET with an `Upgrade` header, and all that comes back until the server ends the connection. */
function rawGet(server: HttpServer, path: string, upgrade: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1")
    let text = ""
    socket.setEncoding("utf8")
    socket.on("data", (chunk: string) => {
      text += chunk
    })
    socket.on("end", () => resolve(text))
    socket.on("error", reject)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`)
  })
}
