/** One connection through the fault proxy: what comes in on one side goes out on the other, message by message, unless a fault says otherwise. */
import { connect, type Socket } from "node:net"
import type { Direction } from "./silent-proxy.js"
import { type WireMessage, WireMessages } from "./wire-messages.js"

/** How a line ends: as one that was closed (FIN), or as one whose other end is gone (RST). */
export type Cut = "end" | "reset"

/**
 * What happens to the message there, or at that byte:
 *
 * - `end`, `reset`: it is lost, and the line with it;
 * - `half, then …`: the first half of it arrives (of its bytes: those up to the point), then the line is cut;
 * - `whole, then …`: it arrives, then the line is cut: what it asks for is done, and nobody is told;
 * - `repeat`: it arrives twice (a request of HTTP: the second time over a line of its own, whose answer nobody reads);
 * - `hold`: it and all behind it wait for `release()`;
 * - `delay`: as hold, for `ms`.
 */
export type FaultDeed = Cut | `${"half" | "whole"}, then ${Cut}` | "repeat" | "hold" | "delay"

/** What a line is to do with a message. `bytes`: how much of it arrives before the line is cut. */
export interface Verdict {
  readonly does: FaultDeed
  readonly bytes: number
  readonly ms: number
}

/** The proxy that a line goes through. */
export interface LineOwner {
  readonly target: number
  judge(message: WireMessage, direction: Direction): Verdict | undefined
  /** A message waits, since this direction is held. */
  heldBack(message: WireMessage, direction: Direction): void
  /** It is over on both sides. */
  closed(line: FaultLine): void
}

/** One direction of a line. */
interface Lane {
  readonly to: Socket
  readonly direction: Direction
  readonly messages: WireMessages
  /** What waits, where it does: messages, and the end. */
  waiting: (WireMessage | "end")[] | undefined
  delay: NodeJS.Timeout | undefined
}

export class FaultLine {
  /** The client's, and the server's. */
  readonly #ends: readonly [client: Socket, server: Socket]
  readonly #proxy: LineOwner
  readonly #lanes: readonly Lane[]

  constructor(client: Socket, server: Socket, proxy: LineOwner) {
    this.#ends = [client, server]
    this.#proxy = proxy
    this.#lanes = [this.#lane(client, server, "to server"), this.#lane(server, client, "to client")]
  }

  /** Ends it for both sides. */
  cut(how: Cut): void {
    for (const lane of this.#lanes) {
      clearTimeout(lane.delay)
      lane.waiting = []
    }
    for (const end of this.#ends) {
      // What was written before goes out first; who does not close its half then has it closed.
      if (how === "reset" || end.writableEnded) reset(end)
      else end.destroySoon()
    }
  }

  /** The client is gone, and the server does not know: its side stays open until it is released, or cut. */
  strand(): void {
    this.hold("to server")
    reset(this.#ends[0])
  }

  hold(direction: Direction): void {
    for (const lane of this.#lanes) if (lane.direction === direction) lane.waiting ??= []
  }

  release(): void {
    for (const lane of this.#lanes) this.#release(lane)
  }

  #lane(from: Socket, to: Socket, direction: Direction): Lane {
    const lane: Lane = { to, direction, messages: new WireMessages(), waiting: undefined, delay: undefined }
    from.setNoDelay(true)
    from.on("data", (chunk: Buffer) => {
      for (const message of lane.messages.take(chunk)) this.#arrived(lane, message)
    })
    from.on("end", () => {
      if (lane.waiting === undefined) to.end(lane.messages.takeRest())
      else lane.waiting.push("end")
    })
    from.on("error", () => from.destroy())
    from.on("close", () => {
      // While the lane is held the other side does not hear of it.
      if (lane.waiting === undefined) to.destroySoon()
      else if (lane.waiting.at(-1) !== "end") lane.waiting.push("end")
      if (this.#ends.every((end) => end.closed)) this.#proxy.closed(this)
    })
    return lane
  }

  #arrived(lane: Lane, message: WireMessage): void {
    if (lane.waiting !== undefined) {
      this.#proxy.heldBack(message, lane.direction)
      return void lane.waiting.push(message)
    }
    const verdict = this.#proxy.judge(message, lane.direction)
    if (verdict === undefined) return void lane.to.write(message.bytes)
    const { does, bytes, ms } = verdict
    if (does === "hold" || does === "delay") {
      lane.waiting = [message]
      if (does === "delay") lane.delay = setTimeout(() => this.#release(lane), ms)
    } else if (does === "repeat") this.#repeat(lane, message)
    else this.#cutAt(lane, does, message.bytes, bytes)
  }

  #cutAt(lane: Lane, does: string, message: Buffer, bytes: number): void {
    const how: Cut = does.endsWith("end") ? "end" : "reset"
    const arrives = does.startsWith("whole") ? message.length : does.startsWith("half") ? bytes : 0
    // What comes behind it is lost.
    lane.waiting = []
    if (arrives === 0) this.cut(how)
    // A reset takes along what was not read yet: the other side is given the time to read.
    else lane.to.write(message.subarray(0, arrives), () => setTimeout(() => this.cut(how), 5))
  }

  #repeat(lane: Lane, { bytes, kind }: WireMessage): void {
    const isRequest = kind === "http" && lane.direction === "to server"
    if (isRequest) {
      const again = connect(this.#proxy.target, "127.0.0.1", () => again.end(bytes))
      again.on("error", () => again.destroy())
      again.resume()
    } else lane.to.write(bytes)
    lane.to.write(bytes)
  }

  #release(lane: Lane): void {
    const waiting = lane.waiting ?? []
    lane.waiting = undefined
    for (const message of waiting) {
      if (message === "end") lane.to.end()
      else lane.to.write(message.bytes)
    }
  }
}

/** What is about to be closed cannot be reset any more: libuv refuses, and Node.js loses the handle. */
function reset(end: Socket): void {
  if (end.writableEnded) end.destroy()
  else end.resetAndDestroy()
}
