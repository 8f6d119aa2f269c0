/** What the composition root gives to the socket half, and gets from it. Made by `createTransport`. */

import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http"
import type { Server, ServerOptions } from "socket.io"
import type { ProcessServices } from "../../process/process-options.js"
import type { OwnRoutes } from "../../process/unit/place/own-routes.js"
import type { OriginPolicy } from "../../security/origin.js"
import type { Signer } from "../../security/signer.js"
import type { Snapshots } from "../../snapshot/snapshots.js"
import type { HandOver } from "../../supervise/hand-over.js"
import type { KeptViews } from "../../supervise/kept-views.js"
import type { Supervisor } from "../../supervise/supervisor.js"
import type { Voids } from "../../supervise/voids.js"
import type { ViewRegistry } from "../../view/view-registry.js"
import type { HiddenPace } from "../gate/hidden-page.js"
import type { Ledger } from "../ledger/ledger.js"
import type { TransportLimits } from "../limits.js"

/** Options of {@link createTransport}, checked by who composes. */
export interface TransportOptions {
  readonly registry: ViewRegistry
  readonly services: ProcessServices
  readonly signer: Signer
  readonly origins: OriginPolicy
  /** Where livemount lives, without a slash at its end: "/live". */
  readonly path: string
  /** Keeps the processes that joins start. */
  readonly supervisor: Supervisor
  /** Gets views that other processes of the app keep. Absent: there are none, or none are kept. */
  readonly handOver?: Pick<HandOver, "ask"> | undefined
  /** Those that pages may come back to. Absent: none are kept. */
  readonly kept?: KeptViews<Ledger> | undefined
  /** From where a handshake has come. @defaultValue what its connection says */
  readonly addressOf?: ((request: IncomingMessage) => string | undefined) | undefined
  /** Knows which tokens no longer hold. */
  readonly voids: Voids
  /** Seals and opens what views persist. Absent: they persist nothing. */
  readonly snapshots?: Snapshots | undefined
  /** Knows the routes of views. Absent: nobody keeps any. */
  readonly routes?: OwnRoutes | undefined
  /** The host's own socket.io server. Its options are left alone, and it must be attached by the host. */
  readonly io?: Server | undefined
  /** Options for the socket.io server made here, over our defaults. Not used with `io`. */
  readonly socket?: Partial<ServerOptions> | undefined
  readonly limits?: Partial<TransportLimits> | undefined
  /** How often hidden pages are told. */
  readonly hiddenPace?: HiddenPace | undefined
}

/** The handler of an `http.Server`, such as an Express app. */
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void

/** The socket half of a running livemount. */
export interface Transport {
  /** Path of the socket.io endpoint, for the client's configuration. */
  readonly socketPath: string
  /** What stands before a view's name in its namespace: "/live/". */
  readonly namespacePrefix: string
  /** Answers socket.io requests of this server from now on. Attaching twice does nothing. */
  attach(server: HttpServer): void
  /** Attaches to every server that starts to listen with this function among its request listeners. */
  watch(listener: RequestListener): void
  /**
   * Looks at a request that reached the middleware: attaches to the server it came from, and answers it if it was one
   * for socket.io, that came before there was anyone to take it. Returns true when it has been answered.
   */
  see(request: IncomingMessage, response: ServerResponse): boolean
  /** Pages that are connected to this process. */
  count(): number
  /** Ends all views (reason "shutdown") and connections, and lets go of the servers. The host's `io` stays open. */
  close(): Promise<void>
}
