/**
 * A client that speaks the protocol over a real socket.io connection: what the browser's script says, and nothing it
 * does to a DOM.
 */

import { Manager, type ManagerOptions, type Socket } from "socket.io-client"
import type { Extras, Joined, JoinReply, JoinRequest, Problem, ValuesReply } from "../../src/protocol/frames.js"
import { DIFF, EVENT, EXIT, JOIN, LEAVE, PATCH, PROTOCOL_VERSION, VALUES } from "../../src/protocol/messages.js"
import type { WireDiff, WirePath } from "../../src/protocol/values.js"
import type { LivePage } from "./live-server.js"

/** How a client connects. */
export interface ConnectOptions {
  readonly path?: string
  /** The browser's cookie; sent as `livemount`. */
  readonly cookie?: string | undefined
  readonly origin?: string
  readonly transports?: ("websocket" | "polling")[]
}

/** What a frame brings. */
export interface ReceivedFrame {
  readonly diff: WireDiff | null
  readonly extras: Extras | undefined
}

/** The connection of one page. Namespaces are entered as views are joined. */
export class LiveConnection {
  readonly manager: Manager
  readonly #sockets = new Map<string, Socket>()

  constructor(url: string, options: ConnectOptions = {}) {
    const { cookie, origin } = options
    const headers: Partial<ManagerOptions> = {
      extraHeaders: {
        ...(cookie === undefined ? {} : { cookie: `livemount=${cookie}` }),
        ...(origin === undefined ? {} : { origin }),
      },
    }
    this.manager = new Manager(url, {
      path: options.path ?? "/live/socket",
      transports: options.transports ?? ["websocket"],
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      ...headers,
    })
  }

  /** Enters a namespace. Rejects with socket.io's connect error. */
  async enter(namespace: string): Promise<Socket> {
    const existing = this.#sockets.get(namespace)
    if (existing !== undefined) return existing
    const socket = this.manager.socket(namespace)
    this.#sockets.set(namespace, socket)
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve)
      socket.once("connect_error", reject)
      socket.connect()
    })
    return socket
  }

  /** Sends a join request and returns the reply, whatever it is. */
  async request(page: LivePage, overrides: Partial<JoinRequest> = {}): Promise<JoinReply> {
    const socket = await this.enter(`/live/${page.view}`)
    return socket.emitWithAck(JOIN, joinRequest(page, overrides)) as Promise<JoinReply>
  }

  /** Joins, and expects to succeed. */
  async join(page: LivePage, overrides: Partial<JoinRequest> = {}): Promise<LiveInstance> {
    const socket = await this.enter(`/live/${page.view}`)
    const frames = new FrameLog(socket)
    const reply = (await socket.emitWithAck(JOIN, joinRequest(page, overrides))) as JoinReply
    if ("i" in reply) return new LiveInstance(this, socket, reply, frames)
    throw new Error(`The join was answered by ${JSON.stringify(reply)}`)
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.disconnect()
    this.manager._close()
  }
}

/** One joined view. */
export class LiveInstance {
  readonly connection: LiveConnection
  readonly socket: Socket
  readonly reply: Joined
  /** The number of the last event or ticket. */
  sent = 0
  readonly #frames: FrameLog

  constructor(connection: LiveConnection, socket: Socket, reply: Joined, frames: FrameLog) {
    this.connection = connection
    this.socket = socket
    this.reply = reply
    this.#frames = frames
  }

  /** Sends an event and returns its acknowledgement. */
  event(name: string, payload: unknown = {}): Promise<ReceivedFrame> {
    return new Promise((resolve) => {
      this.socket.emit(EVENT, this.reply.i, name, payload, ++this.sent, (diff: WireDiff | 0, extras?: Extras) =>
        resolve({ diff: diff === 0 ? null : diff, extras }),
      )
    })
  }

  /** Hands a ticket over and returns its acknowledgement. */
  patch(ticket: unknown): Promise<ReceivedFrame> {
    return new Promise((resolve) => {
      this.socket.emit(PATCH, this.reply.i, ticket, ++this.sent, (diff: WireDiff | 0, extras?: Extras) =>
        resolve({ diff: diff === 0 ? null : diff, extras }),
      )
    })
  }

  values(paths: readonly WirePath[]): Promise<ValuesReply> {
    return this.socket.emitWithAck(VALUES, this.reply.i, paths) as Promise<ValuesReply>
  }

  leave(): void {
    this.socket.emit(LEAVE, this.reply.i)
  }

  /** The next frame that no event asked for, also one that has arrived already. */
  nextPush(): Promise<ReceivedFrame> {
    return this.#frames.next(this.reply.i)
  }

  /** How the view ended. */
  nextExit(): Promise<Problem> {
    return this.#frames.exit(this.reply.i)
  }
}

/** Connects and joins in one step. Close `instance.connection` at the end. */
export async function joinLive(
  url: string,
  page: LivePage,
  options: ConnectOptions & { readonly request?: Partial<JoinRequest> } = {},
): Promise<LiveInstance> {
  const connection = new LiveConnection(url, { cookie: page.cookie, ...options })
  try {
    return await connection.join(page, options.request)
  } catch (error) {
    connection.close()
    throw error
  }
}

/** The request of a browser that holds no template yet and shows the first HTML. */
export function joinRequest(page: LivePage, overrides: Partial<JoinRequest> = {}): JoinRequest {
  return { v: PROTOCOL_VERSION, t: page.token, h: page.templates, n: [...page.templates.keys()], ...overrides }
}

/** Keeps what the server says by itself, by instance, until it is asked for. */
class FrameLog {
  readonly #frames = new Map<number, ReceivedFrame[]>()
  readonly #exits = new Map<number, Problem>()
  #wake: () => void = () => {}
  #arrival: Promise<void> = Promise.resolve()

  constructor(socket: Socket) {
    this.#rearm()
    socket.on(DIFF, (instance: number, diff: WireDiff | 0, extras?: Extras) => {
      const frames = this.#frames.get(instance) ?? []
      frames.push({ diff: diff === 0 ? null : diff, extras })
      this.#frames.set(instance, frames)
      this.#rearm()
    })
    socket.on(EXIT, (instance: number, problem: Problem) => {
      this.#exits.set(instance, problem)
      this.#rearm()
    })
  }

  async next(instance: number): Promise<ReceivedFrame> {
    for (;;) {
      const frame = this.#frames.get(instance)?.shift()
      if (frame !== undefined) return frame
      await this.#arrival
    }
  }

  async exit(instance: number): Promise<Problem> {
    for (;;) {
      const problem = this.#exits.get(instance)
      if (problem !== undefined) return problem
      await this.#arrival
    }
  }

  #rearm(): void {
    const wake = this.#wake
    this.#arrival = new Promise((resolve) => {
      this.#wake = resolve
    })
    wake()
  }
}
