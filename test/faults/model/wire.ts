/**
 * The wire between a page and the server's half of its connection, in memory: frames wait on it in both directions until they are
 * delivered, so that it can be cut at each. What a cut loses is always a tail of what was sent, as with TCP.
 *
 * ```
 *  the client's port ── up ──► the server's socket        cut: what waits is lost;
 *         ▲ └────────── down ◄───────┘                    each end learns of it by itself, or never
 * ```
 */
import type {
  Acknowledge,
  Channel,
  ChannelDelegate,
  Connection,
  ConnectionDelegate,
  NumberedEvent,
} from "../../../client/connection/connection.js"
import type { Problem } from "../../../src/protocol/frames.js"
import { DIFF, DRAIN, EVENT, EXIT, HIDDEN, JOIN, LEAVE, PATCH, VALUES } from "../../../src/protocol/messages.js"
import type { WireDiff } from "../../../src/protocol/values.js"

type Listener = (this: WireSocket, ...values: unknown[]) => void
type Answer = (...values: never[]) => void

/** One frame: a message with its values, and the number of the answer it wants or is. */
interface Frame {
  readonly message: string
  readonly values: readonly unknown[]
  readonly answer?: number
}

const CONNECT = "connect"
const ANSWER = "answer"

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
    this.#line.sendDown({ message, values })
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
  readonly up: Frame[] = []
  readonly down: Frame[] = []
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

  sendUp(frame: Frame): void {
    if (this.#carries) this.up.push(asJson(frame))
  }

  sendDown(frame: Frame): void {
    if (this.#carries) this.down.push(asJson(frame))
  }

  /** The first frames that wait arrive. */
  deliver(direction: "up" | "down", count: number): void {
    for (let n = 0; n < count; n++) {
      const frame = (direction === "up" ? this.up : this.down).shift()
      if (frame === undefined) return
      if (TRACES) process.stdout.write(`   ${direction} ${JSON.stringify(frame)}\n`)
      if (direction === "up") this.#toServer(frame)
      else this.#page.arrived(this, frame)
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

  #toServer({ message, values, answer }: Frame): void {
    if (message === CONNECT) {
      this.#isKnownToServer = true
      this.#socket = new WireSocket(this.#cookie, this)
      this.#enter(this.#socket)
      this.sendDown({ message: CONNECT, values: [] })
      return
    }
    if (message === "disconnect") return this.serverNotices()
    const given = answer === undefined ? values : [...values, this.#answers(answer)]
    this.#socket?.hear(message, given)
  }

  #answers(answer: number): (...values: unknown[]) => void {
    return (...values) => this.sendDown({ message: ANSWER, values, answer })
  }
}

/** The client's end: one connection, with one view's channel. */
export class WireConnection implements Connection {
  line: Line | undefined
  /** The server has said that it keeps a process that this page can come back to. */
  isKept = false
  readonly #delegate: ConnectionDelegate
  readonly #open: (connection: WireConnection) => Line
  #channel: WireChannel | undefined

  /** @param open - Makes the line of an attempt to connect. */
  constructor(delegate: ConnectionDelegate, open: (connection: WireConnection) => Line) {
    this.#delegate = delegate
    this.#open = open
  }

  open(): void {
    if (this.line !== undefined) return
    this.line = this.#open(this)
    this.line.sendUp({ message: CONNECT, values: [] })
  }

  close(): void {
    const { line } = this
    // The server hears of it when all that was sent before has arrived.
    line?.sendUp({ message: "disconnect", values: [] })
    if (line !== undefined) this.lost(line)
  }

  channel(_view: string, delegate: ChannelDelegate): Channel {
    this.#channel = new WireChannel(this, delegate)
    return this.#channel
  }

  /** For the line. */
  arrived(line: Line, { message, values, answer }: Frame): void {
    if (line !== this.line) return
    if (message === CONNECT) {
      this.#delegate.connectionOpened()
      this.#channel?.opened()
    } else {
      const [given] = values
      if (typeof given === "object" && given !== null && "k" in given) this.isKept = true
      this.#channel?.arrived(message, values, answer)
    }
  }

  /** The page notices that the line is over. */
  lost(line: Line): void {
    if (line !== this.line) return
    this.line = undefined
    this.#channel?.closed()
    this.#delegate.connectionLost()
  }
}

class WireChannel implements Channel {
  isOpen = false
  readonly #connection: WireConnection
  readonly #delegate: ChannelDelegate
  #answers: Answer[] = []

  constructor(connection: WireConnection, delegate: ChannelDelegate) {
    this.#connection = connection
    this.#delegate = delegate
  }

  open(): void {
    this.#connection.open()
  }

  carries(): boolean {
    return true
  }

  // As the messages of the protocol read: their values, and last what is told the answer.

  join(...given: unknown[]): void {
    this.#ask(JOIN, given)
  }

  push(instance: number, { name, payload, number, id }: NumberedEvent, acknowledge: Acknowledge): void {
    this.#ask(EVENT, [instance, name, payload, number, ...(id === undefined ? [] : [id]), acknowledge])
  }

  patch(...given: unknown[]): void {
    this.#ask(PATCH, given)
  }

  values(...given: unknown[]): void {
    this.#ask(VALUES, given)
  }

  confirm(...given: unknown[]): void {
    this.#send("c", given)
  }

  keptBy(): void {}

  leave(instance: number): void {
    this.#send(LEAVE, [instance])
  }

  hidden(isHidden: boolean): void {
    this.#send(HIDDEN, [+isHidden])
  }

  // The wire's side

  opened(): void {
    this.isOpen = true
    this.#delegate.channelOpened()
  }

  closed(): void {
    this.#answers = []
    if (!this.isOpen) return
    this.isOpen = false
    this.#delegate.channelClosed(false)
  }

  arrived(message: string, values: readonly unknown[], answer = 0): void {
    const [instance, ...rest] = values as [number, ...never[]]
    if (message === ANSWER) this.#answers[answer]?.(...(values as never[]))
    else if (message === DIFF) this.#delegate.diffArrived(instance, ...(rest as unknown as [WireDiff]))
    else if (message === DRAIN) this.#delegate.viewDrained(instance, ...(rest as unknown as [number]))
    else if (message === EXIT) this.#delegate.viewExited(instance, ...(rest as unknown as [Problem]))
  }

  #send(message: string, values: readonly unknown[]): void {
    if (this.isOpen) this.#connection.line?.sendUp({ message, values })
  }

  #ask(message: string, given: readonly unknown[]): void {
    if (!this.isOpen) return
    const answer = this.#answers.push(given.at(-1) as Answer) - 1
    this.#connection.line?.sendUp({ message, values: given.slice(0, -1), answer })
  }
}

/** What has been sent is not changed any more. */
function asJson(frame: Frame): Frame {
  return JSON.parse(JSON.stringify(frame)) as Frame
}
