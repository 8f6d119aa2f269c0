/**
 * Puts socket.io's engine on http servers that belong to the host: any number of them, found or given. Only requests
 * under the socket's path are taken; all others go where they went before, upgrades of other protocols included.
 *
 * Not `engine.attach`: with it, the closing of one server ends the connections of all, and an upgrade that nobody
 * takes is cut off after a second instead of being answered by the app.
 */

import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { type Server as HttpServer, type IncomingMessage, ServerResponse } from "node:http"
import type { Socket } from "node:net"
import type { RequestListener } from "./transport.js"

/** The part of engine.io's server that answers requests. */
export interface SocketEngine {
  /** Connections, by their id. */
  readonly clients: Readonly<Record<string, { readonly transport: PollingTransport }>>
  handleRequest(request: IncomingMessage, response: ServerResponse): void
  handleUpgrade(request: IncomingMessage, socket: Socket, head: Buffer): void
}

/** What is used of how a connection is carried. Only a poll that waits for its answer is writable for polling. */
interface PollingTransport {
  readonly name: string
  readonly writable: boolean
  send(packets: { readonly type: "noop" }[]): void
}

/** Published for every server of the process when it is told to listen. */
const LISTENING = "tracing:net.server.listen:asyncStart"

/** Long enough for an app that takes its time over an answer. */
const REFUSED_TIMEOUT = 30_000

export class HttpServers {
  readonly #path: string
  readonly #engine: SocketEngine
  readonly #attached = new WeakSet<HttpServer>()
  readonly #watched = new Set<RequestListener>()
  #closed = false

  readonly #patience: number

  /**
   * @param path - Path of the engine, with a slash at its end.
   * @param patience - Milliseconds without a byte after which an upgrade that nobody takes is cut off.
   */
  constructor(path: string, engine: SocketEngine, patience: number = REFUSED_TIMEOUT) {
    this.#path = path
    this.#engine = engine
    this.#patience = patience
  }

  /** Takes the socket's requests of a server. */
  attach(server: HttpServer): void {
    if (this.#closed || this.#attached.has(server)) return
    this.#attached.add(server)
    this.#answerBeforeCut(server)
    const others = server.listeners("request") as RequestListener[]
    server.removeAllListeners("request")
    server.on("request", (request, response) => {
      if (this.#takes(request)) this.#engine.handleRequest(request, response)
      else for (const listener of others) listener.call(server, request, response)
    })
    server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
      if (this.#takes(request)) this.#engine.handleUpgrade(request, socket, head)
      // Without our listener Node would have made an ordinary request of an upgrade that nobody wants.
      else if (server.listenerCount("upgrade") === 1) answerAsRequest(server, request, socket, this.#patience)
    })
  }

  /** Attaches to the servers that will listen with this function among their request listeners. */
  watch(listener: RequestListener): void {
    if (this.#closed) return
    if (this.#watched.size === 0) subscribe(LISTENING, this.#listening)
    this.#watched.add(listener)
  }

  /** Attaches to the server a request came from, and answers what was meant for the engine. True when answered. */
  see(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#closed) return false
    const { server } = request.socket as { server?: unknown }
    if (!this.#attached.has(server as HttpServer) && isHttpServer(server)) this.attach(server)
    if (!this.#takes(request)) return false
    if (request.headers.upgrade === undefined) this.#engine.handleRequest(request, response)
    // Node has read it as an ordinary request: too late for this one, the client's next try will be an upgrade.
    else response.writeHead(503, { connection: "close", "retry-after": "0" }).end()
    return true
  }

  /** Lets everything pass from now on. */
  close(): void {
    this.#closed = true
    if (this.#watched.size > 0) unsubscribe(LISTENING, this.#listening)
    this.#watched.clear()
  }

  /**
   * Polls wait for their answer most of the time, so a server that cuts all its connections would cut them in it: an
   * error for whoever is in between, and proxies have ended by such. They are answered with nothing before; browsers go on
   * as if nothing had happened, or find no server any more.
   */
  #answerBeforeCut(server: HttpServer): void {
    const cut = server.closeAllConnections as HttpServer["closeAllConnections"] | undefined
    if (cut === undefined) return
    server.closeAllConnections = () => {
      for (const { transport } of Object.values(this.#engine.clients)) {
        if (transport.name === "polling" && transport.writable) transport.send([{ type: "noop" }])
      }
      cut.call(server)
    }
  }

  #takes(request: IncomingMessage): boolean {
    if (this.#closed) return false
    // Express and Koa keep here what a mounted app sees shortened.
    const { originalUrl = request.url } = request as { originalUrl?: string }
    return originalUrl?.startsWith(this.#path) === true
  }

  readonly #listening = (message: unknown): void => {
    const { server } = message as { server?: unknown }
    if (!isHttpServer(server)) return
    const listeners = server.listeners("request") as RequestListener[]
    if (listeners.some((listener) => this.#watched.has(listener))) this.attach(server)
  }
}

/** By what is used of it: http, https and http2 servers have no class in common. Other servers take no requests. */
function isHttpServer(server: unknown): server is HttpServer {
  const { listenerCount } = (server ?? {}) as Partial<HttpServer>
  return typeof listenerCount === "function" && (server as HttpServer).listenerCount("request") > 0
}

/** Hands an upgrade to the server's request listeners, as Node does where nobody listens for upgrades. */
function answerAsRequest(server: HttpServer, request: IncomingMessage, socket: Socket, patience: number): void {
  socket.on("error", () => socket.destroy())
  const response = new ServerResponse(request)
  // The parser has left this connection: it cannot serve a second request.
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  // Whoever asked may neither read the answer nor hang up: then nobody else would, since Node has let go of the connection.
  const cutOff = (): Socket => socket.setTimeout(patience, () => socket.destroy())
  cutOff()
  response.on("finish", () => {
    response.detachSocket(socket)
    cutOff()
    socket.end(() => socket.destroy())
  })
  // Nor can it read a body.
  const { "content-length": length = "0", "transfer-encoding": encoding } = request.headers
  if (length !== "0" || encoding !== undefined) response.writeHead(400).end("An upgrade may have no body.")
  else server.emit("request", request, response)
}
