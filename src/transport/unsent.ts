/**
 * What a connection has been given and its page has not taken yet. Whoever asks and does not read could have the server
 * hold any number of answers.
 */

import type { TransportLimits } from "./limits.js"

/** The part of engine.io's socket, and of its transports, that is looked at. */
export interface EngineSocket {
  readonly writeBuffer?: readonly { readonly data?: unknown }[]
  readonly transport?: { readonly socket?: { readonly bufferedAmount?: number; terminate?(): void } }
  close(discard?: boolean): void
}

/** What one packet takes beside its text. */
const PACKET = 200
/** Packets up to which each is looked at, and what each is taken for beyond. */
const COUNTED = 1000
const MANY = 1000
/** So many times `unsentBytes` and events are refused, too; they are what the user does, and their answers mostly small. */
const EVENTS = 4
/** So many times `unsentBytes` and nobody is reading at all: even refusals would pile up. */
const END = 16

/** Bytes that wait to be sent, roughly: those that the transport holds, and the packets that wait for it. */
export function unsentBytes({ writeBuffer = [], transport }: EngineSocket): number {
  let bytes = transport?.socket?.bufferedAmount ?? 0
  if (writeBuffer.length > COUNTED) return bytes + writeBuffer.length * MANY
  for (const { data } of writeBuffer) bytes += PACKET + (typeof data === "string" ? data.length : 0)
  return bytes
}

/** True where whole values (a join's, those that were asked for) are refused. */
export function refusesValues(connection: EngineSocket, { unsentBytes: mark }: TransportLimits): boolean {
  return unsentBytes(connection) > mark
}

/** True where events are refused, and answers of joins that were begun before. */
export function refusesAnswers(connection: EngineSocket, { unsentBytes: mark }: TransportLimits): boolean {
  return unsentBytes(connection) > mark * EVENTS
}

/** Ends a connection to which no more can be said; what waits for it is dropped. True if it was one. */
export function endIfFlooded(connection: EngineSocket, { unsentBytes: mark }: TransportLimits): boolean {
  if (unsentBytes(connection) <= mark * END) return false
  const webSocket = connection.transport?.socket
  // Closing would wait for an answer.
  if (webSocket?.terminate === undefined) connection.close(true)
  else webSocket.terminate()
  return true
}
