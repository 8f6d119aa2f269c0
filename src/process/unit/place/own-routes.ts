/**
 * The routes of a view that vouches for its URLs itself (`patch: "socket"`): between them it goes without asking the host. Found by
 * whoever keeps the routes of `live.view`.
 */

import type { RouteClaim } from "../../../security/page-token.js"
import type { ViewDefinition } from "../../../view/definition.js"
import type { Params } from "../../../view/socket.js"

/** A path that is one of them. */
export interface OwnRoute {
  /** Those of the path. */
  readonly params: Params
  readonly route: RouteClaim
}

/** Finds the route of a path, relative to where livemount is mounted, if it is one of the view's own. */
export type FindRoute = (path: string) => OwnRoute | undefined

/** Finds those of all views. */
export interface OwnRoutes {
  find(view: ViewDefinition, path: string): OwnRoute | undefined
}
