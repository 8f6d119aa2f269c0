/**
 * What those outside can have said as often as they like: of each kind the first few of a minute are told, and the first one after it says
 * how many were left out. Else who sends refused requests fills the log, and hides in it what matters.
 */

import type { Logger } from "./logger.js"

/** Of one kind. */
const MOST_TOLD = 10
/** In ms. */
const MINUTE = 60_000

interface Kind {
  /** When its minute began. */
  begun: number
  count: number
}

/** By the app's logger, and by name. */
const kinds = new WeakMap<Logger, Map<string, Kind>>()

/** Who is told, and of what kind it is: a name of which there are few. */
export interface Rarely {
  readonly logger: Logger
  readonly kind: string
  /** @defaultValue "warn" */
  readonly level?: "warn" | "error"
}

/** Says what happened, unless enough was said of its kind. */
export function tellRarely({ logger, kind: name, level = "warn" }: Rarely, message: string, details: object): void {
  const kind = kindOf(logger, name)
  const leftOut = turn(kind)
  if (++kind.count > MOST_TOLD) return
  if (leftOut === 0) logger[level](message, details)
  else logger[level](`${message} (${leftOut} more of these were left out before.)`, { ...details, leftOut })
}

function kindOf(logger: Logger, name: string): Kind {
  const known = kinds.get(logger) ?? new Map<string, Kind>()
  kinds.set(logger, known)
  const kind = known.get(name) ?? { begun: performance.now(), count: 0 }
  known.set(name, kind)
  return kind
}

/** Begins another minute where one is over. Returns how many of that were left out. */
function turn(kind: Kind): number {
  const now = performance.now()
  if (now - kind.begun < MINUTE) return 0
  const leftOut = Math.max(0, kind.count - MOST_TOLD)
  kind.begun = now
  kind.count = 0
  return leftOut
}
