/**
 * A small TCP balancer: every new connection goes to the next process, or (sticky) to the one its address belongs to, or to the one
 * that its first line names by `?node=`. A process that takes no connection is passed over.
 */

import type { AddressInfo } from "node:net"
import { connect, createServer, type Server, type Socket } from "node:net"

export class Balancer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #sticky: boolean
  #targets: readonly number[] = []
  #names: ReadonlyMap<string, number> = new Map()
  #next = 0
  /** Where each connection went, in order. */
  readonly routed: number[] = []

  constructor({ sticky = false } = {}) {
    this.#sticky = sticky
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on("close", () => this.#sockets.delete(socket))
      socket.on("error", () => socket.destroy())
      if (this.#names.size === 0) return this.#lead(socket, this.#inTurn(socket))
      // What is named is known when its first line is there.
      socket.once("data", (head) => {
        socket.pause()
        socket.unshift(head)
        const named = this.#names.get(/^\S+ \S*[?&]node=([\w.-]+)/.exec(String(head))?.[1] ?? "")
        const ports = this.#inTurn(socket)
        this.#lead(socket, named === undefined ? ports : [named, ...ports.filter((port) => port !== named)])
      })
    })
  }

  /** Adds and takes away processes: connections that are open stay where they are. */
  to(...ports: readonly number[]): void {
    this.#targets = ports
  }

  /** From now on connections that name one of these processes go there. */
  names(names: ReadonlyMap<string, number>): void {
    this.#names = names
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** All processes, from the one on whose turn it is. */
  #inTurn(socket: Socket): readonly number[] {
    const at = (this.#sticky ? addressNumber(socket) : this.#next++) % Math.max(1, this.#targets.length)
    return [...this.#targets.slice(at), ...this.#targets.slice(0, at)]
  }

  /** Leads a connection to the first of these that takes it. */
  #lead(socket: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void socket.destroy()
    const target = connect(port, "127.0.0.1")
    const refused = (): void => this.#lead(socket, others)
    target.once("error", refused)
    target.once("connect", () => {
      target.off("error", refused)
      this.routed.push(port)
      this.#join(socket, target)
    })
  }

  #join(socket: Socket, target: Socket): void {
    this.#sockets.add(target)
    target.on("close", () => this.#sockets.delete(target))
    for (const [from, to] of [
      [socket, target],
      [target, socket],
    ] as const) {
      from.pipe(to)
      from.on("error", () => to.destroy())
      // What was said before the end gets through.
      from.on("close", () => to.destroySoon())
    }
    if (socket.destroyed) target.destroy()
  }
}

function addressNumber({ remoteAddress = "" }: Socket): number {
  return Number(remoteAddress.split(".").at(-1) ?? 0)
}
