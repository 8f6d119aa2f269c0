/**
 * Stands in for engine.io-client's list of transports (build/esm/transports/index.js): no WebTransport, which needs a
 * server of its own; a WebSocket as browsers have it.
 *
 * Relied on there: `socket.js` looks a transport up in `transports` by its name when it makes one, not before. What it
 * upgrades to is "websocket".
 */
import { type EnginePacket, encodePacket } from "./packets.js"
import { PollingTransport } from "./polling-transport.js"
import { Transport, type TransportOptions } from "./transport.js"

class WebSocketTransport extends Transport {
  readonly name = "websocket"
  #socket: WebSocket | undefined

  protected doOpen(): void {
    let socket: WebSocket
    try {
      socket = new WebSocket(this.createUri(this.opts.secure ? "wss" : "ws", this.query))
    } catch (error) {
      // Later: whoever opens it listens only then.
      queueMicrotask(() => this.onError("websocket", error))
      return
    }
    this.#socket = socket
    socket.onopen = () => this.onOpen()
    socket.onclose = (context) => this.onClose({ context })
    socket.onmessage = ({ data }) => this.onData(data as string)
    socket.onerror = () => this.onError("websocket")
  }

  protected write(packets: readonly EnginePacket[]): void {
    this.writable = false
    // One that closes takes what is sent, and drops it.
    for (const packet of packets) this.#socket?.send(encodePacket(packet))
    queueMicrotask(() => {
      this.writable = true
      this.emitReserved("drain")
    })
  }

  protected doClose(): void {
    const socket = this.#socket
    if (socket === undefined) return
    socket.onerror = () => {}
    // One that never opened is left to itself: to close it would be an error in the browser's console.
    if (socket.readyState === 0) socket.onopen = () => socket.close()
    else socket.close()
  }
}

/** By their names. */
export const transports: Record<string, new (opts: TransportOptions) => Transport> = {
  polling: PollingTransport,
  websocket: WebSocketTransport,
}
