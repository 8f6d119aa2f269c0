/** What the options of buses have to be. */

import type { OptionCheck } from "../../util/check-option.js"

/** A name that stands before others. No colon: "a" with the topic "b:c" must not be "a:b" with the topic "c". */
export const PREFIX: OptionCheck = [
  "letters, digits, dots, hyphens and underscores",
  (value) => typeof value === "string" && /^[\w.-]{1,100}$/.test(value),
]

/** The bytes of the largest message. */
export const MESSAGE_BYTES: OptionCheck = [
  "a whole number from 1024 on",
  (value) => Number.isSafeInteger(value) && (value as number) >= 1024,
]

/** Whether or not. */
export const BOOLEAN: OptionCheck = ["true or false", (value) => typeof value === "boolean"]

/** Bytes of the largest message where the option does not say so. */
export const DEFAULT_MESSAGE_BYTES = 4_194_304
