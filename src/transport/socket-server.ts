/** The socket.io server: one of our own on the host's http servers, or the one that the host has. */

import { createServer, type IncomingMessage } from "node:http"
import { Server, type ServerOptions } from "socket.io"
import type { OriginCheck, OriginPolicy } from "../security/origin.js"
import type { Logger } from "../telemetry/logger.js"
import { HttpServers, type SocketEngine } from "./http-servers.js"
import { frameBytes, type TransportLimits } from "./limits.js"
import { connectError } from "./refusal.js"
import { textParser } from "./text-parser.js"
import { type EngineSocket, endIfFlooded, noteAnswer } from "./unsent.js"

/** The part of engine.io's sockets by which their packets are heard of. */
interface Emitter {
  on(event: "packet", listener: (this: EngineSocket) => void): unknown
}

/** Milliseconds a connection may stay without entering any namespace. */
const CONNECT_TIMEOUT = 10_000

/** A socket.io server, and what may be done with it. */
export interface SocketServer {
  readonly io: Server
  /** Where clients find it. */
  readonly path: string
  /** The http servers it is put on. Absent when the host has attached it by itself. */
  readonly http: HttpServers | undefined
  /** True when each handshake's origin has been checked before a namespace is entered. */
  readonly checksOrigin: boolean
  /** Ends all connections of a server of our own. */
  close(): Promise<void>
}

/** Options of {@link ownSocketServer}. */
export interface OwnSocketServerOptions {
  readonly path: string
  readonly limits: TransportLimits
  readonly origins: OriginPolicy
  readonly logger: Logger
  readonly socket?: Partial<ServerOptions> | undefined
}

/** Makes a socket.io server that no http server has yet: see {@link HttpServers}. */
export function ownSocketServer(options: OwnSocketServerOptions): SocketServer {
  const { origins, logger, socket = {} } = options
  const io = new Server({
    path: options.path,
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: frameBytes(options.limits),
    connectTimeout: CONNECT_TIMEOUT,
    parser: textParser,
    ...socket,
    allowRequest: (request, answer) => {
      const refusal = originRefusal(origins, request, logger)
      if (refusal !== undefined) answer(refusal.message, false)
      else if (socket.allowRequest !== undefined) socket.allowRequest(request, answer)
      else answer(undefined, true)
    },
  })
  // A server that never listens: it only has socket.io make its engine, and is what `io.close()` closes.
  io.attach(createServer())
  // Nothing lives in the main namespace: a connection that enters it only would idle here for ever.
  io.use((_socket, next) => next(connectError("LV_UNKNOWN_VIEW", { namespace: "/" })))
  // Not by view: whoever enters namespaces that do not exist is answered too.
  io.engine.on("connection", (connection: Emitter & EngineSocket) => connection.on("packet", onPacket))
  const { limits } = options
  function onPacket(this: EngineSocket): void {
    endIfFlooded(this, limits)
  }
  // Its `clients` are documented, but not in its types.
  const http = new HttpServers(`${io.path()}/`, watched(io.engine as unknown as SocketEngine))
  return {
    io,
    path: io.path(),
    http,
    checksOrigin: true,
    async close() {
      http.close()
      await io.close()
    },
  }
}

/** Has the answers to polls counted as unsent until they are read. */
function watched(engine: SocketEngine): SocketEngine {
  return {
    clients: engine.clients,
    handleRequest(request, response) {
      const id = /[?&]sid=([^&]*)/.exec(request.url ?? "")?.[1]
      const connection = id !== undefined && Object.hasOwn(engine.clients, id) ? engine.clients[id] : undefined
      if (connection !== undefined) noteAnswer(connection as unknown as EngineSocket, response)
      engine.handleRequest(request, response)
    },
    handleUpgrade: (request, socket, head) => engine.handleUpgrade(request, socket, head),
  }
}

/** Takes the host's server as it is. */
export function givenSocketServer(io: Server): SocketServer {
  return { io, path: io.path(), http: undefined, checksOrigin: false, close: () => Promise.resolve() }
}

/** Checks a handshake's origin; logs a refusal with both values. */
export function originRefusal(origins: OriginPolicy, request: IncomingMessage, logger: Logger): Error | undefined {
  let check: OriginCheck
  try {
    check = origins.check(request)
  } catch (failure) {
    // The app's own "trust proxy" function. Nobody is around here to catch what it throws.
    logger.error("The origin of a connection could not be checked; it was refused.", { error: failure })
    check = { ok: false, origin: String(request.headers.origin), host: String(request.headers.host) }
  }
  if (check.ok) return undefined
  const { origin, host } = check
  const error = connectError("LV_ORIGIN_REFUSED", { origin, host })
  logger.warn(error.message, { code: error.data.code, origin, host })
  return error
}
