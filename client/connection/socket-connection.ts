/**
 * The connection over socket.io: one Manager for the page, one namespace socket per view name. It knows
 * socket.io's ways; when to try again is decided by `reconnector.ts`. The served script has
 * `slim/socket-connection.ts` in its place.
 *
 * Some of what is used here is not public, and may change with any version: of the Manager `_close()`; of its sockets `sendBuffer`,
 * `receiveBuffer` and `acks`; of engine.io-client's Socket `_maxPayload` and `_hasPingExpired()`. That they are there is held by
 * `test/unit/client/connection/socket-io-client.test.ts`, what comes of them by `test/integration/client-connection.test.ts` ("knows
 * from the handshake …") and `client-connection-faults.test.ts` ("can be closed …", "that is overdue …").
 */
import { Manager, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client"
import { Attempt } from "./attempt.js"
import type { Channel, ChannelDelegate, Connection, ConnectionDelegate } from "./connection.js"
import { FrameLimit, isTooLarge } from "./frame-limit.js"
import { type Answer, type Message, MessageChannel } from "./message-channel.js"
import { CONNECT_ERROR } from "./packet-types.js"
import { Decoder, Encoder } from "./text-parser.js"

/** Where the server is. */
export interface SocketAddress {
  /** Path of the socket.io endpoint. */
  readonly socket: string
  /** What stands before the view's name in its namespace. */
  readonly namespace: string
  /** Origin of the server. @defaultValue the page's */
  readonly origin?: string
}

export class SocketConnection implements Connection {
  readonly #manager: Manager
  readonly #namespace: string
  readonly #channels: SocketChannel[] = []
  readonly #limit = new FrameLimit()
  /** The last packet was a refusal: where that was the last channel, socket.io-client closes the connection. */
  #isRefused = false

  constructor(address: SocketAddress, delegate: ConnectionDelegate) {
    this.#namespace = address.namespace
    const attempt = new Attempt()
    const options: Partial<ManagerOptions & SocketOptions> = {
      path: address.socket,
      transports: attempt.transports,
      autoConnect: false,
      reconnection: false,
      timeout: attempt.timeout,
      parser: { Encoder, Decoder },
      // Polling by `fetch` sends no cookie otherwise, and without it no token holds.
      withCredentials: true,
    }
    // Said also where it is the page's own: without, engine.io takes `location.hostname`, which it gets wrong for IPv6.
    const manager = new Manager(address.origin ?? location.origin, options)
    let opened = false
    manager.on("open", () => {
      opened = true
      this.#limit.announced((manager.engine as unknown as { readonly _maxPayload?: number })._maxPayload)
      delegate.connectionOpened()
    })
    // An open connection that breaks says "error" and then "close"; one that never opened says "error" alone.
    manager.on("close", (reason, details) => {
      if (opened) {
        if (reason === "forced close") attempt.isProven = true
        else this.#limit.ended(isTooLarge(details))
        attempt.ended(manager.engine.transport.name)
      }
      opened = false
      if (reason === "forced close" && this.#isRefused) delegate.connectionRefused()
      else delegate.connectionLost()
    })
    // Before its channel hears of it.
    manager.on("packet", ({ type }) => {
      attempt.isProven = true
      this.#isRefused = type === CONNECT_ERROR
    })
    manager.on("error", () => {
      if (opened) return
      // Not `tryAllTransports`: that would stay with polling where only the first WebSocket was refused.
      attempt.failed()
      manager.timeout(attempt.timeout)
      delegate.connectionLost()
    })
    this.#manager = manager
  }

  open(): void {
    for (const channel of this.#channels) channel.open()
    this.#manager.open()
    hasExpired(this.#manager)
  }

  close(): void {
    this.#isRefused = false
    this.#manager._close()
  }

  channel(view: string, delegate: ChannelDelegate): Channel {
    const channel = new SocketChannel(this.#manager.socket(this.#namespace + view), this.#limit, delegate)
    this.#channels.push(channel)
    return channel
  }
}

/** True when the heartbeat is overdue: the connection ends then, a little later. */
function hasExpired({ engine }: Manager): boolean {
  return (engine as unknown as { _hasPingExpired(): boolean })._hasPingExpired()
}

class SocketChannel extends MessageChannel {
  readonly #socket: Socket

  constructor(socket: Socket, limit: FrameLimit, delegate: ChannelDelegate) {
    super(limit, delegate)
    this.#socket = socket
    socket.on("connect", () => delegate.channelOpened())
    socket.on("disconnect", () => {
      this.#forget()
      delegate.channelClosed(!socket.active)
    })
    socket.on("connect_error", (error) => {
      // An active socket heard of a failed connection, which the connection reports itself.
      if (!socket.active) delegate.channelRefused(error.message)
    })
    socket.onAny((...message: [name: string, ...details: unknown[]]) => this.messageArrived(message))
  }

  get isOpen(): boolean {
    return this.#socket.connected
  }

  open(): void {
    if (!this.#socket.active) this.#socket.connect()
  }

  keptBy(node: string): void {
    this.#socket.io.opts.query = { node }
  }

  /** socket.io-client would keep what it cannot send, and send it over the next connection, where its instance is another one's. */
  protected get mayEmit(): boolean {
    const { connected, io } = this.#socket
    return connected && !hasExpired(io)
  }

  protected sendMessage(message: Message, answer?: Answer): void {
    const [name, ...details] = message
    if (answer === undefined) this.#socket.emit(name, ...details)
    else this.#socket.emit(name, ...details, answer)
  }

  /** What socket.io-client keeps for the next connection is of this one. */
  #forget(): void {
    Object.assign(this.#socket, { sendBuffer: [], receiveBuffer: [], acks: {} })
  }
}
