/** A small TCP balancer: every new connection goes to the next process, or (sticky) to the one its address belongs to. */

import type { AddressInfo } from "node:net"
import { connect, createServer, type Server, type Socket } from "node:net"

export class Balancer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #targets: readonly number[] = []
  #next = 0
  /** Where each connection went, in order. */
  readonly routed: number[] = []

  constructor({ sticky = false } = {}) {
    this.#server = createServer((socket) => {
      const index = sticky ? addressNumber(socket) : this.#next++
      const port = this.#targets[index % this.#targets.length] ?? 0
      this.routed.push(port)
      const target = connect(port, "127.0.0.1")
      for (const [from, to] of [
        [socket, target],
        [target, socket],
      ] as const) {
        this.#sockets.add(from)
        from.pipe(to)
        from.on("error", () => to.destroy())
        from.on("close", () => {
          this.#sockets.delete(from)
          to.destroy()
        })
      }
    })
  }

  /** Adds and takes away processes: connections that are open stay where they are. */
  to(...ports: readonly number[]): void {
    this.#targets = ports
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

function addressNumber({ remoteAddress = "" }: Socket): number {
  return Number(remoteAddress.split(".").at(-1) ?? 0)
}
