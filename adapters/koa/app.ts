/** A Koa app as livemount sees it: it has no router and no engine of its own, and nothing that outlives a request. */

import type { HostApp } from "../../src/server/adapter-kit.js"
import type { KoaApp, KoaContext } from "./types.js"

const known = new WeakMap<KoaApp, HostApp>()

/** Returns what livemount sees of an app. */
export function hostApp(app: KoaApp): HostApp {
  let host = known.get(app)
  if (host === undefined) {
    host = describe(app)
    known.set(app, host)
  }
  return host
}

function describe(app: KoaApp): HostApp {
  return {
    // As Koa's usual router takes paths.
    routing: { strict: false, sensitive: false },
    engine: undefined,
    nunjucks: undefined,
    locals: undefined,
    trustsProxy: () => app.proxy === true,
    localsOf: (context) => (context as KoaContext).state,
  }
}
