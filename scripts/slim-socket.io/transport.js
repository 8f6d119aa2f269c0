/** What both transports share, as engine.io-client's `socket.js` wants it. */
import { Emitter } from "./emitter.js"
import { decodePacket } from "./packets.js"

export class Transport extends Emitter {
  writable = false
  opts
  query
  socket
  readyState

  constructor(opts) {
    super()
    this.opts = opts
    this.query = opts.query
    this.socket = opts.socket
  }

  open() {
    this.readyState = "opening"
    this.doOpen()
  }

  close() {
    if (this.readyState !== "opening" && this.readyState !== "open") return
    this.doClose()
    this.onClose()
  }

  send(packets) {
    if (this.readyState === "open") this.write(packets)
  }

  onOpen() {
    this.readyState = "open"
    this.writable = true
    this.emitReserved("open")
  }

  onData(text) {
    this.onPacket(decodePacket(text))
  }

  onPacket(packet) {
    this.emitReserved("packet", packet)
  }

  /** As engine.io-client tells it: `description` is the status of an answer to a poll. */
  onError(reason, cause) {
    this.emitReserved("error", Object.assign(new Error(reason, { cause }), { description: Number(cause?.message) }))
  }

  onClose(details) {
    this.readyState = "closed"
    this.emitReserved("close", details)
  }

  /** Which of the schemes is told by the page's own, or the server's. */
  createUri(scheme, query) {
    const { hostname, port, path } = this.opts
    return `${scheme}://${hostname}:${port}${path}?${new URLSearchParams(query)}`
  }
}
