/**
 * A real http server with the transport on it and nothing else: no adapter, no page. `page(view)` stands for the HTTP
 * response: it renders the view as the first page would, and gives what a browser would take from it.
 */

import { createServer, type Server as HttpServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { ProcessServices } from "../../src/process/process-options.js"
import { MemoryBus } from "../../src/pubsub/memory-bus.js"
import { PubSub } from "../../src/pubsub/pubsub.js"
import { functionRenderer } from "../../src/render/function-renderer.js"
import { OriginPolicy } from "../../src/security/origin.js"
import { Signer } from "../../src/security/signer.js"
import { KeptViews } from "../../src/supervise/kept-views.js"
import { Orders } from "../../src/supervise/orders.js"
import { Parking } from "../../src/supervise/parking.js"
import { Supervisor } from "../../src/supervise/supervisor.js"
import { Voids } from "../../src/supervise/voids.js"
import type { Logger } from "../../src/telemetry/logger.js"
import type { Ledger } from "../../src/transport/ledger/ledger.js"
import { defaultLimits, type TransportLimits } from "../../src/transport/limits.js"
import { createTransport } from "../../src/transport/socket-io/create-transport.js"
import type { Transport, TransportOptions } from "../../src/transport/socket-io/transport.js"
import { systemClock } from "../../src/util/clock.js"
import type { LiveView } from "../../src/view/definition.js"
import { ViewRegistry } from "../../src/view/view-registry.js"
import { type LivePage, type PageOptions, signedPage } from "./signed-page.js"

/** An entry of the log. */
export interface LogEntry {
  readonly level: keyof Logger
  readonly message: string
  readonly details: Record<string, unknown>
}

/** Options of {@link startLive}. */
export interface LiveServerOptions {
  readonly views?: readonly LiveView[]
  readonly secrets?: readonly string[]
  readonly development?: boolean
  /** Milliseconds that views wait for pages that have lost their connection. @defaultValue 0: none waits */
  readonly resumeWindow?: number
  readonly origins?: OriginPolicy
  readonly transport?: Partial<TransportOptions>
  /** Nobody gave a secret. */
  readonly madeUpSecret?: boolean
  /** Do not put the transport on the server. */
  readonly detached?: boolean
}

export type { LivePage, PageOptions } from "./signed-page.js"

export class LiveServer {
  readonly http: HttpServer = createServer((_request, response) => response.writeHead(404).end("no page"))
  readonly log: LogEntry[] = []
  readonly errors: unknown[] = []
  readonly signer: Signer
  readonly services: ProcessServices
  readonly registry: ViewRegistry
  readonly orders: Orders
  readonly kept: KeptViews<Ledger> | undefined
  readonly transport: Transport
  #ids = 0

  constructor(options: LiveServerOptions = {}) {
    const { views = [], secrets = ["the secret of the tests"], development = true } = options
    const logger = recordingLogger(this.log)
    this.signer = new Signer(secrets, Date.now, options.madeUpSecret)
    this.services = {
      pubsub: new PubSub(new MemoryBus(logger), logger),
      clock: systemClock,
      logger,
      development,
      onError: (error) => this.errors.push(error),
    }
    this.registry = new ViewRegistry((definition) => functionRenderer(definition.render ?? missingRender))
    for (const view of views) this.registry.add(view)
    const { services, signer } = this
    const { pubsub, clock } = services
    const { resumeWindow: window = 0 } = options
    this.kept =
      window > 0
        ? new KeptViews({
            window,
            clock,
            limits: { ...defaultLimits, ...options.transport?.limits } as TransportLimits,
          })
        : undefined
    const supervisor = new Supervisor({ parking: new Parking(clock), kept: this.kept })
    const voids = new Voids({ maxAge: 3_600_000, store: undefined, clock, logger })
    this.orders = new Orders({ supervisor, voids, pubsub, signer, logger, clock, isOneOfSeveral: false })
    this.transport = createTransport({
      registry: this.registry,
      services,
      signer,
      supervisor,
      voids,
      kept: this.kept,
      origins: options.origins ?? new OriginPolicy(),
      path: "/live",
      ...options.transport,
    })
    if (options.detached !== true) this.transport.attach(this.http)
  }

  get url(): string {
    return urlOf(this.http)
  }

  /** Renders a view as its page would, for a new browser unless a cookie is given. */
  page(view: LiveView, options: PageOptions = {}): Promise<LivePage> {
    const registered = this.registry.add(view)
    const id = `${registered.definition.name}-${++this.#ids}`
    return signedPage(registered, { services: this.services, signer: this.signer }, { id, ...options })
  }

  async close(): Promise<void> {
    await this.transport.close()
    await closeServer(this.http)
  }
}

/** Starts a server on a free port. Close it at the end of the test. */
export async function startLive(options: LiveServerOptions = {}): Promise<LiveServer> {
  const server = new LiveServer(options)
  await listen(server.http)
  return server
}

/** Has a server listen on a free port of the loopback interface. */
export async function listen(server: HttpServer): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
}

/** Closes a server with all its connections. */
export async function closeServer(server: HttpServer): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}

/** The address of a listening server. */
export function urlOf(server: HttpServer): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A logger that keeps what it is told. */
export function recordingLogger(log: LogEntry[]): Logger {
  const method =
    (level: keyof Logger): Logger["info"] =>
    (message, details = {}) => {
      log.push({ level, message, details: details as Record<string, unknown> })
    }
  return { debug: method("debug"), info: method("info"), warn: method("warn"), error: method("error") }
}

function missingRender(): never {
  throw new Error("The views of these tests have a render function.")
}
