/** Decides what a browser may be told about an error: everything in development, a general sentence in production. */

import { isLiveError, LiveError } from "../errors/live-error.js"
import type { ErrorCode } from "../errors/table.js"
import { memberOf, messageOf, stackOf } from "../errors/thrown.js"
import type { Problem } from "../protocol/frames.js"

/** How to word a problem. */
export interface ProblemOptions {
  readonly view: string
  readonly development: boolean
  /**
   * The code in production, and in development of errors that are not ours.
   * @defaultValue "LV_CALLBACK_FAILED"
   */
  readonly code?: ErrorCode
}

/** Words an exception for the browser. */
export function problemOf(error: unknown, options: ProblemOptions): Problem {
  const { view, development, code = "LV_CALLBACK_FAILED" } = options
  if (!development) return { code, message: new LiveError("LV_CALLBACK_FAILED", { view }).message }
  const stack = stackOf(error)
  return { code: codeOf(error) ?? code, message: messageOf(error), ...(stack === undefined ? {} : { detail: stack }) }
}

/** The code of one of our errors. What only looks like one has none. */
function codeOf(error: unknown): string | undefined {
  const code = isLiveError(error) ? memberOf(error, "code") : undefined
  return typeof code === "string" ? code : undefined
}

/**
 * Words something the client did wrong. The code is the same in production; the sentence names events and fields, which
 * is for developers only.
 */
export function refusalOf(error: LiveError, options: ProblemOptions): Problem {
  if (options.development) return { code: error.code, message: error.message }
  return { code: error.code, message: `The view "${options.view}" refused this.` }
}

/** True for what a template throws that is being edited: it does not compile, or is not there. */
export function isTemplateError(error: unknown): boolean {
  return isLiveError(error, "LV_TEMPLATE_COMPILE") || isLiveError(error, "LV_TEMPLATE_MISSING")
}
