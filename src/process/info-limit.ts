/** How many messages may wait for `handleInfo`, and what becomes of a view for which there are more. */

import { refusal } from "../errors/refusal.js"
import type { Problem } from "../protocol/frames.js"
import { limitHit } from "../telemetry/channels.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** Bounds on what one view may have to do. */
export interface InfoLimit {
  /**
   * Messages for `handleInfo` (of topics, timers and `live.send`) that may wait for one view. One more ends it with
   * `LV_TOO_MANY_INFOS`, and the page joins it anew. Of a topic with `coalesce` one message for each key waits.
   *
   * @defaultValue 1000
   */
  readonly infosWaiting: number
}

export const MOST_INFOS = 1000

/** Tells that a view does not keep up with what is sent to it. Returns what its client is told. */
export function overwhelmed({ view, id, services }: ProcessFacts, limit: number): Problem {
  const problem = refusal("LV_TOO_MANY_INFOS", { view, limit })
  services.logger.error(problem.message, { code: problem.code, view, id })
  limitHit({ limit: "infosWaiting", view })
  return problem
}
