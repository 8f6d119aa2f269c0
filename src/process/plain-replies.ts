/**
 * Says in development what JSON makes of a reply: a `Map` or an `Error` arrives in the page as `{}`, a function not at all, and its
 * hook would learn only that something is missing.
 */

import { isFirstOf } from "../telemetry/told-once.js"
import { findUnplain } from "../util/plain-data.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** Tells of it once for each event of a view. */
export function reviewReply(reply: unknown, event: string, { view, services }: ProcessFacts): void {
  const { logger } = services
  const unplain = findUnplain(reply, bringsAlong)
  if (unplain === undefined || !isFirstOf(logger, `reply ${view} ${event}`)) return
  const where = unplain.path === "" ? "is" : `has \`${unplain.path}\`,`
  logger.warn(
    `What the event "${event}" of the view "${view}" replies ${where} ${unplain.got}: it travels as JSON, which has no word for ` +
      "it. Reply plain data: `[...map]` for a map, `error.message` for an error.",
    { code: "LV_REPLY_UNPLAIN", view },
  )
}

/** What says itself what it is as JSON, as dates do, and objects that have something to bring along. */
function bringsAlong(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === "function" || Object.keys(value).length > 0
}
