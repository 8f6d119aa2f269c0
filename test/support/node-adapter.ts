/** livemount on plain `node:http`: what an adapter for another host has to do, and no more. */

import type { IncomingMessage, ServerResponse } from "node:http"
import { createLive, type HostApp, type HostExchange, type LiveOptions } from "../../src/server/adapter-kit.js"

/** A request, with what layouts and pages see of it. */
export type NodeRequest = IncomingMessage & { locals?: Record<string, unknown> }

const app: HostApp = {
  routing: { strict: false, sensitive: false },
  engine: undefined,
  nunjucks: undefined,
  locals: undefined,
  trustsProxy: () => false,
  localsOf: (request) => (request as NodeRequest).locals,
}

/** Makes the listener of an `http.Server`, and `live`. What is not livemount's goes to `answer`, which returns a page. */
export function liveListener(options: LiveOptions<NodeRequest>, answer: (request: NodeRequest) => Promise<string>) {
  const server = createLive<NodeRequest>(options)
  const listener = async (request: NodeRequest, response: ServerResponse): Promise<void> => {
    const exchange = exchangeOf(request, response)
    try {
      if (await server.handle(exchange)) return
      const html = await answer(request)
      const whole = server.needsFilling(exchange, html) ? await server.fill(exchange, html) : html
      if (whole !== undefined) exchange.send({ headers: { "Content-Type": "text/html; charset=utf-8" }, body: whole })
    } catch (error) {
      const { status = 500, message } = error as { status?: number; message: string }
      exchange.send({ status, headers: { "Content-Type": "text/plain; charset=utf-8" }, body: message })
    } finally {
      server.left(exchange)
    }
  }
  server.appKnown(app, listener)
  return { listener, live: { ...server.api, route: server.route.bind(server) } }
}

function exchangeOf(request: NodeRequest, response: ServerResponse): HostExchange {
  request.locals ??= {}
  const url = request.url ?? "/"
  const { remoteAddress: address } = request.socket
  const seen = { subject: request, message: request, response, app, engine: undefined, params: {}, body: undefined }
  const own: Partial<HostExchange> & ThisType<{ url: string; originalUrl: string }> = {
    renderBy: (render, _name, locals) => render(locals),
    becomeGet(path, originalPath) {
      request.method = "GET"
      Object.assign(this, { url: path, originalUrl: originalPath })
    },
    send: ({ status = 200, headers, body }) => void response.writeHead(status, headers).end(body),
    abandon: () => {},
  }
  const facts = { locals: request.locals, localsName: "request.locals", secure: false, address, isWrittenLater: false }
  return Object.assign(seen, { url, originalUrl: url }, facts, own) as HostExchange
}
