/**
 * Stands in for engine.io-client's list of transports: no WebTransport, which needs a server of its own; polling by
 * `fetch`, which is half of that by XHR; a WebSocket as browsers have it.
 */
import { Polling } from "engine.io-client/polling"
import { encodePacket } from "./packets.js"
import { Transport } from "./transport.js"

class WebSocketTransport extends Transport {
  name = "websocket"
  #socket

  doOpen() {
    try {
      this.#socket = new WebSocket(this.createUri(this.opts.secure ? "wss" : "ws", this.query))
    } catch (error) {
      this.onError("websocket", error)
      return
    }
    this.#socket.onopen = () => this.onOpen()
    this.#socket.onclose = () => this.onClose()
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
    if (this.#socket === undefined) return
    this.#socket.onerror = null
    this.#socket.close()
  }
}

class FetchTransport extends Polling {
  doPoll() {
    this.#fetch("GET")
      .then((response) => response.text())
      .then(
        (text) => this.onData(text),
        (error) => this.onError("poll", error),
      )
  }

  doWrite(body, written) {
    this.#fetch("POST", body).then(
      () => written(),
      (error) => this.onError("poll", error),
    )
  }

  async #fetch(method, body) {
    const response = await fetch(this.uri(), { method, body, credentials: "include" })
    if (!response.ok) throw new Error(response.status)
    return response
  }
}

export const transports = { websocket: WebSocketTransport, polling: FetchTransport }
