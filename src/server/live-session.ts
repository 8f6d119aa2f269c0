/** `live.session`: makes what an app adds the views of a live session with, on every host. */

import { LiveError } from "../errors/live-error.js"
import type { PageRoute } from "../http/routes/resolve.js"
import type { LiveView } from "../view/definition.js"
import type { LiveSessionDefinition } from "../view/live-sessions.js"
import type { ViewRegistry } from "../view/view-registry.js"
import type { LiveSession, PageOptions } from "./live.js"
import { routeOf } from "./live-api.js"

/** What a live session works on. */
export interface SessionParts<Handler> {
  readonly registry: ViewRegistry
  /** Serves a route at a path of its own. */
  serve(path: string, route: PageRoute): void
  /** Makes the host's kind of handler. */
  handlerOf(route: PageRoute): Handler
}

/** Makes it. Its members need no `this`. */
export function makeLiveSession<Request extends object, Handler>(
  definition: LiveSessionDefinition,
  { registry, serve, handlerOf }: SessionParts<Handler>,
): LiveSession<Request, Handler> {
  const route = (view: LiveView, options?: PageOptions<Request>): PageRoute =>
    routeOf(view, registry, options, definition)
  const made: LiveSession<Request, Handler> = {
    name: definition.name,
    view: (path, view, options) => serve(path, route(view, options)),
    page: (view, options) => handlerOf(route(view, options)),
    register(...views) {
      for (const view of views) registry.add(view, definition)
    },
  }
  // TypeScript says that there is no such member; who writes JavaScript is told why.
  const session = (): never => {
    throw new LiveError("LV_SESSION_INVALID", {
      name: `in "${definition.name}"`,
      why: "live sessions are not nested: make it with `live.session`, and name the guards of both in its `onMount`.",
    })
  }
  return Object.assign(made, { session })
}
