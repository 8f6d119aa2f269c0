/** One view's name over the page's one connection: a namespace of socket.io's protocol 5. */
import type { Packet } from "../../../src/protocol/packet.js"
import type { ChannelDelegate } from "../connection.js"
import type { FrameLimit } from "../frame-limit.js"
import { type Answer, type Message, MessageChannel } from "../message-channel.js"
import { ACK, CONNECT, DISCONNECT, EVENT } from "../packet-types.js"

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

/** `opening`: it opens with the connection, or as soon as the server has answered. `closed`: nothing opens it but its owner. */
type State = "closed" | "opening" | "open"

export class SlimChannel extends MessageChannel {
  readonly namespace: string
  #state: State = "closed"
  readonly #connection: SlimOwner
  readonly #unanswered = new Map<number | undefined, Answer>()
  #lastId = 0

  constructor(connection: SlimOwner, namespace: string, limit: FrameLimit, delegate: ChannelDelegate) {
    super(limit, delegate)
    this.#connection = connection
    this.namespace = namespace
  }

  get isOpen(): boolean {
    return this.#state === "open"
  }

  get isWanted(): boolean {
    return this.#state !== "closed"
  }

  open(): void {
    if (this.isWanted) return
    this.#state = "opening"
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
    this.#write(EVENT, message, id)
  }

  // From the connection

  connectionOpened(): void {
    if (this.#state === "opening") this.#write(CONNECT)
  }

  connectionClosed(): void {
    if (!this.isWanted) return
    this.#state = "opening"
    this.#unanswered.clear()
    this.delegate.channelClosed(false)
  }

  received({ type, id, data }: Packet): void {
    if (!this.isWanted) return
    if (type === CONNECT) {
      if (this.isOpen) return
      this.#state = "open"
      this.delegate.channelOpened()
    } else if (type === EVENT) {
      if (this.isOpen) this.messageArrived(data as Message)
    } else if (type === ACK) {
      const answer = this.#unanswered.get(id)
      this.#unanswered.delete(id)
      answer?.(...(data as never[]))
    } else {
      this.#state = "closed"
      this.#unanswered.clear()
      const isRefused = type !== DISCONNECT
      if (isRefused) this.delegate.channelRefused((data as { message: string }).message)
      else this.delegate.channelClosed(true)
      this.#connection.released(isRefused)
    }
  }

  #write(type: number, data?: unknown, id?: number): void {
    this.#connection.write({ type, nsp: this.namespace, id, data })
  }
}
