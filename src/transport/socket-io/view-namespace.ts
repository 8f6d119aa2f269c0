/**
 * The namespace of one view on a socket.io server.
 *
 * ```
 *   open ─────────► shut ─────────► closed
 *        drains          has ended
 * ```
 */

import type { Namespace, Socket } from "socket.io"
import { PacketType } from "socket.io-parser"
import { encodePacket } from "../../protocol/packet.js"
import type { NamespaceContext } from "../namespace-context.js"
import { PageConnection } from "../page-connection.js"
import { ViewConnection } from "../view-connection.js"
import { entryRefusal, originRefusal } from "./entry-refusal.js"
import { connectionOf, listen, type PeerWays, SocketPeer } from "./socket-peer.js"
import type { SocketServer } from "./socket-server.js"
import type { TransportOptions } from "./transport.js"

/** What is asked of a handshake. */
export type EntryWays = Pick<TransportOptions, "origins" | "addressOf">

/** What it is. `shut`: pages are moved to other servers. `closed`: there are none of ours here any more. */
export type NamespaceState = "open" | "shut" | "closed"

export class ViewNamespace {
  readonly #namespace: Namespace
  readonly #context: NamespaceContext
  readonly #ways: PeerWays
  #state: NamespaceState = "open"

  /** Opens the namespace. Clients may enter it from now on. */
  constructor(server: SocketServer, name: string, context: NamespaceContext, ways: EntryWays) {
    this.#namespace = server.io.of(name)
    this.#context = context
    const begin = server.writesText ? encodePacket({ type: PacketType.EVENT, nsp: name }) : undefined
    this.#ways = { addressOf: ways.addressOf, begin }
    // Another one's server has checked no origin for us, and outlives us. On our own nothing runs before a socket enters.
    if (!server.checksOrigin) {
      this.#namespace.use((socket, next) => {
        if (this.#state === "open") next(originRefusal(ways.origins, socket.request, context.services.logger))
        else if (this.#state === "closed") next(entryRefusal("LV_UNKNOWN_VIEW", { namespace: name }))
        else turnAway(socket, next)
      })
    }
    this.#namespace.on("connection", (socket: Socket) => {
      if (this.#state === "open") this.#enter(socket)
      else socket.disconnect()
    })
  }

  /** The connections that are open. */
  *connections(): Generator<ViewConnection> {
    for (const socket of this.#namespace.sockets.values()) {
      const connection = connectionOf(socket)
      if (connection !== undefined) yield connection
    }
  }

  get state(): NamespaceState {
    return this.#state
  }

  /** Lets nobody in any more: who comes is to look for another server. One that is closed stays so: an app may be closed once more. */
  shut(): void {
    if (this.#state === "open") this.#state = "shut"
  }

  /** Ends the connections that are left. */
  disconnect(): void {
    for (const socket of this.#namespace.sockets.values()) {
      if (connectionOf(socket) !== undefined) socket.disconnect()
    }
  }

  /** All of its views have ended: it is one that nobody knows, where the host's own server goes on. Nobody may have come since they were moved. */
  close(): void {
    if (this.#state === "open") throw new Error('A namespace that is "open" cannot become "closed".')
    this.#state = "closed"
  }

  #enter(socket: Socket): void {
    const peer = new SocketPeer(socket, this.#ways)
    const connection = ViewConnection.enter(peer, pageOf(socket, this.#context), this.#context)
    if (connection === undefined) {
      socket.disconnect(true)
      return
    }
    // What a client brought on entering would be kept as long as the socket lives. Ours bring nothing.
    socket.handshake.auth = {}
    listen(socket, connection)
  }
}

const PAGE: unique symbol = Symbol("livemount.page")

/** On the client object, which all sockets of a connection share: a weak map from it would cost more on every page. */
type LiveClient = Socket["client"] & { [PAGE]?: PageConnection }

/** The page that a socket of any namespace belongs to. */
function pageOf(socket: Socket, { limits, services }: NamespaceContext): PageConnection {
  const client: LiveClient = socket.client
  client[PAGE] ??= new PageConnection(limits, services.clock.now())
  return client[PAGE]
}

/**
 * Ends a connection that has just come to a server which moves its pages: the page tries again, as where a handshake is refused. A refused
 * entry it would show as an error. Where the page has views here that are still to be moved, only the socket is ended, once it is in.
 */
function turnAway(socket: Socket, next: (refusal?: Error) => void): void {
  const client: LiveClient = socket.client
  if (client[PAGE] !== undefined) return next()
  socket.conn.close()
  next(new Error("The server is being stopped."))
}
