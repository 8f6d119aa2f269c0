/** An Express app as livemount sees it: its router's settings, its engine, its trusted proxies; and where it is mounted. */

import type { Server } from "node:http"
import type { HostApp } from "../../src/server/adapter-kit.js"
import { appEngine } from "./engine.js"
import type { ExpressApp } from "./types.js"

const known = new WeakMap<ExpressApp, HostApp>()

/** Returns what livemount sees of an app. */
export function hostApp(app: ExpressApp): HostApp {
  let host = known.get(app)
  if (host === undefined) {
    host = describe(app)
    known.set(app, host)
  }
  return host
}

/** The app that a server listens with. Undefined where something stands between: then its first request tells. */
export function appOfServer(server: Pick<Server, "listeners">): HostApp | undefined {
  for (const listener of server.listeners("request") as Partial<ExpressApp>[]) {
    if (typeof listener.render === "function" && typeof listener.get === "function")
      return hostApp(listener as ExpressApp)
  }
  return undefined
}

/**
 * What Express calls when the middleware is used: `emit("mount", app)`.
 *
 * @param mounted - Told the app, and every app that this one is mounted in: any of them may be what a server listens with.
 */
export function watchedApps(
  mounted: (app: HostApp, listener: ExpressApp) => void,
): (event: string, app: ExpressApp) => void {
  const watch = (app: ExpressApp, first: ExpressApp): void => {
    mounted(hostApp(first), app)
    if (app.parent !== undefined) watch(app.parent, first)
    app.on("mount", (parent) => watch(parent, first))
  }
  return (event, app) => {
    if (event === "mount") watch(app, app)
  }
}

function describe(app: ExpressApp): HostApp {
  return {
    get routing() {
      return { strict: app.get("strict routing") === true, sensitive: app.get("case sensitive routing") === true }
    },
    engine: appEngine(app),
    get viewFolders() {
      return [app.get("views") ?? []].flat() as string[]
    },
    get nunjucks() {
      return app.get("nunjucksEnv") as object | undefined
    },
    get locals() {
      return app.locals
    },
    trustsProxy(message) {
      const trusts = app.get("trust proxy fn") as ((address: string | undefined, hop: number) => boolean) | undefined
      return trusts?.(message.socket.remoteAddress, 0) === true
    },
    localsOf: (request) => (request as { readonly res?: { readonly locals?: object } }).res?.locals,
  }
}
