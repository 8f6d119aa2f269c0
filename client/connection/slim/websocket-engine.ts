/**
 * Stands in for engine.io-client's `Socket` (build/esm/socket.js) where a connection is a WebSocket from the start:
 * Engine.IO's protocol 4 without polling, upgrades and binary data. It connects as soon as it is made.
 *
 *   0{…} handshake   1 close   2 ping, answered by 3   4… message   6 nothing
 */
import type { Engine } from "./engine.js"
import { Listeners } from "./listeners.js"

/** What of the handshake means something to us. */
interface Handshake {
  readonly pingInterval: number
  readonly pingTimeout: number
  readonly maxPayload: number
}

export class WebSocketEngine extends Listeners implements Engine {
  readonly transport = { name: "websocket" }
  _maxPayload: number | undefined
  #socket: WebSocket | undefined
  #state: "opening" | "open" | "closed" = "opening"
  /** In ms, from one ping to the next at most. */
  #patience = 0
  #isDueAt = Number.POSITIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #wentOffline = (): void => this.#end("transport close")

  constructor(uri: string, path: string) {
    super()
    const url = new URL(`${path.replace(/\/$/, "")}/?EIO=4&transport=websocket`, uri.replace(/^http/, "ws"))
    try {
      const socket = new WebSocket(url)
      socket.onmessage = ({ data }) => this.#received(String(data))
      socket.onerror = socket.onclose = (context: Event) => this.#end("transport close", { context })
      this.#socket = socket
    } catch {
      // Later: whoever made this listens only then.
      queueMicrotask(() => this.#end("transport error"))
    }
    // What is on this machine is there without a network, too.
    if (url.hostname !== "localhost") addEventListener("offline", this.#wentOffline)
  }

  write(text: string): void {
    // One that closes takes what is sent, and drops it.
    this.#socket?.send(`4${text}`)
  }

  close(): void {
    this.#end("forced close")
  }

  _hasPingExpired(): boolean {
    // Timers sleep with the device.
    const isExpired = Date.now() > this.#isDueAt
    if (isExpired) queueMicrotask(() => this.#end("ping timeout"))
    return isExpired
  }

  #received(packet: string): void {
    if (this.#state === "closed") return
    const type = packet[0]
    const data = packet.slice(1)
    if (type === "4") return this.tell("data", data)
    if (type === "0") return this.#opened(JSON.parse(data) as Handshake)
    if (type === "2") {
      this.#socket?.send("3")
      return this.#expectPing()
    }
    if (type !== "6") this.#end("parse error")
  }

  #opened({ pingInterval, pingTimeout, maxPayload }: Handshake): void {
    this.#patience = pingInterval + pingTimeout
    this._maxPayload = maxPayload
    this.#state = "open"
    this.#expectPing()
    this.tell("open")
  }

  #expectPing(): void {
    clearTimeout(this.#timer)
    this.#isDueAt = Date.now() + this.#patience
    this.#timer = setTimeout(() => this.#end("ping timeout"), this.#patience)
  }

  /** One that was open says "close", else it says "error". */
  #end(reason: string, details?: { readonly context: Event }): void {
    const wasOpen = this.#state === "open"
    if (this.#state === "closed") return
    this.#state = "closed"
    clearTimeout(this.#timer)
    removeEventListener("offline", this.#wentOffline)
    const socket = this.#socket
    // One that never opened is left to itself: to close it would be an error in the browser's console.
    if (socket?.readyState === 0) socket.onopen = () => socket.close()
    else socket?.close()
    this.tell(wasOpen ? "close" : "error", reason, details)
  }
}
