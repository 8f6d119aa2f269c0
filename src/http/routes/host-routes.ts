/** Finds the routes of `live.view` by a path alone, as the host's router reads paths: there is no request. */

import { isLiveError } from "../../errors/live-error.js"
import type { OwnRoute, OwnRoutes } from "../../process/unit/place/own-routes.js"
import type { ViewDefinition } from "../../view/definition.js"
import type { KnownHost } from "../host/known-host.js"
import { resolve } from "./resolve.js"
import type { RouteMatch, Routes } from "./routes.js"

export class HostRoutes implements OwnRoutes {
  readonly #routes: Routes
  readonly #host: KnownHost

  constructor(routes: Routes, host: KnownHost) {
    this.#routes = routes
    this.#host = host
  }

  /** A route with a session of its own is none: only a request can say what is in it. */
  find(view: ViewDefinition, path: string): OwnRoute | undefined {
    const found = this.#match(path)
    if (found?.route.view.definition !== view || found.route.session !== undefined) return undefined
    const { params, names } = resolve(found.route, found.params, path)
    return { params, route: { action: found.route.action, names } }
  }

  #match(path: string): RouteMatch | undefined {
    const { app } = this.#host
    if (app === undefined) return undefined
    try {
      return this.#routes.find(path, app.routing)
    } catch (error) {
      if (isLiveError(error, "LV_PATH_UNDECODABLE")) return undefined
      throw error
    }
  }
}
