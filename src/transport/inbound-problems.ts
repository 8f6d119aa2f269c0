/** What a client is told of a message that is not taken. */

import type { Problem } from "../protocol/frames.js"
import { isEventName, payloadSize } from "./inbound.js"
import type { NamespaceContext } from "./namespace-context.js"
import { limitHit, refusal } from "./refusal.js"

/** It has not the shape of its kind. */
export function badMessage({ view }: NamespaceContext, message: string, expected: string): Problem {
  return refusal("LV_BAD_MESSAGE", { view: view.definition.name, message, expected })
}

/** It names no instance of this connection. */
export function unknownInstance({ view }: NamespaceContext, number: unknown): Problem {
  const instance = typeof number === "number" ? String(number) : `(${typeof number})`
  return refusal("LV_UNKNOWN_INSTANCE", { view: view.definition.name, instance })
}

/** What is wrong with an event's name or payload; undefined if nothing is. */
export function eventProblem(context: NamespaceContext, name: unknown, payload: unknown): Problem | undefined {
  if (!isEventName(name)) return badMessage(context, "event", "an instance, a name of 1 to 100 characters, a payload")
  const size = payloadSize(payload)
  if (size === undefined) return badMessage(context, "payload", "plain data, at most 32 levels deep, without __proto__")
  return tooLarge(context, size)
}

/** A message, or what comes of it, is larger than one may be; undefined if it is not. */
export function tooLarge({ limits, view }: NamespaceContext, size: number): Problem | undefined {
  if (size <= limits.messageSize) return undefined
  limitHit({ limit: "messageSize", view: view.definition.name, given: size })
  return refusal("LV_MESSAGE_TOO_LARGE", { view: view.definition.name, size, limit: limits.messageSize })
}

/** As many events wait for the view as may. */
export function tooManyEvents({ limits, view }: NamespaceContext): Problem {
  limitHit({ limit: "eventsWaiting", view: view.definition.name })
  return refusal("LV_TOO_MANY_EVENTS", { view: view.definition.name, limit: limits.eventsWaiting })
}

/** What waits on the connection is as large as it may be. */
export function tooMuchWaiting({ limits, view }: NamespaceContext): Problem {
  limitHit({ limit: "waitingSize", view: view.definition.name })
  return refusal("LV_WAITING_TOO_LARGE", { limit: limits.waitingSize })
}

/** One join, or one request for values, too many. */
export function tooManyJoins({ limits, view }: NamespaceContext): Problem {
  limitHit({ limit: "joinsPerSecond", view: view.definition.name })
  return refusal("LV_TOO_MANY_JOINS", { limit: limits.joinsPerSecond })
}

/** The page does not read what it was sent. */
export function unread({ limits, view }: NamespaceContext): Problem {
  limitHit({ limit: "unsentBytes", view: view.definition.name })
  return refusal("LV_UNREAD", { limit: limits.unsentBytes })
}
