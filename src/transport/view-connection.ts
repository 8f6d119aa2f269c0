/**
 * One connection to a view's namespace: takes what arrives, checks it, and passes it to the instance it names. Nothing
 * that arrives makes an exception leave this file.
 */

import type { Socket } from "socket.io"
import { isLiveError } from "../errors/live-error.js"
import type { ErrorArguments } from "../errors/table.js"
import type { JoinReply, JoinRequest, Problem } from "../protocol/frames.js"
import { EVENT, JOIN, LEAVE, VALUES } from "../protocol/messages.js"
import { isTraced, type JoinContext, spans, traced } from "../telemetry/channels.js"
import { decodeForm } from "../util/form-params.js"
import type { CloseReason } from "../view/definition.js"
import { type Acknowledge, isEventName, isJoinRequest, isPaths, payloadSize } from "./inbound.js"
import type { Instance, InstanceOwner } from "./instance.js"
import { admit, makeInstance, startView, tooManyJoins } from "./join.js"
import type { NamespaceContext } from "./namespace-context.js"
import { refuseBinary } from "./outbound.js"
import { type PageConnection, pageOf } from "./page-connection.js"
import { limitHit, refusal } from "./refusal.js"

const CONNECTION: unique symbol = Symbol("livemount.connection")

/** Sends what comes of a join request. */
type Answer = (reply: JoinReply, instance?: Instance) => void

/** A socket of one of our namespaces. */
type LiveSocket = Socket & { [CONNECTION]?: ViewConnection }

/** The connection that a socket was given, if it is one of ours. */
export function connectionOf(socket: Socket): ViewConnection | undefined {
  return (socket as LiveSocket)[CONNECTION]
}

export class ViewConnection implements InstanceOwner {
  readonly context: NamespaceContext
  readonly page: PageConnection
  readonly socket: Socket
  /** Few: a search through them is faster than a map, and an array of one is small. */
  #instances: Instance[] = []
  #next = 0

  private constructor(socket: Socket, context: NamespaceContext) {
    this.socket = socket
    this.context = context
    this.page = pageOf(socket, context.limits, context.services.clock.now())
  }

  /** Makes a socket that has entered a view's namespace take the view's messages. */
  static open(socket: LiveSocket, context: NamespaceContext): void {
    const connection = new ViewConnection(socket, context)
    if (!connection.page.takeSocket(context.limits)) {
      limitHit({ limit: "viewsPerConnection", view: context.view.definition.name })
      socket.disconnect(true)
      return
    }
    socket[CONNECTION] = connection
    // The same functions for all sockets: what they need is found through the socket.
    socket.on(JOIN, onJoin)
    socket.on(EVENT, onEvent)
    socket.on(VALUES, onValues)
    socket.on(LEAVE, onLeave)
    socket.on("disconnect", onDisconnect)
  }

  get instances(): readonly Instance[] {
    return this.#instances
  }

  /** The socket has left. */
  left(): Promise<void> {
    this.page.releaseSocket()
    return this.close("disconnect")
  }

