/** The option `adopt` with its defaults. */

import { LiveError } from "../../errors/live-error.js"
import { type AdoptOptions, defaultAdoptOptions } from "../../supervise/parking.js"
import { LONGEST_DELAY } from "../../util/clock.js"
import { checkOptionNames } from "../../util/option-names.js"
import type { LiveOptions } from "./live-options.js"

/** Of seconds, timers of Node take no more. */
const MOST = Math.floor(LONGEST_DELAY / 1000)

/** @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID */
export function resolveAdopt(given: LiveOptions["adopt"] = {}): AdoptOptions {
  const names = Object.keys(defaultAdoptOptions) as (keyof AdoptOptions)[]
  checkOptionNames(given, names, "adopt.")
  const options: Record<keyof AdoptOptions, number> = { ...defaultAdoptOptions }
  for (const name of names) {
    const value: unknown = given[name]
    if (value === undefined) continue
    if (typeof value !== "number" || !(value >= 0 && value <= MOST)) {
      const expected = `a number from 0 to ${MOST}`
      throw new LiveError("LV_OPTION_INVALID", { option: `adopt.${name}`, expected, given: value })
    }
    options[name] = value
  }
  return options
}
