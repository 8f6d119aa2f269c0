/** An Express app as livemount sees it: its router's settings, its template engines, its trusted proxies. */

import type { Server } from "node:http"
import { extname } from "node:path"
import type { HostApp, HostEngine } from "../../src/server/adapter-kit.js"
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

/** The engine of an app, as it renders outside of all requests. */
function engineOf(app: ExpressApp): HostEngine {
  return {
    claims: (name) => (claims(app, name) ? "yes" : "no"),
    render: (name, given) =>
      new Promise((resolve, reject) => {
        app.render(name, { ...given }, (error, html) => (error ? reject(error) : resolve(html ?? "")))
      }),
  }
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
    engine: engineOf(app),
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

/** Whether the app renders a template of this name itself. */
export function claims(app: ExpressApp, name: string): boolean {
  // An engine may replace the class of views altogether, as nunjucks does: then it takes every name.
  const View = app.get("view") as { readonly prototype?: { readonly lookup?: unknown } } | undefined
  if (View?.prototype?.lookup === undefined) return true
  const extension = extname(name).toLowerCase()
  const standard = app.get("view engine")
  if (extension === "") return typeof standard === "string"
  if (app.engines?.[extension] !== undefined) return true
  if (typeof standard === "string" && extension === `.${standard.replace(/^\./, "")}`) return true
  // Express finds the engine of any other name by itself; those of nunjucks it does not.
  return ![".njk", ".nunjucks", ".j2", ".jinja", ".jinja2", ".html", ".htm"].includes(extension)
}
