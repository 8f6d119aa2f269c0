/** The client of a page as its own scripts have it: made with their options, connected and disconnected by them. */
import type { ClientConfig } from "../src/protocol/markup.js"
import { readConfig } from "./config.js"
import type { ClientMaker } from "./util/hook-registry.js"

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

/** What scripts of the page have of the client that `make` makes. */
export function liveClient({ origin, params, ...own }: LiveClientOptions, make: ClientMaker): LiveConnection {
  const config = { ...readConfig(), ...own, ...(origin === undefined ? {} : { origin }) }
  const client = make(config, params === undefined || typeof params === "function" ? params : () => params)
  return {
    get connected() {
      return client.connected
    },
    connect: () => client.start(),
    disconnect: () => client.stop(),
  }
}
