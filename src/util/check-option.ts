/** Checks what was given as options: what is wrong is told where it is written. */

import { LiveError } from "../errors/live-error.js"
import { checkOptionNames } from "./option-names.js"

/** What an option has to be, in words, whether a value is that, and what else may be said of one that is not. */
export type OptionCheck = readonly [
  expected: string,
  holds: (value: unknown) => boolean,
  hint?: (value: unknown) => string | undefined,
]

/** @throws {@link LiveError} LV_OPTION_INVALID */
export function checkOption(option: string, given: unknown, [expected, holds, hint]: OptionCheck): void {
  if (!holds(given)) throw new LiveError("LV_OPTION_INVALID", { option, expected, given, hint: hint?.(given) })
}

/**
 * Checks each of these options, by its name; `undefined` is an option that was not given.
 *
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function checkOptions(given: object, checks: Readonly<Record<string, OptionCheck>>): void {
  checkOptionNames(given, Object.keys(checks))
  for (const [option, value] of Object.entries(given)) {
    if (value !== undefined) checkOption(option, value, checks[option] as OptionCheck)
  }
}
