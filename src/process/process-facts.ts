/** What is known of a process from its beginning, by what it is made of. */

import type { ProcessOptions } from "./process-options.js"
import { Persisted } from "./unit/persisted.js"
import type { FindRoute } from "./unit/place/own-routes.js"
import { NO_PLACE, type RootPlace } from "./unit/place/root-place.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** What is known of a process that is made of this. */
export function factsOf(options: ProcessOptions): ProcessFacts {
  const { definition, id, isLive, connectParams = {}, place = NO_PLACE, services, basePath = "" } = options
  const { name: view } = definition
  const takesParams = definition.handleParams !== undefined
  const findRoute = definition.patch === "socket" ? ownRoutesOf(options) : undefined
  const persisted = persistedOf(options, place)
  return {
    view,
    id,
    isLive,
    connectParams,
    inner: undefined,
    place,
    takesParams,
    findRoute,
    services,
    basePath,
    persisted,
  }
}

function persistedOf({ definition, series, services }: ProcessOptions, place: RootPlace): Persisted | undefined {
  const { name: view, persist } = definition
  if (persist === undefined || series === undefined) return undefined
  return new Persisted({ view, persist, series, place, services })
}

function ownRoutesOf({ definition, routes }: ProcessOptions): FindRoute | undefined {
  return routes && ((path) => routes.find(definition, path))
}
