/**
 * Tells, while an app is developed, of views that nobody gets to see: of pages that were answered 404 although a view is
 * registered for their path (requests that livemount never saw, or saw under another path), and of paths of two views.
 */

import { subscribe, unsubscribe } from "node:diagnostics_channel"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { HostExchange } from "../http/host/host-exchange.js"
import { mountPath, pathAndQuery, pathOf } from "../http/request/page-url.js"
import type { PageRoute } from "../http/routes/resolve.js"
import type { Routes } from "../http/routes/routes.js"
import type { Logger } from "../telemetry/logger.js"

/** Published for every response of the process that has been sent. */
const SENT = "http.server.response.finish"

/** As routers read paths where nobody says otherwise. */
const USUAL = { strict: false, sensitive: false }

/** What is known of a request that came to livemount. */
interface Passage {
  /** The path, relative to where livemount is used. */
  readonly path: string
  isAnswered: boolean
}

export class MissedViews {
  readonly #routes: Routes
  readonly #logger: Logger
  readonly #passages = new WeakMap<IncomingMessage, Passage>()
  readonly #told = new Set<string>()
  #isWatching = false
  /** Where livemount was last seen to be used; undefined: no request has come to it. */
  #base: string | undefined

  constructor(routes: Routes, logger: Logger) {
    this.#routes = routes
    this.#logger = logger
  }

  /** A route is about to be registered. */
  adds(path: string, { view }: PageRoute): void {
    const first = this.#routes.answering(path)?.view.definition.name
    if (first === undefined) return
    const { name } = view.definition
    this.#logger.warn(
      `\`live.view("${path}", …)\` is registered twice. The view "${first}" answers, and what was registered after it ("${name}") ` +
        "is never shown: give it another path.",
      { code: "LV_VIEW_NOT_REACHED", path },
    )
  }

  /** Looks at all answers from now on. */
  watch(): void {
    if (this.#isWatching) return
    this.#isWatching = true
    subscribe(SENT, this.#sent)
  }

  close(): void {
    if (this.#isWatching) unsubscribe(SENT, this.#sent)
    this.#isWatching = false
  }

  /** A request has come to livemount. */
  passes({ message, url, originalUrl }: HostExchange): void {
    if (!this.#isWatching || this.#passages.has(message)) return
    const path = pathOf(url)
    this.#passages.set(message, { path, isAnswered: false })
    this.#base = mountPath(path, pathOf(pathAndQuery(originalUrl))) ?? this.#base
  }

  /** A view has been found for a request, whatever it answers. */
  answers({ message }: HostExchange): void {
    const passage = this.#passages.get(message)
    if (passage !== undefined) passage.isAnswered = true
  }

  readonly #sent = (event: unknown): void => {
    const { request, response } = event as { readonly request: IncomingMessage; readonly response: ServerResponse }
    if (response.statusCode !== 404 || (request.method !== "GET" && request.method !== "HEAD")) return
    const { originalUrl = request.url ?? "/" } = request as { readonly originalUrl?: string }
    const path = pathOf(pathAndQuery(originalUrl))
    const passage = this.#passages.get(request)
    if (passage?.isAnswered === true || this.#told.has(path)) return
    const why = passage === undefined ? this.#missed(path) : this.#mismatched(path, passage)
    if (why === undefined) return
    this.#told.add(path)
    this.#logger.warn(`${path} was answered 404, though ${why}`, { code: "LV_VIEW_NOT_REACHED", path })
  }

  /** The request did not come to livemount. */
  #missed(path: string): string | undefined {
    const view = this.#viewAt(path)
    if (view === undefined) return undefined
    const registered = `\`live.view("${view.path}", …)\` is registered, and the request did not come to livemount. `
    if (this.#base === undefined)
      return `${registered}Write \`app.use(live)\`, before your routes and before what answers 404.`
    if (this.#base === "") return `${registered}\`app.use(live)\` stands behind what answered: put it before that.`
    return (
      `${registered}It is used under "${this.#base}", so the view is at "${this.#base}${view.path}". ` +
      "Go there, or write `app.use(live)` without a path."
    )
  }

  /** The request came to livemount, which has no view for the path that it saw. */
  #mismatched(path: string, passage: Passage): string | undefined {
    if (passage.path !== path) {
      const view = this.#viewAt(path)
      if (view === undefined) return undefined
      return (
        `\`live.view("${view.path}", …)\` is registered: livemount sees this path as "${passage.path}", since it is used ` +
        `under "${this.#base ?? ""}". Write the view's path without that.`
      )
    }
    // A prefix that nobody has stripped.
    for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) {
      const view = this.#viewAt(path.slice(at))
      if (view === undefined || view.path === "/" || /[:*{]/.test(view.path)) continue
      const prefix = path.slice(0, at)
      return (
        `\`live.view("${view.path}", …)\` is registered. If a proxy passes the prefix "${prefix}" on, write ` +
        `\`app.use("${prefix}", live)\`; if it is to strip it, that is the option \`basePath\`.`
      )
    }
    return undefined
  }

  #viewAt(path: string): { readonly path: string } | undefined {
    try {
      return this.#routes.find(path, USUAL)
    } catch {
      return undefined
    }
  }
}
