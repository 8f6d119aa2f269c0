/** Refusals of what a client sent, as it is told of them. Made without an exception: a hostile client makes many. */

import type { Problem } from "../protocol/frames.js"
import { type ErrorArguments, type ErrorCode, errorTable } from "./table.js"

/** A problem of the error table. */
export function refusal<C extends ErrorCode>(code: C, details: ErrorArguments<C>): Problem {
  const message = errorTable[code].message as (details: ErrorArguments<C>) => string
  return { code, message: message(details) }
}
