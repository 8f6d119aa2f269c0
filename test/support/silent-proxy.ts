/** A TCP proxy whose lines can go dead in either direction without a word, as they do when a network goes away. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"

export type Direction = "to client" | "to server"

export class SilentProxy {
  readonly port: number
  readonly #server: Server
  readonly #pipes: { readonly from: Socket; readonly to: Socket; readonly direction: Direction }[] = []
  readonly #silent = new Set<Direction>()

  private constructor(server: Server) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
  }

  static async start(target: number): Promise<SilentProxy> {
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
    const proxy = new SilentProxy(server)
    server.on("connection", (client: Socket) => {
      const upstream = connect(target, "127.0.0.1")
      proxy.#join(client, upstream, "to server")
      proxy.#join(upstream, client, "to client")
    })
    return proxy
  }

  /** From now on nothing travels in this direction, and nobody is told. */
  silence(direction: Direction): void {
    this.#silent.add(direction)
  }

  /** New connections carry all again; the old ones are gone. */
  restore(): void {
    this.#silent.clear()
    for (const { from } of this.#pipes) from.destroy()
  }

  async stop(): Promise<void> {
    this.restore()
    await new Promise((stopped) => this.#server.close(stopped))
  }

  #join(from: Socket, to: Socket, direction: Direction): void {
    this.#pipes.push({ from, to, direction })
    from.on("data", (chunk) => {
      if (!this.#silent.has(direction)) to.write(chunk)
    })
    from.on("error", () => to.destroy())
    from.on("close", () => to.destroy())
  }
}
