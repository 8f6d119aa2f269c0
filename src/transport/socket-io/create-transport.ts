/** Puts the socket half together: a socket.io server, a namespace for each registered view, the http servers. */

import { drain } from "../drain.js"
import { FrameBudget } from "../ledger/frame-budget.js"
import { defaultLimits, type TransportLimits } from "../limits.js"
import type { NamespaceContext } from "../namespace-context.js"
import type { ViewConnection } from "../view-connection.js"
import { givenSocketServer, ownSocketServer, type SocketServer } from "./socket-server.js"
import type { Transport, TransportOptions } from "./transport.js"
import { ViewNamespace } from "./view-namespace.js"

/** Starts the socket half. Views registered before and after are served alike. */
export function createTransport(options: TransportOptions): Transport {
  const { registry, services, signer, path, supervisor, voids, snapshots, kept, handOver, routes, hiddenPace } = options
  const limits = { ...defaultLimits, ...options.limits }
  const frameBudget = new FrameBudget(limits)
  const server = socketServer(options, limits)
  const namespaces: ViewNamespace[] = []
  const namespacePrefix = `${path}/`

  const open = (view: NamespaceContext["view"]): void => {
    const context = {
      view,
      services,
      signer,
      limits,
      hiddenPace,
      supervisor,
      voids,
      snapshots,
      frameBudget,
      kept,
      handOver,
      routes,
    }
    namespaces.push(new ViewNamespace(server, namespacePrefix + view.definition.name, context, options))
  }
  for (const view of registry.all()) open(view)
  const stopOpening = registry.onAdded(open)

  function* openConnections(): Generator<ViewConnection> {
    for (const namespace of namespaces) yield* namespace.connections()
  }

  return {
    socketPath: server.path,
    namespacePrefix,
    attach: (httpServer) => server.http?.attach(httpServer),
    watch: (listener) => server.http?.watch(listener),
    see: (request, response) => server.http?.see(request, response) ?? false,
    count() {
      const pages = new Set<object>()
      for (const { page } of openConnections()) pages.add(page)
      return pages.size
    },
    async close() {
      stopOpening()
      server.shut()
      // Before their views have ended: nobody may join again meanwhile.
      for (const namespace of namespaces) namespace.shut()
      await drain(openConnections(), services.clock)
      // They end for the shutdown, and not because their pages have left.
      const ended = supervisor.close()
      for (const namespace of namespaces) namespace.disconnect()
      await ended
      for (const namespace of namespaces) namespace.close()
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
