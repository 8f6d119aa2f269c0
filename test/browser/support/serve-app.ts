/** Serves an Express app with live pages to a browser, and ends it. */

import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import type { ExpressLive } from "../../../adapters/express/index.js"

export interface ServedApp {
  readonly url: string
  close(): Promise<void>
}

export async function serveApp(app: RequestListener, live: Pick<ExpressLive, "attach" | "close">): Promise<ServedApp> {
  const server = createServer(app)
  live.attach(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await live.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
