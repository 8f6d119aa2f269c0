/** The socket.io server: one of our own on the host's http servers, or the one that the host has. */

import { createServer } from "node:http"
import { Server, type ServerOptions } from "socket.io"
import type { OriginPolicy } from "../../security/origin.js"
import type { Logger } from "../../telemetry/logger.js"
import { frameBytes, type TransportLimits } from "../limits.js"
import { entryRefusal, originRefusal } from "./entry-refusal.js"
import { HttpServers, type SocketEngine } from "./http-servers.js"
import { watchPolls } from "./polling-requests.js"
import { frameTexts } from "./text-frames.js"
import { textParser } from "./text-parser.js"
import { endFloods } from "./unsent-bytes.js"

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
  /** True where packets are the texts that `textParser` makes of them, and nothing else is done with what is sent. */
  readonly writesText: boolean
  /**
   * Lets no page open another connection, of a server of our own: one that is led back here while others are moved on would see its view
   * refused instead of trying again.
   */
  shut(): void
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
  const { origins, logger } = options
  // As everywhere, `undefined` is an option that was not given: it takes no bound away.
  const socket: Partial<ServerOptions> = Object.fromEntries(
    Object.entries(options.socket ?? {}).filter(([, value]) => value !== undefined),
  )
  let isShut = false
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
      if (isShut) answer("The server is being stopped.", false)
      else if (refusal !== undefined) answer(refusal.message, false)
      else if (socket.allowRequest !== undefined) socket.allowRequest(request, answer)
      else answer(undefined, true)
    },
  })
  // A server that never listens: it only has socket.io make its engine, and is what `io.close()` closes.
  io.attach(createServer())
  // Nothing lives in the main namespace: a connection that enters it only would idle here for ever.
  io.use((_socket, next) => next(entryRefusal("LV_UNKNOWN_VIEW", { namespace: "/" })))
  // Not by view: whoever enters namespaces that do not exist is answered too.
  endFloods(io.engine, options.limits)
  frameTexts(io.engine)
  // Its `clients` are documented, but not in its types.
  const http = new HttpServers(`${io.path()}/`, watchPolls(io.engine as unknown as SocketEngine))
  return {
    io,
    path: io.path(),
    http,
    checksOrigin: true,
    writesText: socket.parser === undefined && socket.connectionStateRecovery === undefined,
    shut() {
      isShut = true
    },
    async close() {
      http.close()
      await io.close()
    },
  }
}

/** Takes the host's server as it is. */
export function givenSocketServer(io: Server): SocketServer {
  const path = io.path()
  return {
    io,
    path,
    http: undefined,
    checksOrigin: false,
    writesText: false,
    shut() {},
    close: () => Promise.resolve(),
  }
}
