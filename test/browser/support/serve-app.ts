/** Serves an Express app with live pages to a browser, and ends it. */

import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import express, { type Express } from "express"
import { type ExpressLive, type ExpressRequest, liveMiddleware } from "../../../adapters/express/index.js"
import type { LiveOptions } from "../../../src/server/adapter-kit.js"

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

/** What stands in an app, in front of livemount or behind it. */
export interface AppParts {
  before?(app: Express): unknown
  behind(app: Express, live: ExpressLive): unknown
  /** Beside those that all of them have. */
  readonly options?: Omit<LiveOptions<ExpressRequest>, "secret" | "development" | "logger">
}

/** Serves an app as in production, which logs nothing and has an icon: whatever a page complains of is livemount's. */
export function serveQuietly({ before, behind, options }: AppParts): Promise<ServedApp> {
  const app = express()
  app.get("/favicon.ico", (_request, response) => void response.status(204).end())
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const secret = "a secret of the tests that is long enough"
  const live = liveMiddleware({ secret, development: false, logger, ...options })
  before?.(app)
  app.use(live)
  behind(app, live)
  return serveApp(app, live)
}
