/** livemount on plain `node:http`: what an adapter for another host has to do, and no more. */

import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http"
import { createLive, type HostApp, type HostExchange, type LiveOptions } from "../../src/server/adapter-kit.js"

/** A request, with what layouts and pages see of it. */
export type NodeRequest = IncomingMessage & { locals?: Record<string, unknown> }
type Answer = (request: NodeRequest, response: ServerResponse) => Promise<string | undefined>

const app: HostApp = {
  routing: { strict: false, sensitive: false },
  trustsProxy: () => false,
  localsOf: (request) => (request as NodeRequest).locals,
}

/** Makes the listener of an `http.Server`, and `live`. `answer` makes other pages; undefined: it has answered itself. */
export function liveListener(options: LiveOptions<NodeRequest>, answer: Answer) {
  const server = createLive<NodeRequest>(options)
  const listener = async (request: NodeRequest, response: ServerResponse): Promise<void> => {
    const exchange = exchangeOf(request, response)
    try {
      if (await server.handle(exchange)) return
      const html = await answer(request, response)
      const whole = html && server.needsFilling(exchange, html) ? await server.fill(exchange, html) : html
      if (whole !== undefined) exchange.send({ headers: { "Content-Type": "text/html; charset=utf-8" }, body: whole })
    } catch (error) {
      const { status = 500, message } = error as { status?: number; message: string }
      if (status >= 500) console.error(error)
      const body = status >= 500 ? `${STATUS_CODES[status]}` : message
      if (response.headersSent) response.destroy()
      else exchange.send({ status, headers: { "Content-Type": "text/plain; charset=utf-8" }, body })
    } finally {
      server.left(exchange)
    }
  }
  server.appKnown(app, listener)
  /** Makes what `answer` calls for a path of its own. False: the view has no page for these params. */
  const page = (...given: Parameters<typeof server.route>) => {
    const route = server.route(...given)
    return (...request: Parameters<typeof exchangeOf>) => server.servePage(exchangeOf(...request), route)
  }
  return { listener, live: { ...server.api, page } }
}

function exchangeOf(request: NodeRequest, response: ServerResponse, params: HostExchange["params"] = {}): HostExchange {
  const { locals, socket, url = "/" } = Object.assign(request, { locals: request.locals ?? {} })
  const host = { subject: request, message: request, response, app, params, secure: false, isWrittenLater: false }
  const facts = { url, originalUrl: url, locals, localsName: "request.locals", address: socket.remoteAddress }
  return {
    ...host,
    ...facts,
    renderBy: (render, _name, given) => render(given),
    becomeGet(path, originalPath) {
      if (request.method === "POST") request.method = "GET"
      request.url = path
      Object.assign(this, { url: path, originalUrl: originalPath })
    },
    send: ({ status = response.statusCode, headers, body }) => void response.writeHead(status, headers).end(body),
  }
}
