/** A TCP proxy in front of a server, which can cut all connections and refuse new ones: a network that fails. */

import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"

export class CuttableProxy {
  readonly url: string
  readonly #server: Server
  readonly #sockets: Set<Socket>
  readonly #state: { open: boolean; target: number }

  private constructor(server: Server, sockets: Set<Socket>, state: { open: boolean; target: number }) {
    this.#server = server
    this.#sockets = sockets
    this.#state = state
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`
  }

  static async start(target: number, host = "localhost"): Promise<CuttableProxy> {
    const sockets = new Set<Socket>()
    const state = { open: true, target }
    const server = createServer((incoming) => {
      if (!state.open) return incoming.destroy()
      const outgoing = connect(state.target, host)
      for (const [socket, other] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        sockets.add(socket)
        socket.on("error", () => other.destroy())
        socket.on("close", () => {
          sockets.delete(socket)
          other.destroy()
        })
        socket.pipe(other)
      }
      return undefined
    })
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
    return new CuttableProxy(server, sockets, state)
  }

  /** Cuts every connection. New ones are refused until `restore`. */
  cut(): void {
    this.#state.open = false
    for (const socket of this.#sockets) socket.destroy()
  }

  /** From now on another server stands behind it. */
  retarget(port: number): void {
    this.#state.target = port
  }

  restore(): void {
    this.#state.open = true
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
