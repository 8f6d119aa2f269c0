/** Puts the socket half together: a socket.io server, a namespace for each registered view, the http servers. */

import { defaultLimits, type TransportLimits } from "./limits.js"
import type { NamespaceContext } from "./namespace-context.js"
import { refusal } from "./refusal.js"
import { givenSocketServer, ownSocketServer, type SocketServer } from "./socket-server.js"
import type { Transport, TransportOptions } from "./transport.js"
import { ViewNamespace } from "./view-namespace.js"
import { VoidedTokens } from "./voided-tokens.js"

/** Starts the socket half. Views registered before and after are served alike. */
export function createTransport(options: TransportOptions): Transport {
  const { registry, services, signer, origins, path, tokenAge } = options
  const limits = { ...defaultLimits, ...options.limits }
  const voided = new VoidedTokens(tokenAge * 1000)
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
    for (const { instances } of connectionsOf(namespaces.values())) for (const instance of instances) instance.reload()
  })

  return {
    socketPath: server.path,
    namespacePrefix,
    attach: (httpServer) => server.http?.attach(httpServer),
    watch: (listener) => server.http?.watch(listener),
    see: (request, response) => server.http?.see(request, response) ?? false,
    disconnect(identify) {
      voided.add(identify, services.clock.now())
      for (const { instances, context } of connectionsOf(namespaces.values())) {
        const problem = refusal("LV_DISCONNECTED", { view: context.view.definition.name })
        for (const instance of instances) {
          if (instance.identify !== identify) continue
          instance.exit(problem)
          void instance.close("disconnect")
        }
      }
    },
    send(view, id, message) {
      const namespace = namespaces.get(view)
      let count = 0
      for (const { instances } of namespace?.connections() ?? []) {
        for (const instance of instances) {
          if (instance.id !== id) continue
          instance.info(message)
          count += 1
        }
      }
      return count
    },
    async close() {
      stopOpening()
      stopReloading?.()
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
