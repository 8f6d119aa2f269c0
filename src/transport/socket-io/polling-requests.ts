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
      const id = CONNECTION.exec(request.url ?? "")?.[1]
      // "__proto__" is no connection.
      const connection = id !== undefined && Object.hasOwn(engine.clients, id) ? engine.clients[id] : undefined
      if (connection !== undefined && isRefused(connection as unknown as EngineSocket, request, response)) return
      engine.handleRequest(request, response)
    },
    handleUpgrade: (request, socket, head) => engine.handleUpgrade(request, socket, head),
  }
}

function isRefused(
  connection: PollingSocket,
  { method = "", url = "" }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const stamp = STAMP.exec(url)?.[1]
  if (stamp !== undefined) {
    const last = (connection[LAST] ??= {})
    if (last[method] === stamp) {
      cutOff(connection)
      // As engine.io answers for a connection that it does not have (any more).
      response.writeHead(400, { "Content-Type": "application/json" }).end('{"code":1,"message":"Session ID unknown"}')
      return true
    }
    last[method] = stamp
  }
  noteAnswer(connection, response)
  if (method === "GET") {
    response.once("close", () => {
      if (!response.writableFinished) cutOff(connection)
    })
  }
  return false
}
