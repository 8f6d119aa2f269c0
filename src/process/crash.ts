/** Tells the app's people about an exception in a view: log, option `onError`, telemetry. */

import { memberOf, messageOf } from "../errors/thrown.js"
import { type CrashContext, notices } from "../telemetry/channels.js"
import type { Logger } from "../telemetry/logger.js"
import type { ViewDefinition } from "../view/definition.js"
import type { Message } from "./messages/mailbox.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** Where an exception happened. */
export interface ErrorContext {
  readonly view: string
  readonly id: string
  /** The callback, as it is written in the view: "mount", "events.save", "handleInfo", "render", … */
  readonly callback: string
  /** The event's name, if it was one. */
  readonly event?: string
}

/** Who is told. The logger does not throw: an app's own is contained where the options are read. */
export interface ErrorAudience {
  readonly logger: Logger
  readonly onError?: (error: unknown, context: ErrorContext) => void
}

/** Reports an exception that has ended a view, whatever was thrown. It never throws itself. */
export function reportCrash(error: unknown, context: ErrorContext, audience: ErrorAudience): void {
  const { view, callback } = context
  audience.logger.error(`${callback} of the view "${view}" threw; this view has ended.`, { ...context, error })
  if (notices.crash.hasSubscribers) {
    const crash: CrashContext = { ...context, error, message: messageOf(error) }
    notices.crash.publish(crash)
  }
  tellOnError(error, context, audience)
}

/** Calls the app's own `onError`. What it throws, or rejects with, is logged. */
export function tellOnError(error: unknown, context: ErrorContext, { logger, onError }: ErrorAudience): void {
  const failed = (failure: unknown): void => logger.error("The option `onError` threw itself.", { error: failure })
  try {
    const told: unknown = onError?.(error, context)
    if (typeof memberOf(told, "then") === "function") Promise.resolve(told).catch(failed)
  } catch (failure) {
    failed(failure)
  }
}

/** Where an exception happened: in which callback of which view, and at which event. */
export function contextOf({ view, id, inner }: ProcessFacts, callback: string, message?: Message): ErrorContext {
  const thrower = callback === "terminate" ? callback : (inner ?? callback)
  return { view, id, callback: thrower, ...(message?.kind === "event" ? { event: message.name } : {}) }
}

/** The callback that a message goes to, as it is written in the view. */
export function callbackOf(message: Message, { events, handleGap, restream }: ViewDefinition): string {
  if (message.kind === "reload") return "render"
  if (message.kind === "async") return "handleAsync"
  if (message.kind === "gap") return handleGap === undefined ? "mount" : "handleGap"
  if (message.kind === "restream") return restream === undefined ? "mount" : "restream"
  // Where it is not `handleParams` or `handleConnected` itself.
  if (message.kind === "patch" || message.kind === "connect") return "onMount"
  if (message.kind !== "event") return "handleInfo"
  return events.has(message.name) ? `events.${message.name}` : "handleEvent"
}
