/** The namespace of one view on a socket.io server. */

import type { Namespace, Socket } from "socket.io"
import type { NamespaceContext } from "../namespace-context.js"
import { PageConnection } from "../page-connection.js"
import { ViewConnection } from "../view-connection.js"
import { entryRefusal, originRefusal } from "./entry-refusal.js"
import { connectionOf, listen, SocketPeer } from "./socket-peer.js"
import type { SocketServer } from "./socket-server.js"
import type { TransportOptions } from "./transport.js"

/** What is asked of a handshake. */
export type EntryWays = Pick<TransportOptions, "origins" | "addressOf">

export class ViewNamespace {
  readonly #namespace: Namespace
  readonly #context: NamespaceContext
  readonly #addressOf: EntryWays["addressOf"]
  #open = true

  /** Opens the namespace. Clients may enter it from now on. */
  constructor(server: SocketServer, name: string, context: NamespaceContext, ways: EntryWays) {
    this.#namespace = server.io.of(name)
    this.#context = context
    this.#addressOf = ways.addressOf
    // Another one's server has checked no origin for us, and outlives us. On our own nothing runs before a socket enters.
    if (!server.checksOrigin) {
      this.#namespace.use((socket, next) => {
        if (this.#open) next(originRefusal(ways.origins, socket.request, context.services.logger))
        else next(entryRefusal("LV_UNKNOWN_VIEW", { namespace: name }))
      })
    }
    this.#namespace.on("connection", (socket: Socket) => {
      if (this.#open) this.#enter(socket)
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

  /** Lets nobody in any more. */
  shut(): void {
    this.#open = false
  }

  /** Ends the connections that are left. */
  close(): void {
    this.shut()
    for (const socket of this.#namespace.sockets.values()) {
      if (connectionOf(socket) !== undefined) socket.disconnect()
    }
  }

  #enter(socket: Socket): void {
    const connection = ViewConnection.enter(
      new SocketPeer(socket, this.#addressOf),
      pageOf(socket, this.#context),
      this.#context,
    )
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

/** The page that a socket of any namespace belongs to. */
function pageOf(socket: Socket, { limits, services }: NamespaceContext): PageConnection {
  // On the client object, which all sockets of a connection share: a weak map from it would cost more on every page.
  const client = socket.client as typeof socket.client & { [PAGE]?: PageConnection }
  client[PAGE] ??= new PageConnection(limits, services.clock.now())
  return client[PAGE]
}
