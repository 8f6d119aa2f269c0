/**
 * Stands in for `socket.io-client` (build/esm/index.js) in the script that the middleware serves: the part of its Manager
 * and Socket that `socket-connection.ts` uses, a third of the size. What travels is the same, socket.io's protocol 5.
 *
 * A connection that begins with a WebSocket needs `websocket-engine.ts` alone. One that begins with polling, as the one
 * before could not be opened, needs engine.io-client itself: a part of the script, asked for as soon as a WebSocket fails.
 */
import type { ManagerOptions, Manager as RealManager, Socket as RealSocket } from "socket.io-client"
import type { Packet, Decoder as TextDecoder, Encoder as TextEncoder } from "../text-parser.js"
import type { Engine, EngineEvent } from "./engine.js"
import { Listeners } from "./listeners.js"
import type * as PollingPart from "./polling/polling-engine.js"
import { WebSocketEngine } from "./websocket-engine.js"

/** What takes what the real one takes, whatever it returns. */
type StandIn<T> = {
  [K in keyof T]: T[K] extends (...given: infer Given) => unknown ? (...given: Given) => unknown : T[K]
}

const [CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR] = [0, 1, 2, 3, 4]

type Data = readonly unknown[]
type Reply = (...answer: unknown[]) => void

export class Manager extends Listeners implements StandIn<Pick<RealManager, "open" | "timeout" | "socket" | "_close">> {
  engine!: Engine
  readonly #uri: string
  readonly #options: Partial<ManagerOptions>
  readonly #encoder: TextEncoder
  readonly #decoder: TextDecoder
  #state: "closed" | "opening" | "open" = "closed"
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #sockets: NamespaceSocket[] = []

  constructor(uri: string, options: Partial<ManagerOptions>) {
    super()
    this.#uri = uri
    this.#options = options
    const { Encoder, Decoder } = options.parser as { Encoder: typeof TextEncoder; Decoder: typeof TextDecoder }
    this.#encoder = new Encoder()
    this.#decoder = new Decoder()
    this.#decoder.on("decoded", (packet) => {
      const { engine } = this
      // Later, as socket.io does: an exception in a listener must not look like a broken packet.
      queueMicrotask(() => {
        if (engine !== this.engine || !this.isOpen) return
        for (const socket of this.#sockets) if (socket.namespace === packet.nsp) socket.received(packet)
      })
    })
  }

  get isOpen(): boolean {
    return this.#state === "open"
  }

  /** Milliseconds that an attempt to open may take. */
  timeout(milliseconds?: number | boolean): void {
    this.#options.timeout = milliseconds as number
  }

  open(): void {
    if (this.#state !== "closed") return
    this.#state = "opening"
    const timer = setTimeout(() => this.#failed(new Error("timeout")), this.#options.timeout)
    this.#timer = timer
    if (this.#beginsWithWebSocket) return this.#start(new WebSocketEngine(this.#uri, this.#options.path as string))
    const isDue = (): boolean => this.#timer === timer && this.#state === "opening"
    loadPolling().then(
      ({ connectByPolling }) => {
        // What we ask of it its types keep to themselves.
        if (isDue()) this.#start(connectByPolling(this.#uri, this.#options) as unknown as Engine)
      },
      (error) => isDue() && this.#failed(error),
    )
  }

  get #beginsWithWebSocket(): boolean {
    return this.#options.transports?.[0] === "websocket"
  }

  #start(engine: Engine): void {
    this.engine = engine
    const heed = (event: EngineEvent, listener: (...details: unknown[]) => void): void => {
      engine.on(event, (...details: unknown[]) => {
        if (engine === this.engine && this.#state !== "closed") listener(...details)
      })
    }
    heed("open", () => {
      clearTimeout(this.#timer)
      this.#state = "open"
      this.tell("open")
      for (const socket of this.#sockets) socket.engineOpened()
    })
    heed("data", (text) => {
      try {
        this.#decoder.add(text as string)
      } catch {
        this._close()
      }
    })
    heed("error", (error) => {
      if (!this.isOpen) this.#failed(error)
    })
    heed("close", (reason, details) => this.#lost(reason, details))
  }

  socket(namespace: string): NamespaceSocket {
    const socket = new NamespaceSocket(this, namespace)
    this.#sockets.push(socket)
    return socket
  }

  write(packet: Packet): void {
    if (this.isOpen) for (const text of this.#encoder.encode(packet)) this.engine.write(text)
  }

  /** A connection that carries nothing is closed. */
  released(): void {
    if (!this.#sockets.some((socket) => socket.active)) this._close()
  }

  _close(): void {
    this.#lost("forced close")
  }

  #lost(reason: unknown, details?: unknown): void {
    if (this.#state === "closed") return
    this.#closed()
    for (const socket of this.#sockets) socket.engineClosed()
    this.tell("close", reason, details)
  }

  /** It never opened. */
  #failed(error: unknown): void {
    // The next attempt may begin with it.
    if (this.#beginsWithWebSocket) loadPolling().catch(() => {})
    this.#closed()
    this.tell("error", error)
  }

  #closed(): void {
    clearTimeout(this.#timer)
    this.#state = "closed"
    this.engine?.close()
  }
}

class NamespaceSocket
  extends Listeners
  implements StandIn<Pick<RealSocket, "active" | "connected" | "connect" | "emit">>
{
  readonly namespace: string
  connected = false
  /** True if it opens with the manager. */
  active = false
  readonly #manager: Manager
  readonly #acknowledgements = new Map<number | undefined, Reply>()
  #lastId = 0

  constructor(manager: Manager, namespace: string) {
    super()
    this.#manager = manager
    this.namespace = namespace
  }

  connect(): void {
    if (this.active) return
    this.active = true
    this.#manager.open()
    if (this.#manager.isOpen) this.engineOpened()
  }

  emit(...data: unknown[]): void {
    // After the device has slept the connection may be long dead; asking makes the engine close it.
    if (!this.connected || this.#manager.engine._hasPingExpired()) return
    if (typeof data.at(-1) !== "function") return this.#write(EVENT, data)
    this.#acknowledgements.set(++this.#lastId, data.pop() as Reply)
    return this.#write(EVENT, data, this.#lastId)
  }

  // From the manager

  engineOpened(): void {
    if (this.active) this.#write(CONNECT)
  }

  engineClosed(): void {
    if (!this.active) return
    this.#forget()
    this.tell("disconnect")
  }

  received({ type, id, data }: Packet): void {
    if (!this.active) return
    if (type === CONNECT) {
      this.connected = true
      this.tell("connect")
    } else if (type === EVENT) {
      this.tell(...(data as [event: string, ...details: unknown[]]))
    } else if (type === ACK) {
      const acknowledge = this.#acknowledgements.get(id)
      this.#acknowledgements.delete(id)
      acknowledge?.(...(data as Data))
    } else if (type === DISCONNECT) {
      this.#end("disconnect")
    } else if (type === CONNECT_ERROR) {
      this.#end("connect_error", new Error((data as { message?: string } | undefined)?.message))
    }
  }

  #end(event: string, ...details: unknown[]): void {
    this.active = false
    this.#forget()
    this.tell(event, ...details)
    this.#manager.released()
  }

  #forget(): void {
    this.connected = false
    this.#acknowledgements.clear()
  }

  #write(type: number, data?: unknown, id?: number): void {
    this.#manager.write({ type, nsp: this.namespace, id, data } as Packet)
  }
}

/** What only a page needs that no WebSocket gets through to. Asked for again after it could not be loaded. */
function loadPolling(): Promise<typeof PollingPart> {
  return import("./polling/polling-engine.js")
}