  /** Ends all instances. */
  async close(reason: CloseReason): Promise<void> {
    await Promise.all([...this.#instances].map((instance) => instance.close(reason)))
  }

  instanceEnded(instance: Instance): void {
    this.#instances = this.#instances.filter((other) => other !== instance)
    this.page.releaseView()
  }

  join(request: unknown, acknowledge: Acknowledge): void {
    if (!isJoinRequest(request)) {
      acknowledge({ x: this.#badMessage("join", "a JoinRequest object") })
      return
    }
    this.#answerTo(request, (reply, instance) => this.#acknowledge(acknowledge, reply, instance)).catch(
      (error: unknown) => acknowledge({ x: this.failed(error, JOIN) }),
    )
  }

  event(number: unknown, name: unknown, payload: unknown, acknowledge: Acknowledge | undefined): void {
    const instance = this.#find(number)
    let problem: Problem | undefined
    if (instance === undefined) problem = this.#unknownInstance(number)
    else if (!isEventName(name))
      problem = this.#badMessage("event", "an instance, a name of 1 to 100 characters, a payload")
    else problem = this.#payloadProblem(payload)
    if (problem === undefined && instance?.isBusy(this.context.limits) === true) problem = this.#tooManyEvents()
    if (problem !== undefined) acknowledge?.(0, { x: problem })
    else instance?.event(name as string, typeof payload === "string" ? decodeForm(payload) : payload, acknowledge)
  }

  values(number: unknown, paths: unknown, acknowledge: Acknowledge): void {
    const instance = this.#find(number)
    let problem: Problem | undefined
    if (instance === undefined) problem = this.#unknownInstance(number)
    else if (!isPaths(paths)) problem = this.#badMessage("request for values", "a list of paths, few within another")
    // Whole values cost as much as a join does, so they come out of the same allowance.
    else if (!this.page.takeJoin(this.context.limits, this.context.services.clock.now()))
      problem = tooManyJoins(this.context)
    else acknowledge(instance.values(paths))
    if (problem !== undefined) acknowledge({ d: [], e: { x: problem } })
  }

  leave(number: unknown): void {
    void this.#find(number)?.close("leave")
  }

  /** An exception on the way of a message: told to the client if it is its doing, else logged. */
  failed(error: unknown, message: string): Problem {
    if (isLiveError(error, "LV_FORM_LIMIT")) return { code: error.code, message: error.message }
    const view = this.context.view.definition.name
    this.context.services.logger.error(`A message to the view "${view}" could not be handled.`, {
      view,
      message,
      error,
    })
    return refusal("LV_CALLBACK_FAILED", { view })
  }

  #answerTo(request: JoinRequest, answer: Answer): Promise<void> {
    if (!isTraced(spans.join)) return this.#admit(request, answer)
    const context: JoinContext = { view: this.context.view.definition.name }
    const tracedAnswer: Answer = (reply, instance) => {
      if ("x" in reply) context.refused = reply.x.code
      else if (instance?.id !== undefined) context.id = instance.id
      answer(reply, instance)
    }
    return traced(spans.join, context, () => this.#admit(request, tracedAnswer))
  }

  async #admit(request: JoinRequest, answer: Answer): Promise<void> {
    const admission = admit(this, request)
    if ("problem" in admission) {
      const { problem } = admission
      this.context.services.logger.debug(problem.message, { code: problem.code })
      answer({ x: problem })
      return
    }
    const { token } = admission
    const instance = makeInstance(this, this.#next++, token, request)
    this.#instances.push(instance)
    await startView(this, instance, { token, request, answer: (reply) => answer(reply, instance) })
  }

  #acknowledge(acknowledge: Acknowledge, reply: JoinReply, instance: Instance | undefined): void {
    try {
      if ("i" in reply && reply.e !== undefined) refuseBinary(reply.e)
      acknowledge(reply)
      instance?.joined()
    } catch (error) {
      if (instance === undefined) throw error
      acknowledge({ x: instance.failed(error) })
    }
  }

  /** Before its join is answered an instance has no number that anyone could know. */
  #find(number: unknown): Instance | undefined {
    for (const instance of this.#instances) if (instance.number === number && instance.isJoined) return instance
    return undefined
  }

  #payloadProblem(payload: unknown): Problem | undefined {
    const limit = this.context.limits.messageSize
    const view = this.context.view.definition.name
    const size = payloadSize(payload)
    if (size === undefined) return this.#badMessage("payload", "plain data, at most 32 levels deep, without __proto__")
    if (size <= limit) return undefined
    limitHit({ limit: "messageSize", view, given: size })
    return refusal("LV_MESSAGE_TOO_LARGE", { view, size, limit })
  }

  #tooManyEvents(): Problem {
    const limit = this.context.limits.eventsWaiting
    const view = this.context.view.definition.name
    limitHit({ limit: "eventsWaiting", view })
    return refusal("LV_TOO_MANY_EVENTS", { view, limit })
  }

  #badMessage(message: string, expected: string): Problem {
    const details: ErrorArguments<"LV_BAD_MESSAGE"> = { view: this.context.view.definition.name, message, expected }
    return refusal("LV_BAD_MESSAGE", details)
  }

  #unknownInstance(number: unknown): Problem {
    const instance = typeof number === "number" ? String(number) : `(${typeof number})`
    return refusal("LV_UNKNOWN_INSTANCE", { view: this.context.view.definition.name, instance })
  }
}

/** Without an acknowledgement nobody would learn the instance's number: such a join is not one. */
function onJoin(this: LiveSocket, ...values: unknown[]): void {
  const connection = this[CONNECTION]
  const acknowledge = acknowledgeOf(values)
  if (connection === undefined || acknowledge === undefined) return
  try {
    connection.join(values[0], acknowledge)
  } catch (error) {
    acknowledge({ x: connection.failed(error, JOIN) })
  }
}

function onEvent(this: LiveSocket, ...values: unknown[]): void {
  const connection = this[CONNECTION]
  if (connection === undefined) return
  const acknowledge = acknowledgeOf(values)
  try {
    connection.event(values[0], values[1], values[2], acknowledge)
  } catch (error) {
    acknowledge?.(0, { x: connection.failed(error, EVENT) })
  }
}

function onValues(this: LiveSocket, ...values: unknown[]): void {
  const connection = this[CONNECTION]
  const acknowledge = acknowledgeOf(values)
  if (connection === undefined || acknowledge === undefined) return
  try {
    connection.values(values[0], values[1], acknowledge)
  } catch (error) {
    acknowledge({ d: [], e: { x: connection.failed(error, VALUES) } })
  }
}

function onLeave(this: LiveSocket, number: unknown): void {
  this[CONNECTION]?.leave(number)
}

function onDisconnect(this: LiveSocket): void {
  void this[CONNECTION]?.left()
}

/** socket.io puts the function that acknowledges last, if the client wants one; nothing else can be a function. */
function acknowledgeOf(values: readonly unknown[]): Acknowledge | undefined {
  const last = values.at(-1)
  return typeof last === "function" ? (last as Acknowledge) : undefined
}
