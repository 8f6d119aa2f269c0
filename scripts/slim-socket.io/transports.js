/**
 * Stands in for engine.io-client's list of transports: no WebTransport, which needs a server of its own; polling by
 * `fetch`, which is half of that by XHR; a WebSocket as browsers have it.
 */
import { decodePayload, encodePacket, encodePayload } from "./packets.js"
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

class PollingTransport extends Transport {
  name = "polling"
  #polls = false

  doOpen() {
    this.#poll()
  }

  doClose() {
    const close = () => this.write([{ type: "close" }])
    if (this.readyState === "open") close()
    else this.once("open", close)
  }

  /** Before an upgrade: when nothing is under way any more, in either direction. */
  pause(paused) {
    this.readyState = "pausing"
    let waiting = 1
    const done = () => {
      if (--waiting > 0) return
      this.readyState = "paused"
      paused()
    }
    for (const event of [this.#polls && "polled", !this.writable && "drain"]) {
      if (event && waiting++) this.once(event, done)
    }
    done()
  }

  write(packets) {
    this.writable = false
    this.#fetch("POST", encodePayload(packets)).then(
      () => {
        this.writable = true
        this.emitReserved("drain")
      },
      (error) => this.onError("poll", error),
    )
  }

  onData(text) {
    for (const packet of decodePayload(text)) {
      if (packet.type === "open" && this.readyState === "opening") this.onOpen()
      if (packet.type === "close") this.onClose()
      else this.onPacket(packet)
    }
    if (this.readyState === "closed") return
    this.#polls = false
    this.emitReserved("polled")
    if (this.readyState === "open") this.#poll()
  }

  #poll() {
    this.#polls = true
    this.#fetch("GET")
      .then((response) => response.text())
      .then(
        (text) => this.onData(text),
        (error) => this.onError("poll", error),
      )
  }

  async #fetch(method, body) {
    // Some caches keep the answers to what looks the same.
    const query = { ...this.query, t: Math.random().toString(36).slice(2) }
    const url = this.createUri(this.opts.secure ? "https" : "http", query)
    const response = await fetch(url, { method, body, credentials: "include" })
    if (!response.ok) throw new Error(response.status)
    return response
  }
}

export const transports = { websocket: WebSocketTransport, polling: PollingTransport }
