/** Puts the socket half together: a socket.io server, a namespace for each registered view, the http servers. */

import { ControlChannel } from "./control-channel.js"
import type { Instance } from "./instance.js"
import { defaultLimits, type TransportLimits } from "./limits.js"
import type { NamespaceContext } from "./namespace-context.js"
import { refusal } from "./refusal.js"
import { givenSocketServer, ownSocketServer, type SocketServer } from "./socket-server.js"
import type { Transport, TransportOptions } from "./transport.js"
import { ViewNamespace } from "./view-namespace.js"
import { Voids } from "./voids.js"

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
    for (const { instances } of connectionsOf(namespaces.values())) for (const instance of instances) instance.reload()
  })

  const endViews = (isMeant: (instance: Instance) => boolean): void => {
    for (const { instances, context } of connectionsOf(namespaces.values())) {
      const problem = refusal("LV_DISCONNECTED", { view: context.view.definition.name })
      for (const instance of instances) {
        if (!isMeant(instance)) continue
        instance.exit(problem)
        void instance.close("disconnect")
      }
    }
  }

  const send = (view: string, id: string, message: unknown): number => {
    let count = 0
    for (const { instances } of namespaces.get(view)?.connections() ?? []) {
      for (const instance of instances) {
        if (instance.id !== id) continue
        instance.info(message)
        count += 1
      }
    }
    return count
  }

  /** After a gap: who was disconnected meanwhile? */
  const askAgain = async (): Promise<void> => {
    for (const { instances } of connectionsOf(namespaces.values())) {
      for (const { identify, issuedAt } of instances) {
        if (identify === undefined || (await voided.askOfRunning(identify, issuedAt)) !== true) continue
        endViews((instance) => instance.identify === identify && instance.issuedAt <= issuedAt)
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
              endViews((instance) => instance.identify === identify && voided.has(identify, instance.issuedAt))
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
      endViews((instance) => instance.identify === identify)
      control?.disconnect(identify, voided.now())
    },
    send(view, id, message) {
      control?.send(view, id, message)
      return send(view, id, message)
    },
    count() {
      let views = 0
      const pages = new Set<object>()
      for (const { instances, page } of connectionsOf(namespaces.values())) {
        views += instances.length
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
