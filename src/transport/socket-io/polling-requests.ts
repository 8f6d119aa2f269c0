/**
 * Nothing that a page was told by polling may be missing without anybody knowing it: what engine.io has written to an answer is gone for
 * engine.io, whether or not it arrives. A connection whose answers got lost is ended: its page comes back, and is told what it lacks.
 *
 * They get lost where a request comes twice. Browsers ask once more, by themselves, when a connection that they have used before breaks
 * under a request, and so do proxies (RFC 9110, 9.2.2): what the first answer held nobody has read, and the second one holds what came since.
 */

import type { IncomingMessage, ServerResponse } from "node:http"
import type { SocketEngine } from "./http-servers.js"
import { cutOff, type EngineSocket, noteAnswer } from "./unsent-bytes.js"

const LAST: unique symbol = Symbol("livemount.lastRequests")

/** By method, what tells the last request from the others. */
type PollingSocket = EngineSocket & { [LAST]?: Partial<Record<string, string>> }

/** In the addresses of all clients of engine.io: the connection, and what differs from request to request. */
const CONNECTION = /[?&]sid=([^&]*)/
const STAMP = /[?&]t=([^&]*)/

/** Has repeated requests refused, and the answers to polls counted as unsent until they are read. */
export function watchPolls(engine: SocketEngine): SocketEngine {
  return {
    clients: engine.clients,
    handleRequest(request, response) {
      const connection = connectionOf(engine, request)
      if (connection !== undefined) {
        if (isRepeated(connection, request)) return refuse(connection, response)
        noteAnswer(connection, response)
      }
      engine.handleRequest(request, response)
    },
    handleUpgrade: (request, socket, head) => engine.handleUpgrade(request, socket, head),
  }
}

function connectionOf({ clients }: SocketEngine, { url = "" }: IncomingMessage): PollingSocket | undefined {
  const id = CONNECTION.exec(url)?.[1]
  // "__proto__" is no connection.
  return id !== undefined && Object.hasOwn(clients, id) ? (clients[id] as unknown as PollingSocket) : undefined
}

function isRepeated(connection: PollingSocket, { method = "", url = "" }: IncomingMessage): boolean {
  const stamp = STAMP.exec(url)?.[1]
  if (stamp === undefined) return false
  const last = (connection[LAST] ??= {})
  const isSame = last[method] === stamp
  last[method] = stamp
  return isSame
}

function refuse(connection: PollingSocket, response: ServerResponse): void {
  cutOff(connection)
  // As engine.io answers for a connection that it does not have (any more).
  response.writeHead(400, { "Content-Type": "application/json" }).end('{"code":1,"message":"Session ID unknown"}')
}
