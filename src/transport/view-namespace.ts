/** The namespace of one view on a socket.io server. */

import type { Namespace, Socket } from "socket.io"
import type { OriginPolicy } from "../security/origin.js"
import type { NamespaceContext } from "./namespace-context.js"
import { connectError } from "./refusal.js"
import { originRefusal, type SocketServer } from "./socket-server.js"
import { connectionOf, ViewConnection } from "./view-connection.js"

export class ViewNamespace {
  readonly #namespace: Namespace
  #open = true

  /** Opens the namespace. Clients may enter it from now on. */
  constructor(server: SocketServer, name: string, context: NamespaceContext, origins: OriginPolicy) {
    this.#namespace = server.io.of(name)
    // Another one's server has checked no origin for us, and outlives us. On our own nothing runs before a socket enters.
    if (!server.checksOrigin) {
      this.#namespace.use((socket, next) => {
        if (this.#open) next(originRefusal(origins, socket.request, context.services.logger))
        else next(connectError("LV_UNKNOWN_VIEW", { namespace: name }))
      })
    }
    this.#namespace.on("connection", (socket: Socket) => {
      if (this.#open) ViewConnection.open(socket, context)
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

  /** Ends the views and lets nobody in any more. */
  async close(): Promise<void> {
    this.#open = false
    const connections = [...this.connections()]
    const ended = connections.map((connection) => connection.close("shutdown"))
    // Before their views have ended: nobody may join again meanwhile.
    for (const { socket } of connections) socket.disconnect()
    await Promise.all(ended)
  }
}
