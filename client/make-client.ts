/** Makes the client of a page of the browser. */
import type { ClientConfig } from "../src/protocol/markup.js"
import { SocketConnection } from "./connection/socket-connection.js"
import { PageClient } from "./page-client.js"

export function makeClient(
  config: ClientConfig & { readonly origin?: string },
  params?: () => Readonly<Record<string, unknown>>,
): PageClient {
  return new PageClient({
    config,
    makeConnection: (delegate) => new SocketConnection(config, delegate),
    visit: (url) => location.assign(url),
    ...(params === undefined ? {} : { params }),
  })
}
