/**
 * Renders the layout of a live page. There are two ways to name one, and an app may mean either: a page that prints
 * `content`, which what the app has around `res.render` may lay out further; or the layout that the app has for its other
 * pages, which prints `body`. Which of them a name is shows when it is rendered, and is remembered.
 */

import { attemptLayout, type Locals, renderByEngine } from "./layout-attempt.js"
import { renderEitherWay } from "./layout-either-way.js"
import type { StandIn } from "./part-rendering.js"
import { hasExpressRender } from "./render-owner.js"
import { renderPart, renderThrough } from "./render-through.js"
import type { ExpressApp, ExpressResponse } from "./types.js"

/** What is known of an app's layouts, by their names. */
interface KnownLayouts {
  /** Those that are rendered as the app's own layout. */
  readonly own: Set<string>
  /** Those that are pages, to which nothing was added, with Express's `res.render` as it was then. */
  readonly bare: Map<string, ExpressResponse["render"]>
}

const known = new WeakMap<ExpressApp, KnownLayouts>()

/** Renders a layout by the app's engine. */
export async function renderLayout(
  app: ExpressApp,
  response: ExpressResponse,
  name: string,
  locals: Locals,
): Promise<string> {
  const { own, bare } = knownOf(app)
  if (own.has(name) || isStandard(name, app, response)) return asOwnLayout(app, response, name, locals)
  const { render } = response
  const isExpress = hasExpressRender(response)
  if (isExpress && bare.get(name) === render) {
    const again = await attemptLayout(() => renderPart(response, name, { ...locals }))
    // Else its template is another one by now, as while an app is developed.
    if ("page" in again && again.page.includes(locals.content)) return again.page
    bare.delete(name)
  }
  const { page, isOwn, isBare } = await renderEitherWay(app, response, name, locals)
  if (isOwn) own.add(name)
  else if (isBare && isExpress) bare.set(name, render)
  return page
}

function knownOf(app: ExpressApp): KnownLayouts {
  let layouts = known.get(app)
  if (layouts === undefined) {
    layouts = { own: new Set(), bare: new Map() }
    known.set(app, layouts)
  }
  return layouts
}

/**
 * Renders a layout in place of the app's engine, with what the app has around `res.render`, but for its layouts: this
 * is one.
 */
export async function renderLayoutBy(
  render: (locals: object) => Promise<string>,
  response: ExpressResponse,
  name: string,
  locals: object,
): Promise<string> {
  const standIn: StandIn = (seen) => {
    const options: Record<string, unknown> = { ...seen }
    Reflect.deleteProperty(options, "_locals")
    if (options["layout"] === false) Reflect.deleteProperty(options, "layout")
    return render(options)
  }
  const options = { ...locals, layout: false }
  const { html } = await renderThrough(response, name, options, (asked) => (asked === name ? standIn : undefined))
  return html
}

/** What packages for layouts, and Handlebars, take where nobody says otherwise. */
const USUAL = ["layout", "layouts/main"]

function isStandard(name: string, app: ExpressApp, response: ExpressResponse): boolean {
  const viewOptions = app.get("view options") as { readonly layout?: unknown } | undefined
  const named = [response.locals["layout"], app.get("layout"), viewOptions?.layout].filter(isText)
  if (named.length > 0) return named.some((other) => bare(other) === bare(name))
  // Only where something is around the response's own `render` may a package be.
  return Object.hasOwn(response, "render") && USUAL.includes(bare(name))
}

function isText(value: unknown): value is string {
  return typeof value === "string"
}

/** Has a package for layouts put this one around the view. Where there is none, it is rendered by itself. */
async function asOwnLayout(app: ExpressApp, response: ExpressResponse, name: string, locals: Locals): Promise<string> {
  const { content } = locals
  let seen: Readonly<Record<string, unknown>> | undefined
  const view: StandIn = (options) => {
    seen = options
    return content
  }
  const { html } = await renderThrough(response, name, { ...locals, layout: name }, () =>
    seen === undefined ? view : undefined,
  )
  // Something was put around it: a layout.
  if (html.trim() !== content) return html
  return renderByEngine(app, name, { ...seen, ...locals, body: content, layout: false })
}

function bare(name: string): string {
  return name.replace(/^\.\//, "").replace(/\.\w+$/, "")
}
