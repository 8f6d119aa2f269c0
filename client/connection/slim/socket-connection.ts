/**
 * Stands in for `../socket-connection.ts`, and for the socket.io-client that it uses, in the script that the middleware
 * serves: the same port, a third of the size. What travels is the same, socket.io's protocol 5.
 *
 * A connection that begins with a WebSocket needs `websocket-line.ts` alone. One that begins with polling, as the one
 * before could not be opened, needs `polling-line.ts`: a part of the script, asked for as soon as a WebSocket fails.
 */
import type { JoinReply, JoinRequest, ValuesReply } from "../../../src/protocol/frames.js"
import { CONFIRM, DIFF, DRAIN, EVENT, EXIT, HIDDEN, JOIN, LEAVE, PATCH, VALUES } from "../../../src/protocol/messages.js"
import type { WirePath } from "../../../src/protocol/values.js"
import { Attempt } from "../attempt.js"
import type {
  Acknowledge,
  Channel,
  ChannelDelegate,
  Connection,
  ConnectionDelegate,
  NumberedEvent,
} from "../connection.js"
import type { Engine, EngineDelegate } from "../engine.js"
import { FrameLimit, isTooLarge, type Measured } from "../frame-limit.js"
import type { SocketAddress } from "../socket-connection.js"
import { decodePacket, encodePacket, type Packet, PacketType } from "../text-parser.js"
import type { OpenLine } from "./line.js"
import type * as PollingPart from "./polling-line.js"
import { SlimEngine } from "./slim-engine.js"
import { openWebSocket } from "./websocket-line.js"

type Answer = (...answer: never[]) => void

export class SlimConnection implements Connection, EngineDelegate {
  readonly #address: SocketAddress
  readonly #delegate: ConnectionDelegate
  readonly #channels: SlimChannel[] = []
  readonly #limit = new FrameLimit()
  readonly #attempt = new Attempt()
  #state: "closed" | "opening" | "open" = "closed"
  /** The one that is spoken with; what another still tells is not heard. */
  #engine: Engine | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(address: SocketAddress, delegate: ConnectionDelegate) {
    this.#address = address
    this.#delegate = delegate
  }

  open(): void {
    for (const channel of this.#channels) channel.open()
    if (this.isOpen) this.isAlive()
    else this.connect()
  }

  close(): void {
    if (this.#state !== "closed") this.#closed()
  }

  channel(view: string, delegate: ChannelDelegate): Channel {
    const channel = new SlimChannel(this, this.#address.namespace + view, this.#limit, delegate)
    this.#channels.push(channel)
    return channel
  }

  // From channels

  get isOpen(): boolean {
    return this.#state === "open"
  }

  connect(): void {
    if (this.#state !== "closed") return
    this.#state = "opening"
    const timer = setTimeout(() => this.#failed(), this.#attempt.timeout)
    this.#timer = timer
    const { origin = location.origin, socket: path } = this.#address
    const begin = (open: OpenLine): void => {
      if (this.#timer === timer) this.#engine = new SlimEngine(origin, path, this, open)
    }
    if (!this.#attempt.beginsWithPolling) return begin(openWebSocket)
    loadPolling().then(
      ({ PollingLine }) => begin((url, owner) => new PollingLine(url, owner, openWebSocket)),
      // The browser's console says which file it was. Most often there is no network at all.
      () => this.#timer === timer && this.#failed(),
    )
  }

  /** After the device has slept the connection may be long dead; asking makes the engine end it. */
  isAlive(): boolean {
    return this.#engine?.isOverdue() === false
  }

  write(packet: Packet): void {
    if (this.isOpen) this.#engine?.write(encodePacket(packet))
  }

  /** A connection that carries nothing is closed. */
  released(): void {
    if (!this.#channels.some(({ isWanted }) => isWanted)) this.close()
  }

  // Engine delegate

  engineOpened(engine: Engine): void {
    if (engine !== this.#engine) return
    clearTimeout(this.#timer)
    this.#state = "open"
    this.#limit.announced(engine.maxPayload)
    this.#delegate.connectionOpened()
    for (const channel of this.#channels) channel.connectionOpened()
  }

  engineReceived(engine: Engine, text: string): void {
    if (engine !== this.#engine) return
    let packet: Packet
    try {
      packet = decodePacket(text)
    } catch {
      return this.#lost()
    }
    // Later: an exception in a listener must not look like a broken packet.
    queueMicrotask(() => {
      if (engine !== this.#engine) return
      for (const channel of this.#channels) if (channel.namespace === packet.nsp) channel.received(packet)
    })
  }

  engineEnded(engine: Engine, details?: unknown): void {
    if (engine !== this.#engine) return
    if (this.isOpen) this.#lost(details)
    else this.#failed()
  }

  #lost(details?: unknown): void {
    this.#limit.ended(isTooLarge(details))
    this.#closed()
  }

  /** It never opened. The next attempt may begin with polling. */
  #failed(): void {
    this.#attempt.failed()
    if (this.#attempt.beginsWithPolling) loadPolling().catch(() => {})
    this.#forget()
    this.#delegate.connectionLost()
  }

  #closed(): void {
    if (this.isOpen) this.#attempt.ended(this.#engine?.transport as string)
    this.#forget()
    for (const channel of this.#channels) channel.connectionClosed()
    this.#delegate.connectionLost()
  }

  #forget(): void {
    const engine = this.#engine
    clearTimeout(this.#timer)
    this.#timer = this.#engine = undefined
    this.#state = "closed"
    engine?.close()
  }
}

class SlimChannel implements Channel {
  readonly namespace: string
  isOpen = false
  /** True if it opens with the connection. */
  isWanted = false
  readonly #connection: SlimConnection
  readonly #limit: FrameLimit
  readonly #delegate: ChannelDelegate
  readonly #unanswered = new Map<number | undefined, readonly [answer: Answer, sent: Measured]>()
  #lastId = 0

  constructor(connection: SlimConnection, namespace: string, limit: FrameLimit, delegate: ChannelDelegate) {
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

// By this name it is imported.
export { SlimConnection as SocketConnection }

/** What only a page needs that no WebSocket gets through to. Asked for again after it could not be loaded. */
function loadPolling(): Promise<typeof PollingPart> {
  return import("./polling-line.js")
}
