/** The template engines of an Express app, as livemount has them render. */

import { extname } from "node:path"
import type { HostEngine } from "../../src/server/adapter-kit.js"
import { renderLayout } from "./layout.js"
import { renderByEngine } from "./layout-attempt.js"
import type { ExpressApp, ExpressResponse } from "./types.js"

/** As the app renders outside of all requests. */
export function appEngine(app: ExpressApp): HostEngine {
  return {
    claims: (name) => (claims(app, name) ? "yes" : "no"),
    render: (name, given) => renderByEngine(app, name, { ...given }),
  }
}

/** As the app renders a layout for one request. */
export function requestEngine(app: ExpressApp, response: ExpressResponse): HostEngine {
  return {
    claims: (name) => (claims(app, name) ? "yes" : "no"),
    render: (name, locals) => renderLayout(app, response, name, locals as { readonly content: string }),
  }
}

/** Whether the app renders a template of this name itself. */
function claims(app: ExpressApp, name: string): boolean {
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
