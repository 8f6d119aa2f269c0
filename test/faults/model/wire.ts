/**
 * The wire between a page and the server's half of its connection, in memory: frames wait on it in both directions until they are
 * delivered, so that it can be cut at each. What a cut loses is always a tail of what was sent, as with TCP.
 *
 * ```
 *  the client's port ── up ──► the server's socket        cut: what waits is lost;
 *         ▲ └────────── down ◄───────┘                    each end learns of it by itself, or never
 * ```
 */
import type { Channel, ChannelDelegate, Connection, ConnectionDelegate } from "../../../client/connection/connection.js"
import { FrameLimit } from "../../../client/connection/frame-limit.js"
import * as PacketType from "../../../client/connection/packet-types.js"
import { SlimChannel, type SlimOwner } from "../../../client/connection/slim/slim-channel.js"
import { decodePacket } from "../../../client/connection/text-parser.js"
import { encodePacket, type Packet } from "../../../src/protocol/packet.js"

type Listener = (this: WireSocket, ...values: unknown[]) => void

const NAMESPACE = "/live/counting"

const TRACES = process.env["MODEL_TRACE"] !== undefined

/** Lets a new socket in at the server's end. */
export type Enter = (socket: WireSocket) => void

/** The server's end of a line: what `socket-peer.ts` uses of a socket.io socket. */
export class WireSocket {
  readonly handshake: { readonly headers: { readonly cookie: string } }
  readonly conn = { writeBuffer: [], close: (): void => this.#line.cutByServer() }
  readonly request = { socket: { remoteAddress: "127.0.0.1" } }
  readonly #listeners = new Map<string, Listener>()
  readonly #line: Line
  #any: Listener | undefined
  #isConnected = true

  constructor(cookie: string, line: Line) {
    this.handshake = { headers: { cookie } }
    this.#line = line
  }

  on(message: string, listener: Listener): void {
    this.#listeners.set(message, listener)
  }

  emit(message: string, ...values: unknown[]): void {
    this.#line.sendDown(PacketType.EVENT, [message, ...values])
  }

  onAny(listener: Listener): void {
    this.#any = listener
  }

  /** As socket.io does: a moment later, if the connection lasts so long. */
  hear(message: string, values: readonly unknown[]): void {
    this.#any?.(message, ...values)
    process.nextTick(() => {
      if (this.#isConnected) this.#listeners.get(message)?.apply(this, [...values])
    })
  }

  disconnected(): void {
    this.#isConnected = false
    this.#listeners.get("disconnect")?.apply(this)
  }
}

/** One connection, from its opening to where both ends know that it is over. */
export class Line {
  /** What waits, as text: what has been sent is not changed any more. */
  readonly up: string[] = []
  readonly down: string[] = []
  /** False: what is sent goes nowhere. */
  #carries = true
  #isKnownToServer = false
  #socket: WireSocket | undefined
  readonly #cookie: string
  readonly #enter: Enter
  readonly #page: WireConnection

  constructor(page: WireConnection, cookie: string, enter: Enter) {
    this.#page = page
    this.#cookie = cookie
    this.#enter = enter
  }

  /** True while the server believes in it. */
  get isKnownToServer(): boolean {
    return this.#isKnownToServer
  }

  get carries(): boolean {
    return this.#carries
  }

  sendUp(packet: Packet): void {
    if (this.#carries) this.up.push(encodePacket(packet))
  }

  sendDown(type: number, data: unknown, id?: number): void {
    if (this.#carries) this.down.push(encodePacket({ type, nsp: NAMESPACE, ...(id === undefined ? {} : { id }), data }))
  }

  /** The first frames that wait arrive. */
  deliver(direction: "up" | "down", count: number): void {
    for (let n = 0; n < count; n++) {
      const frame = (direction === "up" ? this.up : this.down).shift()
      if (frame === undefined) return
      if (TRACES) process.stdout.write(`   ${direction} ${frame}\n`)
      if (direction === "up") this.#toServer(decodePacket(frame))
      else this.#page.arrived(this, decodePacket(frame))
    }
  }

  /** Loses what waits, and all that is sent from now on. */
  cut(): void {
    this.#carries = false
    this.up.length = 0
    this.down.length = 0
  }

  serverNotices(): void {
    if (!this.#isKnownToServer) return
    this.#isKnownToServer = false
    this.cut()
    this.#socket?.disconnected()
  }

  cutByServer(): void {
    // As with sockets: nobody is told within the call.
    queueMicrotask(() => {
      this.serverNotices()
      this.#page.lost(this)
    })
  }

  #toServer({ type, id, data }: Packet): void {
    if (type === PacketType.CONNECT) {
      this.#isKnownToServer = true
      this.#socket = new WireSocket(this.#cookie, this)
      this.#enter(this.#socket)
      return this.sendDown(PacketType.CONNECT, {})
    }
    if (type === PacketType.DISCONNECT) return this.serverNotices()
    const [message, ...values] = data as [message: string, ...values: unknown[]]
    this.#socket?.hear(message, id === undefined ? values : [...values, this.#answers(id)])
  }

  #answers(id: number): (...values: unknown[]) => void {
    return (...values) => this.sendDown(PacketType.ACK, values, id)
  }
}

/** The client's end: one connection, with the served script's channel of one view. */
export class WireConnection implements Connection, SlimOwner {
  line: Line | undefined
  /** The server has said that it keeps a process that this page can come back to. */
  isKept = false
  node = ""
  readonly #delegate: ConnectionDelegate
  readonly #open: (connection: WireConnection) => Line
  #channel: SlimChannel | undefined

  /** @param open - Makes the line of an attempt to connect. */
  constructor(delegate: ConnectionDelegate, open: (connection: WireConnection) => Line) {
    this.#delegate = delegate
    this.#open = open
  }

  open(): void {
    if (this.line !== undefined) return
    if (this.#channel?.isWanted === false) return this.#channel.open()
    this.connect()
    this.#channel?.connectionOpened()
  }

  close(): void {
    const { line } = this
    // The server hears of it when all that was sent before has arrived.
    line?.sendUp({ type: PacketType.DISCONNECT, nsp: NAMESPACE })
    if (line !== undefined) this.lost(line)
  }

  channel(_view: string, delegate: ChannelDelegate): Channel {
    this.#channel = new SlimChannel(this, NAMESPACE, new FrameLimit(), delegate)
    return this.#channel
  }

  // From the channel

  connect(): void {
    this.line ??= this.#open(this)
  }

  isAlive(): boolean {
    return this.line !== undefined
  }

  write(packet: Packet): void {
    this.line?.sendUp(packet)
  }

  released(): void {}

  // From the line

  arrived(line: Line, packet: Packet): void {
    if (line !== this.line) return
    if (packet.type === PacketType.CONNECT) this.#delegate.connectionOpened()
    else if (isKeyed(packet.data)) this.isKept = true
    this.#channel?.received(packet)
  }

  /** The page notices that the line is over. */
  lost(line: Line): void {
    if (line !== this.line) return
    this.line = undefined
    this.#channel?.connectionClosed()
    this.#delegate.connectionLost()
  }
}

/** True for the answer to a join that brings a key to come back with. */
function isKeyed(data: unknown): boolean {
  const [given] = data as readonly unknown[]
  return typeof given === "object" && given !== null && "k" in given
}
