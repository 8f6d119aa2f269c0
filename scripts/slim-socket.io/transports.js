/**
 * Stands in for engine.io-client's list of transports: no WebTransport, which needs a server of its own; a WebSocket as
 * browsers have it; polling as a part of its own.
 */
import { decodePacket, encodePacket } from "./packets.js"
import { Transport } from "./transport.js"

class WebSocketTransport extends Transport {
  name = "websocket"
  #socket

  doOpen() {
    try {
      this.#socket = new WebSocket(this.createUri(this.opts.secure ? "wss" : "ws", this.query))
    } catch (error) {
      // Later: whoever opens it listens only then.
      queueMicrotask(() => this.onError("websocket", error))
      return
    }
    this.#socket.onopen = () => this.onOpen()
    this.#socket.onclose = (context) => this.onClose({ context })
    this.#socket.onmessage = ({ data }) => this.onData(data)
    this.#socket.onerror = () => this.onError("websocket")
  }

  write(packets) {
    this.writable = false
    // One that closes takes what is sent, and drops it.
    for (const packet of packets) this.#socket.send(encodePacket(packet))
    queueMicrotask(() => {
      this.writable = true
      this.emitReserved("drain")
    })
  }

  doClose() {
    const socket = this.#socket
    if (socket === undefined) return
    socket.onerror = () => {}
    // One that never opened is left to itself: to close it would be an error in the browser's console.
    if (socket.readyState === 0) socket.onopen = () => socket.close()
    else socket.close()
  }
}

/** By their names. Polling is there once it has been loaded. */
export const transports = { websocket: WebSocketTransport }

/** Loads what only a page needs that no WebSocket gets through to. */
export async function loadPolling() {
  const { makePolling } = await import("./polling.js")
  transports.polling ??= makePolling(Transport, encodePacket, decodePacket)
}
