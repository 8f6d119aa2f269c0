/**
 * Says in development that a callback has returned assigns, as `mount` does: nobody takes them, and the page would show nothing of
 * it without a word.
 */

import type { Logger } from "../telemetry/logger.js"
import { isFirstOf } from "../telemetry/told-once.js"
import { isPlainObject } from "../util/plain-data.js"

/** Tells of it once for each callback of a view. */
export function reviewUntaken(
  result: unknown,
  callback: string,
  { view, services: { logger } }: { readonly view: string; readonly services: { readonly logger: Logger } },
): void {
  if (!isPlainObject(result) || !isFirstOf(logger, `untaken ${view} ${callback}`)) return
  logger.warn(
    `\`${callback}\` of the view "${view}" returned an object, which nobody takes: only what \`mount\` and guards return becomes ` +
      "assigns. Write `socket.assign({ … })`.",
    { code: "LV_RESULT_UNTAKEN", view },
  )
}
