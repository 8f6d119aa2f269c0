/** What the app has written, called: each callback of a definition within its span. */

import { LiveError } from "../../errors/live-error.js"
import { withHops } from "../../pubsub/between/hops.js"
import { isTraced, spans, traced } from "../../telemetry/channels.js"
import { CLEAR_FLASH } from "../../util/flash.js"
import type { ViewDefinition } from "../../view/definition.js"
import { asParams, Refusal, runChecked } from "../../view/event.js"
import type { MountSocket, Params } from "../../view/socket.js"
import type { EventMessage, InfoMessage } from "../messages/mailbox.js"
import type { MountArguments } from "./mount-arguments.js"
import type { ProcessFacts } from "./unit-owner.js"
import type { ViewSocket } from "./view-socket.js"

/** @returns What `mount` returned. */
export function callMount(definition: ViewDefinition, given: MountArguments, socket: MountSocket): unknown {
  const { params, session } = given
  if (!isTraced(spans.mount)) return definition.mount(params, session, socket)
  const { view, id, connected } = socket
  return traced(spans.mount, { view, id, connected, params }, () => definition.mount(params, session, socket))
}

/** Tells a view what its URL says; nothing, if it does not want to know. */
export function callHandleParams(
  { handleParams }: ViewDefinition,
  { view, id, place }: ProcessFacts,
  params: Params,
  socket: ViewSocket,
): unknown {
  if (handleParams === undefined) return undefined
  const uri = place.url
  if (!isTraced(spans.params)) return handleParams(params, uri, socket)
  return traced(spans.params, { view, id, params, uri }, () => handleParams(params, uri, socket))
}

/** Tells a view that its page's script has joined; nothing, if it does not want to know. */
export function callHandleConnected(
  { handleConnected }: ViewDefinition,
  { view, id, connectParams }: ProcessFacts,
  socket: ViewSocket,
): unknown {
  if (handleConnected === undefined) return undefined
  if (!isTraced(spans.connected)) return handleConnected(socket)
  return traced(spans.connected, { view, id, connectParams }, () => handleConnected(socket))
}

/** @returns What the handler returned, or why there is none. */
export function callEvent(
  definition: ViewDefinition,
  { view, id }: ProcessFacts,
  { name, payload }: EventMessage,
  socket: ViewSocket,
): unknown {
  if (!isTraced(spans.event)) return runEvent(definition, name, payload, socket)
  const context = { view, id, event: name, params: payload }
  return traced(spans.event, context, () => runEvent(definition, name, payload, socket))
}

function runEvent(definition: ViewDefinition, event: string, payload: unknown, socket: ViewSocket): unknown {
  const { name: view, events, handleEvent } = definition
  if (event === CLEAR_FLASH) return clearFlash(asParams(payload), socket)
  const handler = events.get(event)
  if (typeof handler === "function") return handler(asParams(payload), socket)
  if (handler !== undefined) return runChecked(handler, { view, event, params: payload }, socket)
  if (handleEvent !== undefined) return handleEvent(event, asParams(payload), socket)
  return new Refusal(new LiveError("LV_UNKNOWN_EVENT", { view, event, known: [...events.keys()] }))
}

function clearFlash({ key }: Params, socket: ViewSocket): void {
  socket.clearFlash(typeof key === "string" && key !== "" ? key : undefined)
}

/** @returns What `handleInfo` returned. */
export function callInfo(
  definition: ViewDefinition,
  facts: ProcessFacts,
  { message, hops }: Pick<InfoMessage, "message" | "hops">,
  socket: ViewSocket,
): unknown {
  if (hops > 0) return withHops(hops, () => callInfo(definition, facts, { message, hops: 0 }, socket))
  const { handleInfo } = definition
  if (!isTraced(spans.info)) return handleInfo?.(message, socket)
  const { view, id } = facts
  return traced(spans.info, { view, id, message }, () => handleInfo?.(message, socket))
}
