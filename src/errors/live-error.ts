/** The one error class of livemount; its texts stand in `table.ts`. */

import { type ErrorArguments, type ErrorCode, errorTable } from "./table.js"
import { attempt } from "./thrown.js"

/** Options of a {@link LiveError}. */
export interface LiveErrorOptions {
  readonly cause?: unknown
  /** Where in a template it happened: file, line, column and a code frame. */
  readonly frame?: string
}

/**
 * An error with a stable code, such as `LV_UNKNOWN_EVENT`. `status` is the HTTP status it stands for.
 * The message says what was given, what was expected and what to do.
 */
export class LiveError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C
  readonly status: number
  /** Where in a template it happened. Only there on errors of templates: what is undefined would be printed, too. */
  declare readonly frame?: string

  constructor(code: C, details: ErrorArguments<C>, options: LiveErrorOptions = {}) {
    const entry = errorTable[code]
    const message = (entry.message as (details: ErrorArguments<C>) => string)(details)
    super(
      options.frame === undefined ? message : `${message}\n\n${options.frame}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.name = "LiveError"
    this.code = code
    this.status = entry.status
    if (options.frame !== undefined) this.frame = options.frame
  }
}

/** True for a {@link LiveError} (of this code, when one is given). */
export function isLiveError<C extends ErrorCode = ErrorCode>(error: unknown, code?: C): error is LiveError<C> {
  // Proxies may throw when they are asked.
  return attempt(() => error instanceof LiveError && (code === undefined || error.code === code)) === true
}
