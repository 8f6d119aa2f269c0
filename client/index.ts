/**
 * livemount's client for those who bundle their own script. The script that the middleware serves needs none of this.
 *
 * @module
 */
import type { ClientConfig } from "../src/protocol/markup.js"
import { readConfig } from "./config.js"
import { SocketConnection } from "./connection/socket-connection.js"
import { PageClient } from "./page-client.js"

export {
  type AnyEvents,
  type EventPayload,
  type EventReply,
  Hook,
  type Json,
  type PushError,
  registerHooks,
} from "./hooks.js"
export type { HookCallbacks, HookClass } from "./util/hook-registry.js"

/** Options of {@link createLiveClient}. What is missing comes from the page's `data-live-config`, then the defaults. */
export interface LiveClientOptions extends Partial<ClientConfig> {
  /**
   * Origin of the server, for example "https://live.example.org".
   *
   * @defaultValue the page's own
   */
  readonly origin?: string
  /** Plain data for `socket.connectParams`, or a function that makes it at each join. */
  readonly params?: Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>)
}

/** The page's connection to its views. */
export interface LiveConnection {
  readonly connected: boolean
  /** Joins the views that stand in the page. */
  connect(): void
  /** Leaves them and closes the connection. */
  disconnect(): void
}

/**
 * Makes the client of this page. Call `connect()` when the document has been parsed.
 *
 * @example
 * ```ts
 * import { createLiveClient } from "livemount/client"
 *
 * createLiveClient({ params: { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } }).connect()
 * ```
 */
export function createLiveClient(options: LiveClientOptions = {}): LiveConnection {
  const { origin, params, ...own } = options
  const config: ClientConfig = { ...readConfig(), ...own }
  const client = new PageClient({
    config,
    makeConnection: (delegate) =>
      new SocketConnection({ ...config, ...(origin === undefined ? {} : { origin }) }, delegate),
    visit: (url) => location.assign(url),
    ...(params === undefined ? {} : { params: typeof params === "function" ? params : () => params }),
  })
  return {
    get connected() {
      return client.connected
    },
    connect: () => client.start(),
    disconnect: () => client.stop(),
  }
}
