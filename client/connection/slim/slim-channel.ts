/** The messages of one view's name, over the page's one connection: a namespace of socket.io's protocol 5. */
import type { JoinReply, JoinRequest, ValuesReply } from "../../../src/protocol/frames.js"
import {
  CONFIRM,
  DIFF,
  DRAIN,
  EVENT,
  EXIT,
  HIDDEN,
  JOIN,
  LEAVE,
  PATCH,
  VALUES,
} from "../../../src/protocol/messages.js"
import type { WirePath } from "../../../src/protocol/values.js"
import type { Acknowledge, Channel, ChannelDelegate, NumberedEvent } from "../connection.js"
import type { FrameLimit, Measured } from "../frame-limit.js"
import { type Packet, PacketType } from "../text-parser.js"

/** The connection that it goes over. */
export interface SlimOwner {
  /** The name of the process that keeps the views. */
  node: string
  /** Connects, unless it does or is. */
  connect(): void
  isAlive(): boolean
  write(packet: Packet): void
  /** A channel is wanted no more. */
  released(): void
}

type Answer = (...answer: never[]) => void

export class SlimChannel implements Channel {
  readonly namespace: string
  isOpen = false
  /** True if it opens with the connection. */
  isWanted = false
  readonly #connection: SlimOwner
  readonly #limit: FrameLimit
  readonly #delegate: ChannelDelegate
  readonly #unanswered = new Map<number | undefined, readonly [answer: Answer, sent: Measured]>()
  #lastId = 0

  constructor(connection: SlimOwner, namespace: string, limit: FrameLimit, delegate: ChannelDelegate) {
    this.#connection = connection
    this.namespace = namespace
    this.#limit = limit
    this.#delegate = delegate
  }

  open(): void {
    if (this.isWanted) return
    this.isWanted = true
    this.#connection.connect()
    this.connectionOpened()
  }

  carries(message: unknown): boolean {
    return this.#limit.admits(message)
  }

  join(request: JoinRequest, reply: (reply: JoinReply) => void): void {
    this.#ask([JOIN, request], request, reply)
  }

  push(instance: number, { name, payload, number, id }: NumberedEvent, acknowledge: Acknowledge): void {
    const data = [EVENT, instance, name, payload, number]
    this.#ask(id === undefined ? data : [...data, id], payload, acknowledge)
  }

  patch(instance: number, ticket: string, number: number, acknowledge: Acknowledge): void {
    this.#ask([PATCH, instance, ticket, number], ticket, acknowledge)
  }

  values(instance: number, paths: readonly WirePath[], reply: (reply: ValuesReply) => void): void {
    this.#ask([VALUES, instance, paths], paths, reply)
  }

  confirm(instance: number, frames: number): void {
    this.#tell([CONFIRM, instance, frames])
  }

  leave(instance: number): void {
    this.#tell([LEAVE, instance])
  }

  hidden(isHidden: boolean): void {
    this.#tell([HIDDEN, +isHidden])
  }

  keptBy(node: string): void {
    this.#connection.node = node
  }

  // From the connection

  connectionOpened(): void {
    if (this.isWanted) this.#write(PacketType.CONNECT)
  }

  connectionClosed(): void {
    if (!this.isWanted) return
    this.#forget()
    this.#delegate.channelClosed(false)
  }

  received({ type, id, data }: Packet): void {
    if (!this.isWanted) return
    if (type === PacketType.CONNECT) {
      this.isOpen = true
      this.#delegate.channelOpened()
    } else if (type === PacketType.EVENT) {
      const [event, ...details] = data as [event: string, ...details: unknown[]]
      this.#told(event, details)
    } else if (type === PacketType.ACK) {
      this.#answered(id, data as never[])
    } else {
      this.isWanted = false
      this.#forget()
      if (type === PacketType.DISCONNECT) this.#delegate.channelClosed(true)
      else this.#delegate.channelRefused((data as { message: string }).message)
      this.#connection.released()
    }
  }

  #tell(data: readonly unknown[]): void {
    if (this.#mayEmit) this.#write(PacketType.EVENT, data)
  }

  #told(event: string, details: readonly unknown[]): void {
    if (event === DIFF) this.#delegate.diffArrived(...(details as Parameters<ChannelDelegate["diffArrived"]>))
    if (event === DRAIN) this.#delegate.viewDrained(...(details as Parameters<ChannelDelegate["viewDrained"]>))
    if (event === EXIT) this.#delegate.viewExited(...(details as Parameters<ChannelDelegate["viewExited"]>))
  }

  #forget(): void {
    this.isOpen = false
    this.#unanswered.clear()
  }

  get #mayEmit(): boolean {
    return this.isOpen && this.#connection.isAlive()
  }

  /** Sends what is to be answered; `message` is the part of it that may be large. */
  #ask(data: readonly unknown[], message: unknown, answer: Answer): void {
    if (!this.#mayEmit) return
    this.#unanswered.set(++this.#lastId, [answer, this.#limit.sent(message)])
    this.#write(PacketType.EVENT, data, this.#lastId)
  }

  #answered(id: number | undefined, data: never[]): void {
    const unanswered = this.#unanswered.get(id)
    if (unanswered === undefined) return
    const [answer, sent] = unanswered
    this.#unanswered.delete(id)
    this.#limit.answered(sent)
    answer(...data)
  }

  #write(type: number, data?: unknown, id?: number): void {
    this.#connection.write({ type, nsp: this.namespace, ...(id === undefined ? {} : { id }), data })
  }
}
