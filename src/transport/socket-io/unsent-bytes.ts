/**
 * What a connection has been given and its page has not taken yet. Whoever asks and does not read could have the server
 * hold any number of answers: such a connection is cut off, by whatever it says next.
 */

import { isFlooded, type TransportLimits } from "../limits.js"

/** The part of engine.io's socket, and of its transports, that is looked at. */
export interface EngineSocket {
  readonly writeBuffer?: readonly { readonly data?: unknown }[]
  readonly transport?: EngineTransport
  close(discard?: boolean): void
  /** Answers to its polls that have not left yet. */
  [ANSWERS]?: Set<PollResponse> | undefined
  /** Told when one of them has left. */
  [ANSWER_LEFT]?: (() => void) | undefined
}

interface EngineTransport {
  readonly socket?: { readonly bufferedAmount?: number; terminate?(): void }
}

interface Telling<Event extends string> {
  on(event: Event, listener: () => void): unknown
  off(event: Event, listener: () => void): unknown
}

/** One that tells of what it does, as engine.io's do. */
export interface TellingSocket extends EngineSocket, Telling<"upgrade"> {
  readonly transport: EngineTransport & Telling<"drain">
}

/** The part of a poll's response that is looked at. */
export interface PollResponse {
  readonly writableLength: number
  once(event: "close", listener: () => void): unknown
  destroy(): unknown
}

const ANSWERS: unique symbol = Symbol("livemount.answers")
const ANSWER_LEFT: unique symbol = Symbol("livemount.answerLeft")

/** What one packet takes beside its text. */
const PACKET = 200
/** Packets up to which each is looked at, and what each is taken for beyond. */
const COUNTED = 1000
const MANY = 1000

/**
 * Notes the response to a poll. What was written to it waits no more for engine.io, which takes the next poll at once: over
 * another network connection a page may ask again and again, and read none of the answers.
 */
export function noteAnswer(connection: EngineSocket, answer: PollResponse): void {
  connection[ANSWERS] ??= new Set()
  const answers = connection[ANSWERS]
  answers.add(answer)
  answer.once("close", () => {
    answers.delete(answer)
    connection[ANSWER_LEFT]?.()
  })
}

/**
 * Bytes that wait to be sent, roughly: those that the transport holds, the packets that wait for it, and the answers to polls
 * that were not read.
 */
export function unsentBytes({ writeBuffer = [], transport, [ANSWERS]: answers }: EngineSocket): number {
  let bytes = transport?.socket?.bufferedAmount ?? 0
  if (answers !== undefined) for (const { writableLength } of answers) bytes += writableLength
  if (writeBuffer.length > COUNTED) return bytes + writeBuffer.length * MANY
  for (const { data } of writeBuffer) bytes += PACKET + (typeof data === "string" ? data.length : 0)
  return bytes
}

/**
 * Has the listener called whenever some of these bytes may have left, until the function returned is called. One listener at a time.
 *
 * engine.io's own "drain" tells that packets were handed to the transport; that of the transport, that a WebSocket has been
 * given off by this process, or a poll was answered. What a poll's answer holds has left when it is closed.
 */
export function onTaken(connection: TellingSocket, listener: () => void): () => void {
  let { transport } = connection
  const upgraded = (): void => {
    transport.off("drain", listener)
    transport = connection.transport
    transport.on("drain", listener)
    listener()
  }
  transport.on("drain", listener)
  connection.on("upgrade", upgraded)
  connection[ANSWER_LEFT] = listener
  return () => {
    transport.off("drain", listener)
    connection.off("upgrade", upgraded)
    connection[ANSWER_LEFT] = undefined
  }
}

/** Ends a connection at once: what waits for it is dropped. */
export function cutOff(connection: EngineSocket): void {
  const webSocket = connection.transport?.socket
  // Closing would wait for an answer.
  if (webSocket?.terminate === undefined) connection.close(true)
  else webSocket.terminate()
  for (const answer of connection[ANSWERS] ?? []) answer.destroy()
}

/** Cuts off a connection to which no more can be said. True if it was one. */
export function cutOffIfFlooded(connection: EngineSocket, limits: TransportLimits): boolean {
  if (!isFlooded(unsentBytes(connection), limits)) return false
  cutOff(connection)
  return true
}

/** An engine that tells of its connections, which tell of their packets. */
interface Emitter {
  on(event: "connection", listener: (connection: PacketEmitter) => void): unknown
}

type PacketEmitter = EngineSocket & { on(event: "packet", listener: (this: EngineSocket) => void): unknown }

/** Has each connection looked at when a packet of it comes. */
export function endFloods(engine: Emitter, limits: TransportLimits): void {
  // One function for all of them.
  function onPacket(this: EngineSocket): void {
    cutOffIfFlooded(this, limits)
  }
  engine.on("connection", (connection) => connection.on("packet", onPacket))
}
