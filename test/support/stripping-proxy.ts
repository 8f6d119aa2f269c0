/** A reverse proxy that serves an app under a prefix and strips it, WebSockets included: what nginx or Traefik do. */

import { createServer, type IncomingMessage, request, type Server } from "node:http"
import { connect, type Socket } from "node:net"
import { listen, urlOf } from "./live-server.js"

export interface StrippingProxy {
  /** Where the app stands, prefix included. */
  readonly url: string
  readonly origin: string
  close(): Promise<void>
}

/**
 * Starts a proxy in front of an app.
 *
 * @param to - The app's URL.
 * @param headers - What it adds to each request.
 */
export async function stripPrefix(
  to: string,
  prefix: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<StrippingProxy> {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  const stripped = ({ url = "/" }: IncomingMessage): string | undefined =>
    url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : undefined
  const server: Server = createServer((incoming, outgoing) => {
    const path = stripped(incoming)
    // Browsers ask for an icon by themselves.
    if (path === undefined) return void outgoing.writeHead(incoming.url === "/favicon.ico" ? 204 : 404).end()
    const options = {
      host: hostname,
      port,
      path,
      method: incoming.method,
      headers: { ...incoming.headers, ...headers },
    }
    const passed = request(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on("error", () => outgoing.destroy())
    incoming.pipe(passed)
  })
  server.on("upgrade", (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const path = stripped(incoming)
    if (path === undefined) return void socket.end("HTTP/1.1 404 Not Found\r\n\r\n")
    const passed = connect(Number(port), hostname)
    for (const end of [socket, passed]) {
      sockets.add(end)
      end.on("error", () => end.destroy())
      end.on("close", () => {
        socket.destroy()
        passed.destroy()
      })
    }
    const lines = Object.entries({ ...incoming.headers, ...headers }).map(
      ([name, value]) => `${name}: ${String(value)}`,
    )
    passed.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`)
    passed.write(head)
    passed.pipe(socket)
    socket.pipe(passed)
  })
  await listen(server)
  const origin = urlOf(server)
  return {
    url: origin + prefix,
    origin,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
