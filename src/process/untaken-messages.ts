/** What becomes of messages that a view does not take: the client's are answered, the app's are logged. */

import { LiveError } from "../errors/live-error.js"
import type { Problem } from "../protocol/frames.js"
import type { ClientMessage } from "./messages/mailbox.js"
import { refusalOf } from "./problem.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** Words a refusal for the client, and tells a developer. */
export function wordRefusal(error: LiveError, { view, services, id }: ProcessFacts): Problem {
  const { development, logger } = services
  logger[development ? "warn" : "debug"](error.message, { view, id, code: error.code })
  return refusalOf(error, { view, development })
}

/** Answers what the client sent when the view had ended. */
export function refuseLate(message: ClientMessage, { view, services }: ProcessFacts): void {
  const error = new LiveError("LV_VIEW_CLOSED", { view })
  answerFailed(message, error, refusalOf(error, { view, development: services.development }))
}

/** Answers what the client sent by what went wrong: as it was thrown, or worded for the client. */
export function answerFailed({ asker, number }: ClientMessage, error: unknown, problem: Problem): void {
  if (asker.fail !== undefined) asker.fail(error)
  else asker.answer(number, { diff: null, extras: { x: problem } })
}

/** Only `live.send` can send an info to a view that takes none: sockets refuse to subscribe. The view goes on. */
export function dropInfo({ view, id, services }: ProcessFacts): void {
  const { message, code } = new LiveError("LV_NO_HANDLE_INFO", { view, what: "`live.send`" })
  services.logger.error(message, { view, id, code })
}
