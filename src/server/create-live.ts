/** The composition root: makes everything that lives as long as the app, from the options. */

import type { IncomingMessage } from "node:http"
import { Assets } from "../http/assets.js"
import { BasePaths } from "../http/base-path.js"
import { KnownHost } from "../http/host/known-host.js"
import type { HttpContext } from "../http/http-context.js"
import { LayoutRenderer } from "../http/layout.js"
import { PageMarks } from "../http/page-marks.js"
import { HostRoutes } from "../http/routes/host-routes.js"
import { Routes } from "../http/routes/routes.js"
import { StrayBindings } from "../http/stray-bindings.js"
import type { ProcessServices } from "../process/process-options.js"
import { MemoryBus } from "../pubsub/memory-bus.js"
import { PubSub } from "../pubsub/pubsub.js"
import { forwardedAddress } from "../security/forwarded-address.js"
import { OriginPolicy, type OriginRequest } from "../security/origin.js"
import { Signer } from "../security/signer.js"
import { Snapshots } from "../snapshot/snapshots.js"
import { KeptViews } from "../supervise/kept-views.js"
import { nodeTag } from "../supervise/node-tag.js"
import { Orders } from "../supervise/orders.js"
import { Parking } from "../supervise/parking.js"
import { Supervisor } from "../supervise/supervisor.js"
import { Voids } from "../supervise/voids.js"
import { joinSize } from "../transport/inbound.js"
import type { Ledger } from "../transport/ledger/ledger.js"
import { createTransport } from "../transport/socket-io/create-transport.js"
import { systemClock } from "../util/clock.js"
import { INSPECTION, type Inspection } from "../view/inspection.js"
import { ViewRegistry } from "../view/view-registry.js"
import { LiveServer } from "./live-server.js"
import type { LiveOptions } from "./options/live-options.js"
import { resolveOptions } from "./options/resolve-options.js"
import { TemplateEngines } from "./templates/template-engines.js"

/**
 * Makes a livemount for one app of a host. What it returns takes the host's requests, one by one; its `api` is what the app calls. Whoever
 * writes an app takes the `liveMiddleware` of the host's adapter instead.
 *
 * @param given - What the app gave the adapter, as it is. All have defaults, but for `secret` in production.
 *
 * @example
 * ```ts
 * import { createLive, type LiveOptions } from "livemount/adapter"
 * import { exchangeOf, type HostRequest } from "./host.js" // yours: docs/adapters.md says what is in an exchange
 *
 * export function liveMiddleware(options: LiveOptions<HostRequest> = {}) {
 *   const server = createLive<HostRequest>(options)
 *   const middleware = async (request: HostRequest, next: () => Promise<void>) => {
 *     if (!(await server.handle(exchangeOf(request)))) await next()
 *   }
 *   return Object.assign(middleware, server.api)
 * }
 * ```
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID, LV_OPTIONS_CONFLICT, LV_SECRET_REQUIRED
 */
export function createLive<Request extends object>(given: LiveOptions<Request> = {}): LiveServer<Request> {
  const options = resolveOptions(given)
  const { logger, development, onError, path, prefix, tokenAge } = options
  // Whatever it makes has the time from here.
  const clock = systemClock

  const voids = new Voids({ maxAge: tokenAge, store: options.bus?.voided, clock, logger })
  const signer = new Signer(options.secrets, () => voids.now(), options.secretIsMadeUp)
  const snapshots = new Snapshots({ ...options.snapshots, secrets: options.secrets, voids, clock, logger })
  const host = new KnownHost()
  const trustsProxy = (request: OriginRequest): boolean => host.app?.trustsProxy(request as IncomingMessage) === true
  const origins = new OriginPolicy({
    origins: options.origins,
    loopback: development,
    // Only requests of a server are asked about.
    trustsProxy,
  })
  const pubsub = new PubSub(options.bus ?? new MemoryBus(logger), logger, { development })
  const engines = new TemplateEngines(options, host)
  const registry = new ViewRegistry((definition) => engines.rendererOf(definition))
  const { infosWaiting } = options.limits
  const services: ProcessServices = {
    pubsub,
    clock,
    logger,
    development,
    infosWaiting,
    ...(onError && { onError }),
  }
  const { resumeWindow } = options
  const kept =
    resumeWindow === 0
      ? undefined
      : new KeptViews<Ledger>({
          window: resumeWindow,
          clock,
          limits: options.limits,
          node: options.node,
          tagOf: (node) => nodeTag(signer, node),
        })
  const supervisor = new Supervisor({
    parking: new Parking(clock, options.adopt),
    templates: development ? engines.changes : undefined,
    kept,
  })
  const isOneOfSeveral = options.bus !== undefined
  const orders = new Orders({ supervisor, voids, pubsub, signer, logger, isOneOfSeveral, kept, clock })
  const routes = new Routes()
  const ownRoutes = new HostRoutes(routes, host)
  const { io, socket, limits, hiddenPace } = options
  const transport = createTransport({
    registry,
    services,
    signer,
    origins,
    path,
    supervisor,
    voids,
    snapshots,
    kept,
    handOver: orders.handOver,
    addressOf: (request) => forwardedAddress(request, trustsProxy),
    routes: ownRoutes,
    io,
    socket,
    limits,
    hiddenPace,
  })

  const context: HttpContext = {
    registry,
    services,
    supervisor,
    signer,
    origins,
    assets: new Assets(path, logger),
    layouts: new LayoutRenderer(engines, options.layout),
    hooks: options,
    marks: new PageMarks(signer),
    basePaths: new BasePaths(options.basePath, logger),
    routes: ownRoutes,
    snapshots,
    config: { socket: transport.socketPath, namespace: transport.namespacePrefix, prefix },
    ...(development && {
      strays: new StrayBindings(prefix, logger),
      seeLocals: (locals, place) => engines.requestNames.see(locals, place),
    }),
    joins: { limit: limits.messageSize, sizeOf: joinSize },
    tokenAge,
  }
  const server = new LiveServer<Request>({
    context,
    orders,
    transport,
    host,
    routes,
    prepare: () => engines.nunjucks.prepare(),
  })
  const inspection: Inspection = {
    prefix,
    *views() {
      for (const { definition } of registry.all()) yield definition
    },
    environmentOf: (template) => engines.environmentOf(template),
  }
  Object.assign(server.api, { [INSPECTION]: inspection })
  return server
}
