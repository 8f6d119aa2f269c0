/**
 * Stands in for engine.io-client's `Socket` (build/esm/socket.js) where a connection is a WebSocket from the start:
 * Engine.IO's protocol 4 without polling, upgrades and binary data. It connects as soon as it is made.
 *
 *   0{…} handshake   1 close   2 ping, answered by 3   4… message   6 nothing
 */
import type { Engine, EngineDelegate } from "../engine.js"

/** What of the handshake means something to us. */
interface Handshake {
  readonly pingInterval: number
  readonly pingTimeout: number
  readonly maxPayload: number
}

export class WebSocketEngine implements Engine {
  readonly transport = "websocket"
  maxPayload: number | undefined
  readonly #delegate: EngineDelegate
  #socket: WebSocket | undefined
  #isOver = false
  /** In ms, from one ping to the next at most. */
  #patience = 0
  #isDueAt = Number.POSITIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #wentOffline = (): void => this.#end()

  constructor(uri: string, path: string, delegate: EngineDelegate) {
    this.#delegate = delegate
    const url = new URL(`${path.replace(/\/$/, "")}/?EIO=4&transport=websocket`, uri.replace(/^http/, "ws"))
    try {
      const socket = new WebSocket(url)
      socket.onmessage = ({ data }) => this.#received(String(data))
      socket.onerror = socket.onclose = (context: Event) => this.#end({ context })
      this.#socket = socket
    } catch {
      // Later: whoever made this listens only then.
      queueMicrotask(() => this.#end())
    }
    // What is on this machine is there without a network, too.
    if (url.hostname !== "localhost") addEventListener("offline", this.#wentOffline)
  }

  write(text: string): void {
    // One that closes takes what is sent, and drops it.
    this.#socket?.send(`4${text}`)
  }

  close(): void {
    this.#end()
  }

  isOverdue(): boolean {
    // Timers sleep with the device.
    const isOverdue = Date.now() > this.#isDueAt
    if (isOverdue) queueMicrotask(() => this.#end())
    return isOverdue
  }

  #received(packet: string): void {
    if (this.#isOver) return
    const type = packet[0]
    const data = packet.slice(1)
    if (type === "4") return this.#delegate.engineReceived(this, data)
    if (type === "0") return this.#opened(JSON.parse(data) as Handshake)
    if (type === "2") {
      this.#socket?.send("3")
      return this.#expectPing()
    }
    if (type !== "6") this.#end()
  }

  #opened({ pingInterval, pingTimeout, maxPayload }: Handshake): void {
    this.#patience = pingInterval + pingTimeout
    this.maxPayload = maxPayload
    this.#expectPing()
    this.#delegate.engineOpened(this)
  }

  #expectPing(): void {
    clearTimeout(this.#timer)
    this.#isDueAt = Date.now() + this.#patience
    this.#timer = setTimeout(() => this.#end(), this.#patience)
  }

  #end(details?: { readonly context: Event }): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    removeEventListener("offline", this.#wentOffline)
    const socket = this.#socket
    // One that never opened is left to itself: to close it would be an error in the browser's console.
    if (socket?.readyState === 0) socket.onopen = () => socket.close()
    else socket?.close()
    this.#delegate.engineEnded(this, details)
  }
}
