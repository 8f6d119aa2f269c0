/** Puts the socket half together: a socket.io server, a namespace for each registered view, the http servers. */

import { ControlChannel } from "../../supervise/control-channel.js"
import { Voids } from "../../supervise/voids.js"
import { defaultLimits, type TransportLimits } from "../limits.js"
import type { NamespaceContext } from "../namespace-context.js"
import { refusal } from "../refusal.js"
import type { Seat } from "../seat.js"
import type { Transport, TransportOptions } from "../transport.js"
import { givenSocketServer, ownSocketServer, type SocketServer } from "./socket-server.js"
import { ViewNamespace } from "./view-namespace.js"

/** Starts the socket half. Views registered before and after are served alike. */
export function createTransport(options: TransportOptions): Transport {
  const { registry, services, signer, origins, path, tokenAge } = options
  const limits = { ...defaultLimits, ...options.limits }
  const { clock, logger, pubsub } = services
  const voided = new Voids({ maxAge: tokenAge * 1000, store: options.voidedStore, clock, logger })
  const server = socketServer(options, limits)
  const namespaces = new Map<string, ViewNamespace>()
  const namespacePrefix = `${path}/`

  const open = (view: NamespaceContext["view"]): void => {
    const { name } = view.definition
    const context = { view, services, signer, limits, voided }
    namespaces.set(name, new ViewNamespace(server, namespacePrefix + name, context, origins))
  }
  for (const view of registry.all()) open(view)
  const stopOpening = registry.onAdded(open)
  const stopReloading = options.templates?.onChanged(() => {
    for (const { seats } of connectionsOf(namespaces.values())) for (const seat of seats) seat.reload()
  })

  const endViews = (isMeant: (seat: Seat) => boolean): void => {
    for (const { seats, context } of connectionsOf(namespaces.values())) {
      const problem = refusal("LV_DISCONNECTED", { view: context.view.definition.name })
      for (const seat of seats) {
        if (!isMeant(seat)) continue
        seat.exit(problem)
        void seat.close("disconnect")
      }
    }
  }

  const send = (view: string, id: string, message: unknown): number => {
    let count = 0
    for (const { seats } of namespaces.get(view)?.connections() ?? []) {
      for (const seat of seats) {
        if (seat.id !== id) continue
        seat.info(message)
        count += 1
      }
    }
    return count
  }

  /** After a gap: who was disconnected meanwhile? */
  const askAgain = async (): Promise<void> => {
    for (const { seats } of connectionsOf(namespaces.values())) {
      for (const { identify, issuedAt } of seats) {
        if (identify === undefined || (await voided.askOfRunning(identify, issuedAt)) !== true) continue
        endViews((seat) => seat.identify === identify && seat.issuedAt <= issuedAt)
      }
    }
  }

  const control =
    options.isOneOfSeveral === true
      ? new ControlChannel(
          { pubsub, signer, logger },
          {
            disconnected(identify, at) {
              voided.heard(identify, at)
              endViews((seat) => seat.identify === identify && voided.has(identify, seat.issuedAt))
            },
            sent: send,
            missed: () => void askAgain(),
          },
        )
      : undefined

  return {
    socketPath: server.path,
    namespacePrefix,
    attach: (httpServer) => server.http?.attach(httpServer),
    watch: (listener) => server.http?.watch(listener),
    see: (request, response) => server.http?.see(request, response) ?? false,
    disconnect(identify) {
      voided.add(identify)
      endViews((seat) => seat.identify === identify)
      control?.disconnect(identify, voided.now())
    },
    send(view, id, message) {
      control?.send(view, id, message)
      return send(view, id, message)
    },
    count() {
      let views = 0
      const pages = new Set<object>()
      for (const { seats, page } of connectionsOf(namespaces.values())) {
        views += seats.length
        pages.add(page)
      }
      return { views, connections: pages.size }
    },
    async close() {
      stopOpening()
      stopReloading?.()
      control?.close()
      voided.close()
      await Promise.all([...namespaces.values()].map((namespace) => namespace.close()))
      await server.close()
    },
  }
}

function socketServer(
  { io, path, origins, services, socket }: TransportOptions,
  limits: TransportLimits,
): SocketServer {
  if (io !== undefined) return givenSocketServer(io)
  return ownSocketServer({ path: `${path}/socket`, limits, origins, logger: services.logger, socket })
}

function* connectionsOf(namespaces: Iterable<ViewNamespace>): ReturnType<ViewNamespace["connections"]> {
  for (const namespace of namespaces) yield* namespace.connections()
}
