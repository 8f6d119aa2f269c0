/**
 * Stands in for `../socket-connection.ts`, and for the socket.io-client that it uses, in the script that the middleware
 * serves: the same port, a third of the size. What travels is the same, socket.io's protocol 5.
 *
 * A connection that begins with a WebSocket needs `websocket-line.ts` alone. One that begins with polling, as the one
 * before could not be opened, needs `polling-line.ts`: a part of the script, asked for as soon as a WebSocket fails.
 */
import { encodePacket, type Packet } from "../../../src/protocol/packet.js"
import { Attempt } from "../attempt.js"
import type { Channel, ChannelDelegate, Connection, ConnectionDelegate } from "../connection.js"
import type { Engine, EngineDelegate } from "../engine.js"
import { FrameLimit, isTooLarge } from "../frame-limit.js"
import type { SocketAddress } from "../socket-connection.js"
import { decodePacket } from "../text-parser.js"
import type { OpenLine } from "./line.js"
import type * as PollingPart from "./polling-line.js"
import { SlimChannel, type SlimOwner } from "./slim-channel.js"
import { SlimEngine } from "./slim-engine.js"
import { openWebSocket } from "./websocket-line.js"

export class SlimConnection implements Connection, EngineDelegate, SlimOwner {
  readonly #address: SocketAddress
  readonly #delegate: ConnectionDelegate
  readonly #channels: SlimChannel[] = []
  readonly #limit = new FrameLimit()
  readonly #attempt = new Attempt()
  #state: "closed" | "opening" | "open" = "closed"
  /** The one that is spoken with; what another still tells is not heard. */
  #engine: Engine | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The name of the process that keeps the views; empty: nobody does. */
  node = ""

  constructor(address: SocketAddress, delegate: ConnectionDelegate) {
    this.#address = address
    this.#delegate = delegate
  }

  open(): void {
    for (const channel of this.#channels) channel.open()
    if (this.isOpen) this.isAlive()
    else this.connect()
  }

  close(isRefused?: boolean): void {
    this.#attempt.isProven = true
    if (this.#state !== "closed") this.#closed(isRefused)
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
      if (this.#timer === timer) this.#engine = new SlimEngine(origin, { path, node: this.node }, this, open)
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
  released(isRefused: boolean): void {
    if (!this.#channels.some(({ isWanted }) => isWanted)) this.close(isRefused)
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
    this.#attempt.isProven = true
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

  #closed(isRefused?: boolean): void {
    if (this.isOpen) this.#attempt.ended(this.#engine?.transport as string)
    this.#forget()
    for (const channel of this.#channels) channel.connectionClosed()
    if (isRefused) this.#delegate.connectionRefused()
    else this.#delegate.connectionLost()
  }

  #forget(): void {
    const engine = this.#engine
    clearTimeout(this.#timer)
    this.#timer = this.#engine = undefined
    this.#state = "closed"
    engine?.close()
  }
}

/** What only a page needs that no WebSocket gets through to. Asked for again after it could not be loaded. */
function loadPolling(): Promise<typeof PollingPart> {
  return import("./polling-line.js")
}

// By this name it is imported.
export { SlimConnection as SocketConnection }
