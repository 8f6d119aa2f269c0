/**
 * One connection to a view's namespace: takes what arrives, checks it, and passes it to the instance it names. Nothing
 * that arrives makes an exception leave this file.
 */

import type { Socket } from "socket.io"
import { isLiveError } from "../errors/live-error.js"
import type { JoinReply, JoinRequest, Problem, ValuesReply } from "../protocol/frames.js"
import { EVENT, JOIN, LEAVE, VALUES } from "../protocol/messages.js"
import { isTraced, type JoinContext, spans, traced } from "../telemetry/channels.js"
import { decodeForm } from "../util/form-params.js"
import type { CloseReason } from "../view/definition.js"
import { type Acknowledge, isJoinRequest, isPaths, overlapsOf, payloadSize } from "./inbound.js"
import {
  badMessage,
  eventProblem,
  tooManyEvents,
  tooManyJoins,
  tooMuchWaiting,
  unknownInstance,
  unread,
} from "./inbound-problems.js"
import type { Instance, InstanceOwner } from "./instance.js"
import { admit, makeInstance, startView } from "./join.js"
import type { NamespaceContext } from "./namespace-context.js"
import { refuseBinary } from "./outbound.js"
import { type PageConnection, pageOf } from "./page-connection.js"
import { limitHit, refusal } from "./refusal.js"
import { type EngineSocket, endIfFlooded, refusesAnswers, refusesValues } from "./unsent.js"

const CONNECTION: unique symbol = Symbol("livemount.connection")

/** What a waiting event takes beside its payload. */
const EVENT_SIZE = 256

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
    // What a client brought on entering would be kept as long as the socket lives. Ours bring nothing.
    socket.handshake.auth = {}
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
      acknowledge({ x: badMessage(this.context, "join", "a JoinRequest object") })
      return
    }
    this.#answerTo(request, (reply, instance) => this.#acknowledge(acknowledge, reply, instance)).catch(
      (error: unknown) => acknowledge({ x: this.failed(error, JOIN) }),
    )
  }

  event(number: unknown, name: unknown, payload: unknown, acknowledge: Acknowledge | undefined): void {
    const problem = this.#takeEvent(number, name, payload, acknowledge)
    if (problem !== undefined) acknowledge?.(0, { x: problem })
  }

  values(number: unknown, paths: unknown, acknowledge: Acknowledge): void {
    const reply = this.#valuesFor(number, paths)
    acknowledge("code" in reply ? { d: [], e: { x: reply } } : reply)
  }

  leave(number: unknown): void {
    void this.#find(number)?.close("leave")
  }

  /** Ends the connection if its page has long stopped reading: even what it is refused with would pile up. */
  isFlooded(): boolean {
    return endIfFlooded(this.socket.conn as unknown as EngineSocket, this.context.limits)
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
    const { token, issuedAt, size } = admission
    const instance = makeInstance(this, this.#next++, { token, issuedAt }, request)
    this.#instances.push(instance)
    try {
      await startView(this, instance, { token, issuedAt, request, answer: (reply) => answer(reply, instance) })
    } finally {
      this.page.releaseWaiting(size)
    }
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

  /** Hands an event to its instance. Returns why it does not. */
  #takeEvent(
    number: unknown,
    name: unknown,
    payload: unknown,
    acknowledge: Acknowledge | undefined,
  ): Problem | undefined {
    const { context, page } = this
    const instance = this.#find(number)
    if (instance === undefined) return unknownInstance(context, number)
    const problem = eventProblem(context, name, payload)
    if (problem !== undefined) return problem
    if (refusesAnswers(this.socket.conn as unknown as EngineSocket, context.limits)) return unread(context)
    if (instance.isBusy(context.limits)) return tooManyEvents(context)
    const params = typeof payload === "string" ? decodeForm(payload) : payload
    // Measured anew: what a form is decoded to may be larger than its text.
    const size = EVENT_SIZE + (payloadSize(params) ?? 0)
    if (!page.takeWaiting(size, context.limits)) return tooMuchWaiting(context)
    instance.event({ name: name as string, params, size }, acknowledge)
    return undefined
  }

  #valuesFor(number: unknown, paths: unknown): ValuesReply | Problem {
    const { context, page } = this
    const instance = this.#find(number)
    if (instance === undefined) return unknownInstance(context, number)
    if (!isPaths(paths)) return badMessage(context, "request for values", "a list of paths, few within another")
    if (refusesValues(this.socket.conn as unknown as EngineSocket, context.limits)) return unread(context)
    // Whole values cost as much as a join does, so they come out of the same allowance; what is asked for twice, twice.
    const isAllowed = page.takeJoin(context.limits, context.services.clock.now(), 1 + overlapsOf(paths))
    return isAllowed ? instance.values(paths) : tooManyJoins(context)
  }
}

/** Without an acknowledgement nobody would learn the instance's number: such a join is not one. */
function onJoin(this: LiveSocket, ...values: unknown[]): void {
  const connection = this[CONNECTION]
  const acknowledge = acknowledgeOf(values)
  if (connection === undefined || acknowledge === undefined || connection.isFlooded()) return
  try {
    connection.join(values[0], acknowledge)
  } catch (error) {
    acknowledge({ x: connection.failed(error, JOIN) })
  }
}

function onEvent(this: LiveSocket, ...values: unknown[]): void {
  const connection = this[CONNECTION]
  if (connection === undefined || connection.isFlooded()) return
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
  if (connection === undefined || acknowledge === undefined || connection.isFlooded()) return
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
