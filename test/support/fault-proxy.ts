/**
 * A TCP proxy on the loopback interface that does to the lines through it what networks do: cuts, halves, holds, delays and repeats, at
 * once or at any byte or message that a {@link Fault} names; and that is a gateway behind which nobody is, or somebody else.
 *
 * ```ts
 * const proxy = await FaultProxy.start(port)
 * proxy.arm({ direction: "to client", at: { text: /^43/ }, does: "half, then reset" }) // within the next acknowledgement
 * proxy.cut("end")          // all lines, now
 * proxy.strand()            // for the page alone: the server still believes in it
 * proxy.hold("to server")   // nothing gets through, and nobody is told …
 * proxy.release()           // … until now, in order
 * proxy.answers = "hang"    // new lines are taken and stay dumb; "refuse": reset at once; "pass": as usual
 * proxy.target = otherPort  // of new lines
 * await proxy.stop()
 * ```
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"
import { type Cut, type FaultDeed, FaultLine, type LineOwner, type Verdict } from "./fault-line.js"
import type { Direction } from "./silent-proxy.js"
import type { WireMessage } from "./wire-messages.js"

/** Where a fault strikes, once: counted over all lines from when it is armed, in its direction. */
export type FaultPoint =
  | { readonly bytes: number }
  /** 0: the next one. */
  | { readonly messages: number }
  /** What an HTTP message or a WebSocket frame says: `/^42/` an event of socket.io, `/^43/` an acknowledgement. */
  | { readonly text: RegExp }

export interface Fault {
  readonly direction: Direction
  readonly at: FaultPoint
  readonly does: FaultDeed
  /** Of a delay. */
  readonly ms?: number
  /** Only messages of WebSockets, or only those of HTTP. */
  readonly of?: "http" | "websocket"
}

/** A fault that waits for its point. */
interface Armed {
  readonly fault: Fault
  left: number
}

export class FaultProxy implements LineOwner {
  readonly port: number
  /** Where new lines lead. */
  target: number
  /** What becomes of new lines. */
  answers: "pass" | "refuse" | "hang" = "pass"
  /** What faults have struck, and what was held back, in order: for a trace. */
  readonly struck: string[] = []
  readonly #server: Server
  readonly #lines = new Set<FaultLine>()
  readonly #hanging = new Set<Socket>()
  /** Directions that are held, and whether something was held back by now. */
  readonly #held = new Map<Direction, boolean>()
  #armed: Armed[] = []

  private constructor(server: Server, target: number) {
    this.#server = server
    this.target = target
    this.port = (server.address() as AddressInfo).port
    server.on("connection", (client: Socket) => this.#came(client))
  }

  static async start(target: number): Promise<FaultProxy> {
    // A page that has closed its half may still be told something, as by any server.
    const server = createServer({ allowHalfOpen: true })
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
    return new FaultProxy(server, target)
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** How many lines are open. */
  get lines(): number {
    return this.#lines.size + this.#hanging.size
  }

  /** Has something happen once, when its point has come. */
  arm(fault: Fault): void {
    const { at } = fault
    this.#armed.push({ fault, left: "bytes" in at ? at.bytes : "messages" in at ? at.messages : 0 })
  }

  /** Forgets what is armed and has not struck. */
  disarm(): void {
    this.#armed = []
  }

  /** Cuts all lines now. Returns how many there were. */
  cut(how: Cut): number {
    const { lines } = this
    for (const line of this.#lines) line.cut(how)
    for (const socket of this.#hanging) socket.destroy()
    return lines
  }

  /**
   * The client's sides of all lines are reset, and the server is not told: its sides stay open until they are released or cut.
   * Returns how many lines there were.
   */
  strand(): number {
    for (const line of this.#lines) line.strand()
    return this.#lines.size
  }

  /** From now on nothing gets through in these directions, also on new lines, and nobody is told. */
  hold(...directions: readonly Direction[]): void {
    for (const direction of directions) {
      this.#held.set(direction, false)
      for (const line of this.#lines) line.hold(direction)
    }
  }

  /** What was held arrives. */
  release(): void {
    this.#held.clear()
    for (const line of this.#lines) line.release()
  }

  /** Nothing more strikes, and what was held arrives; lines stay, where they can. */
  mend(): void {
    this.disarm()
    this.answers = "pass"
    for (const socket of this.#hanging) socket.destroy()
    this.release()
  }

  /** All is as it was, for lines that come now; the old ones are gone. Returns how many there were. */
  heal(): number {
    this.disarm()
    this.answers = "pass"
    this.#held.clear()
    return this.cut("reset")
  }

  async stop(): Promise<void> {
    this.heal()
    await new Promise((stopped) => this.#server.close(stopped))
  }

  /** For a line that is over on both sides. */
  closed(line: FaultLine): void {
    this.#lines.delete(line)
  }

  /** For a line that is held: this message waits. */
  heldBack({ text }: WireMessage, direction: Direction): void {
    if (this.#held.get(direction) !== false) return
    this.#held.set(direction, true)
    this.struck.push(`held ${direction}: ${text.slice(0, 120)}`)
  }

  /** For a line: what shall become of a message. */
  judge(message: WireMessage, direction: Direction): Verdict | undefined {
    let verdict: Verdict | undefined
    this.#armed = this.#armed.filter((armed) => {
      const { fault } = armed
      if (verdict !== undefined || fault.direction !== direction) return true
      if (fault.of !== undefined && fault.of !== message.kind) return true
      const bytes = strikes(armed, message)
      if (bytes === undefined) return true
      verdict = { does: fault.does, bytes, ms: fault.ms ?? 0 }
      this.struck.push(`${fault.does} ${direction}: ${message.text.slice(0, 120)}`)
      return false
    })
    return verdict
  }

  #came(client: Socket): void {
    client.on("error", () => client.destroy())
    if (this.answers !== "pass") this.struck.push(this.answers)
    if (this.answers === "refuse") return void client.resetAndDestroy()
    if (this.answers === "hang") {
      this.#hanging.add(client)
      client.on("close", () => this.#hanging.delete(client))
      return void client.resume()
    }
    const line = new FaultLine(client, connect({ port: this.target, host: "127.0.0.1", allowHalfOpen: true }), this)
    this.#lines.add(line)
    for (const direction of this.#held.keys()) line.hold(direction)
  }
}

/** How many bytes of the message come before the point; undefined: the point has not come. */
function strikes(armed: Armed, { bytes: { length }, text }: WireMessage): number | undefined {
  const { at } = armed.fault
  if ("text" in at) return at.text.test(text) ? Math.ceil(length / 2) : undefined
  const { left } = armed
  if ("bytes" in at) {
    armed.left -= length
    return left < length ? left : undefined
  }
  armed.left -= 1
  return left === 0 ? Math.ceil(length / 2) : undefined
}
