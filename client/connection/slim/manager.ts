/**
 * Stands in for `socket.io-client` (build/esm/index.js) in the script that the middleware serves: the part of its Manager
 * and Socket that `socket-connection.ts` uses, a third of the size. What travels is the same, socket.io's protocol 5.
 *
 * Relied on in engine.io-client (build/esm/socket.js), which is what "engine.io-client" means here: `new Socket(uri, options)`
 * opens by itself and takes a copy of `options.transports`; it tells "open", "data" with a text, "error" and "close"
 * (reason, details), at most one "close", after which it tells nothing; `write`, `close` (which sends what waits first)
 * and `_hasPingExpired`, which ends it when the heartbeat is overdue. `socket-connection.ts` reads `_maxPayload` and
 * `transport.name` of it.
 */
import { Socket as Engine } from "engine.io-client"
import type { ManagerOptions, Manager as RealManager, Socket as RealSocket } from "socket.io-client"
import type { Packet, Decoder as TextDecoder, Encoder as TextEncoder } from "../text-parser.js"
import { loadPolling, transports } from "./transports.js"

/** What takes what the real one takes, whatever it returns. */
type StandIn<T> = {
  [K in keyof T]: T[K] extends (...given: infer Given) => unknown ? (...given: Given) => unknown : T[K]
}

const [CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR] = [0, 1, 2, 3, 4]

type Listener = (...details: never[]) => void
type Data = readonly unknown[]
type Reply = (...answer: unknown[]) => void

/** One listener per event is all our side needs. */
class Listeners {
  readonly #heard: Record<string, Listener | undefined> = {}

  on(event: string, listener: Listener): void {
    this.#heard[event] = listener
  }

  tell(event: string, ...details: unknown[]): void {
    this.#heard[event]?.(...(details as never[]))
  }
}

export class Manager
  extends Listeners
  implements StandIn<Pick<RealManager, "engine" | "open" | "timeout" | "socket" | "_close">>
{
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
    const [first] = this.#options.transports as string[]
    if (transports[first as string]) return this.#start()
    const isDue = (): boolean => this.#timer === timer && this.#state === "opening"
    loadPolling().then(
      () => isDue() && this.#start(),
      (error) => isDue() && this.#failed(error),
    )
  }

  #start(): void {
    const engine = new Engine(this.#uri, this.#options)
    this.engine = engine
    const heed = (event: "open" | "data" | "error" | "close", listener: (detail: unknown) => void): void => {
      engine.on(event, (detail?: unknown) => {
        if (engine === this.engine && this.#state !== "closed") listener(detail)
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
    heed("close", () => this._close())
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
    if (this.#state === "closed") return
    this.#closed()
    for (const socket of this.#sockets) socket.engineClosed()
    this.tell("close")
  }

  /** It never opened. */
  #failed(error: unknown): void {
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
