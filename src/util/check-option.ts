/** Checks one value that was given as an option: what is wrong is told where it is written. */

import { LiveError } from "../errors/live-error.js"

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
