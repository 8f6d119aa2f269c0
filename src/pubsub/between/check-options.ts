/** Checks the options of a bus. */

import { LiveError } from "../../errors/live-error.js"
import { checkOptionNames } from "../../util/option-names.js"

/** What an option has to be, in words, and whether a value is. */
type Check = readonly [expected: string, holds: (value: unknown) => boolean]

/** @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID */
export function checkOptions(given: object, checks: Readonly<Record<string, Check>>): void {
  checkOptionNames(given, Object.keys(checks))
  for (const [option, value] of Object.entries(given)) {
    const [expected, holds] = checks[option] as Check
    if (value !== undefined && !holds(value))
      throw new LiveError("LV_OPTION_INVALID", { option, expected, given: value })
  }
}

/** A name that stands before others. No colon: "a" with the topic "b:c" must not be "a:b" with the topic "c". */
export const PREFIX: Check = [
  "letters, digits, dots, hyphens and underscores",
  (value) => typeof value === "string" && /^[\w.-]{1,100}$/.test(value),
]

/** The bytes of the largest message. */
export const MESSAGE_BYTES: Check = [
  "a whole number from 1024 on",
  (value) => Number.isSafeInteger(value) && (value as number) >= 1024,
]

/** Whether or not. */
export const BOOLEAN: Check = ["true or false", (value) => typeof value === "boolean"]

/** Bytes of the largest message where the option does not say so. */
export const DEFAULT_MESSAGE_BYTES = 4_194_304
