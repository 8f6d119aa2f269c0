/** Says in development that a stream was given two rows with one key: they become one, and nobody would see why. */

import type { DoubleKey } from "../render/stream/given-rows.js"
import type { StreamState } from "../render/stream/stream-state.js"
import { isFirstOf } from "../telemetry/told-once.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** Tells of it once for each stream of a view, in development. */
export function reviewRows(
  streams: ReadonlyMap<string, StreamState> | undefined,
  { view, services }: ProcessFacts,
): void {
  if (streams === undefined || !services.development) return
  const { logger } = services
  for (const [name, state] of streams) {
    const double = state.takeDouble()
    if (double === undefined || !isFirstOf(logger, `double rows ${view} ${name}`)) continue
    logger.warn(
      `The stream "${name}" of the view "${view}" was given two rows with the key ${written(double)} (the rows ${double.first} and ` +
        `${double.second} of those that were given at once, from 0). The page shows one, in the place of the first, with what the last one says. ` +
        "Have `key` return what no two rows share, or leave out what is there twice.",
      { code: "LV_DOUBLE_KEY", view },
    )
  }
}

function written({ key }: DoubleKey): string {
  return typeof key === "string" ? JSON.stringify(key) : String(key)
}
