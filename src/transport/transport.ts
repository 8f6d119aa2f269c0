/** What the composition root gives to the socket half, and gets from it. Made by `createTransport`. */

import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http"
import type { Server, ServerOptions } from "socket.io"
import type { ProcessServices } from "../process/view-process.js"
import type { VoidedStore } from "../pubsub/voided-store.js"
import type { OriginPolicy } from "../security/origin.js"
import type { Signer } from "../security/signer.js"
import type { ViewRegistry } from "../view/view-registry.js"
import type { TransportLimits } from "./limits.js"

/** Options of {@link createTransport}, checked by who composes. */
export interface TransportOptions {
  readonly registry: ViewRegistry
  readonly services: ProcessServices
  readonly signer: Signer
  readonly origins: OriginPolicy
  /** Where livemount lives, without a slash at its end: "/live". */
  readonly path: string
  /** Seconds that page tokens hold: so long a disconnected id stays voided. */
  readonly tokenAge: number
  /** The host's own socket.io server. Its options are left alone, and it must be attached by the host. */
  readonly io?: Server | undefined
  /** Options for the socket.io server made here, over our defaults. Not used with `io`. */
  readonly socket?: Partial<ServerOptions> | undefined
  readonly limits?: Partial<TransportLimits> | undefined
  /** There are other processes, which the bus of `services` reaches. */
  readonly isOneOfSeveral?: boolean | undefined
  /** Knows which tokens no longer hold, also those voided before this process started. */
  readonly voidedStore?: VoidedStore | undefined
  /** Tells when templates have changed, while an app is developed: all open views are rendered anew then. */
  readonly templates?: { onChanged(listener: () => void): () => void } | undefined
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
  /** Ends every view whose token names this `identify` id, in all processes, and voids the tokens issued for it so far. */
  disconnect(identify: string): void
  /**
   * Hands a message to `handleInfo` of the connected instances of a view with this root id, in all processes. Returns how
   * many there are in this one.
   */
  send(view: string, id: string, message: unknown): number
  /** Views and connections that are open in this process. */
  count(): { readonly views: number; readonly connections: number }
  /** Ends all views (reason "shutdown") and connections, and lets go of the servers. The host's `io` stays open. */
  close(): Promise<void>
}
