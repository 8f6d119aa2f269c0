/** What is known of a process from its beginning, by what it is made of. */

import type { ProcessOptions } from "./process-options.js"
import { NO_PLACE } from "./unit/root-place.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** What is known of a process that is made of this. */
export function factsOf(options: ProcessOptions): ProcessFacts {
  const { definition, id, isLive, connectParams = {}, place = NO_PLACE, services, basePath = "" } = options
  const { name: view } = definition
  const liveSession = options.liveSession?.name
  const takesParams = definition.handleParams !== undefined
  const { development } = services
  return { view, id, liveSession, isLive, connectParams, place, takesParams, development, basePath }
}
