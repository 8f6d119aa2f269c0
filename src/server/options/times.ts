/**
 * Which values an option takes that is a time. All of them are milliseconds, as in Node, Express and socket.io
 * (docs/decisions/0092). What is too short to make sense was most likely meant in seconds, and is refused with what to
 * write: it would be a setting that silently does nothing.
 */

import type { OptionCheck } from "../../util/check-option.js"
import { LONGEST_DELAY } from "../../util/clock.js"

/** How old something may become. No timer waits for that, so there is no longest. */
export const AGE: OptionCheck = [
  "milliseconds, 60000 or more",
  (value) => isNumber(value) && value >= 60_000,
  (value) => inSeconds(value, 60_000),
]

/** How long something waits at least, where 0 means that it does not wait at all. */
export function waitFrom(least: number): OptionCheck {
  return [
    `milliseconds: 0, or ${least} to ${LONGEST_DELAY}`,
    (value) => value === 0 || (isNumber(value) && value >= least && value <= LONGEST_DELAY),
    (value) => inSeconds(value, least),
  ]
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value)
}

/** What to write in the place of a time that is in range once it is taken for seconds. */
function inSeconds(value: unknown, least: number): string | undefined {
  if (!isNumber(value) || value <= 0 || value >= least || value * 1000 < least) return undefined
  return `If ${value} are seconds, write ${value} * 1000.`
}
