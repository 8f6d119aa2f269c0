/** One view's name over the page's one connection: a namespace of socket.io's protocol 5. */
import type { Packet } from "../../../src/protocol/packet.js"
import type { ChannelDelegate } from "../connection.js"
import type { FrameLimit } from "../frame-limit.js"
import { type Answer, type Message, MessageChannel } from "../message-channel.js"
import { PacketType } from "../text-parser.js"

/** The connection that it goes over. */
export interface SlimOwner {
  /** The name of the process that keeps the views. */
  node: string
  /** Connects, unless it does or is. */
  connect(): void
  isAlive(): boolean
  write(packet: Packet): void
  /** A channel is wanted no more. */
  released(isRefused: boolean): void
}

export class SlimChannel extends MessageChannel {
  readonly namespace: string
  isOpen = false
  /** True if it opens with the connection. */
  isWanted = false
  readonly #connection: SlimOwner
  readonly #unanswered = new Map<number | undefined, Answer>()
  #lastId = 0

  constructor(connection: SlimOwner, namespace: string, limit: FrameLimit, delegate: ChannelDelegate) {
    super(limit, delegate)
    this.#connection = connection
    this.namespace = namespace
  }

  open(): void {
    if (this.isWanted) return
    this.isWanted = true
    this.#connection.connect()
    this.connectionOpened()
  }

  keptBy(node: string): void {
    this.#connection.node = node
  }

  protected get mayEmit(): boolean {
    return this.isOpen && this.#connection.isAlive()
  }

  protected sendMessage(message: Message, answer?: Answer): void {
    const id = answer && ++this.#lastId
    if (answer) this.#unanswered.set(id, answer)
    this.#write(PacketType.EVENT, message, id)
  }

  // From the connection

  connectionOpened(): void {
    if (this.isWanted) this.#write(PacketType.CONNECT)
  }

  connectionClosed(): void {
    if (!this.isWanted) return
    this.#forget()
    this.delegate.channelClosed(false)
  }

  received({ type, id, data }: Packet): void {
    if (!this.isWanted) return
    if (type === PacketType.CONNECT) {
      this.isOpen = true
      this.delegate.channelOpened()
    } else if (type === PacketType.EVENT) {
      this.messageArrived(data as Message)
    } else if (type === PacketType.ACK) {
      this.#answered(id, data as never[])
    } else {
      this.isWanted = false
      this.#forget()
      const isRefused = type !== PacketType.DISCONNECT
      if (isRefused) this.delegate.channelRefused((data as { message: string }).message)
      else this.delegate.channelClosed(true)
      this.#connection.released(isRefused)
    }
  }

  #forget(): void {
    this.isOpen = false
    this.#unanswered.clear()
  }

  #answered(id: number | undefined, data: never[]): void {
    const answer = this.#unanswered.get(id)
    this.#unanswered.delete(id)
    answer?.(...data)
  }

  #write(type: number, data?: unknown, id?: number): void {
    this.#connection.write({ type, nsp: this.namespace, id, data })
  }
}
