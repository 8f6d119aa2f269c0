/** What a client is told of a message that is not taken. */

import { refusal } from "../errors/refusal.js"
import type { Problem } from "../protocol/frames.js"
import { PROTOCOL_VERSION } from "../protocol/messages.js"
import { type SignatureRefusal, signatureRemedy } from "../security/signer.js"
import { limitHit } from "../telemetry/channels.js"
import type { NamespaceContext } from "./namespace-context.js"

/** It has not the shape of its kind. */
export function badMessage({ view }: NamespaceContext, message: string, expected: string): Problem {
  return refusal("LV_BAD_MESSAGE", { view: view.definition.name, message, expected })
}

/** Events before this one have not come. */
export function eventGap({ view }: NamespaceContext, number: number): Problem {
  return refusal("LV_EVENT_GAP", { view: view.definition.name, number })
}

/** A ticket has waited too long. */
export function staleTicket({ view }: NamespaceContext): Problem {
  return refusal("LV_TICKET_STALE", { view: view.definition.name })
}

/** It names no seat of this connection. */
export function unknownInstance({ view }: NamespaceContext, number: unknown): Problem {
  const instance = typeof number === "number" ? String(number) : `(${typeof number})`
  return refusal("LV_UNKNOWN_INSTANCE", { view: view.definition.name, instance })
}

/** A message is larger than one may be. */
export function tooLarge({ limits, view }: NamespaceContext, size: number): Problem {
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

/** The page holds as many views as it may. */
export function tooManyViews({ limits, view }: NamespaceContext): Problem {
  limitHit({ limit: "viewsPerConnection", view: view.definition.name })
  return refusal("LV_TOO_MANY_VIEWS", { limit: limits.viewsPerConnection })
}

/** What a join brings as connect parameters is larger than it may be. */
export function largeConnectParams({ limits, view }: NamespaceContext, size: number): Problem {
  limitHit({ limit: "connectParamsSize", view: view.definition.name, given: size })
  const limit = limits.connectParamsSize
  return refusal("LV_CONNECT_PARAMS_TOO_LARGE", { view: view.definition.name, size, limit })
}

/** The page's script speaks another version of the protocol. */
export function otherVersion(got: number): Problem {
  return refusal("LV_PROTOCOL_VERSION", { got, expected: PROTOCOL_VERSION })
}

const TOKEN_CODES = {
  malformed: "LV_TOKEN_INVALID",
  signature: "LV_TOKEN_INVALID",
  expired: "LV_TOKEN_EXPIRED",
  binding: "LV_TOKEN_FOREIGN",
} as const

/** Its token does not hold. */
export function tokenRefusal({ signer, view }: NamespaceContext, reason: SignatureRefusal): Problem {
  const remedy = reason === "signature" ? signatureRemedy(signer) : "Load the page again"
  return refusal(TOKEN_CODES[reason], { view: view.definition.name, remedy })
}
