/**
 * Stands in for socket.io-client's Manager and Socket in the script that the middleware serves: the part of them that
 * client/connection/socket-connection.ts uses, a third of the size. What travels is the same, socket.io's protocol 5
 * over engine.io-client; test/integration/client-connection.test.ts runs against both.
 */
import { Socket as Engine } from "engine.io-client"
import { loadPolling, transports } from "./transports.js"

const [CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR] = [0, 1, 2, 3, 4]

/** One listener per event is all our side needs. */
class Listeners {
  #heard = {}

  on(event, listener) {
    this.#heard[event] = listener
  }

  tell(event, ...details) {
    this.#heard[event]?.(...details)
  }
}

export class Manager extends Listeners {
  engine
  #uri
  #options
  #encoder
  #decoder
  #state = "closed"
  #timer
  #sockets = []

  constructor(uri, options) {
    super()
    this.#uri = uri
    this.#options = options
    const { Encoder, Decoder } = this.#options.parser
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

  get isOpen() {
    return this.#state === "open"
  }

  /** Milliseconds that an attempt to open may take. */
  timeout(milliseconds) {
    this.#options.timeout = milliseconds
  }

  open() {
    if (this.#state !== "closed") return
    this.#state = "opening"
    const timer = setTimeout(() => this.#failed(new Error("timeout")), this.#options.timeout)
    this.#timer = timer
    if (transports[this.#options.transports[0]]) return this.#start()
    const isDue = () => this.#timer === timer && this.#state === "opening"
    loadPolling().then(
      () => isDue() && this.#start(),
      (error) => isDue() && this.#failed(error),
    )
  }

  #start() {
    const engine = new Engine(this.#uri, this.#options)
    this.engine = engine
    const heed = (event, listener) => {
      engine.on(event, (detail) => {
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
        this.#decoder.add(text)
      } catch {
        this._close()
      }
    })
    heed("error", (error) => {
      if (!this.isOpen) this.#failed(error)
    })
    heed("close", () => this._close())
  }

  socket(namespace) {
    const socket = new NamespaceSocket(this, namespace)
    this.#sockets.push(socket)
    return socket
  }

  write(packet) {
    if (this.isOpen) for (const text of this.#encoder.encode(packet)) this.engine.write(text)
  }

  /** A connection that carries nothing is closed. */
  released() {
    if (!this.#sockets.some((socket) => socket.active)) this._close()
  }

  _close() {
    if (this.#state === "closed") return
    this.#closed()
    for (const socket of this.#sockets) socket.engineClosed()
    this.tell("close")
  }

  /** It never opened. */
  #failed(error) {
    this.#closed()
    this.tell("error", error)
  }

  #closed() {
    clearTimeout(this.#timer)
    this.#state = "closed"
    this.engine?.close()
  }
}

class NamespaceSocket extends Listeners {
  namespace
  connected = false
  /** True if it opens with the manager. */
  active = false
  #manager
  #acknowledgements = new Map()
  #lastId = 0

  constructor(manager, namespace) {
    super()
    this.#manager = manager
    this.namespace = namespace
  }

  connect() {
    if (this.active) return
    this.active = true
    this.#manager.open()
    if (this.#manager.isOpen) this.engineOpened()
  }

  emit(...data) {
    // After the device has slept the connection may be long dead; asking makes the engine close it.
    if (!this.connected || this.#manager.engine._hasPingExpired()) return
    if (typeof data.at(-1) !== "function") return this.#write(EVENT, data)
    this.#acknowledgements.set(++this.#lastId, data.pop())
    return this.#write(EVENT, data, this.#lastId)
  }

  // From the manager

  engineOpened() {
    if (this.active) this.#write(CONNECT)
  }

  engineClosed() {
    if (!this.active) return
    this.#forget()
    this.tell("disconnect")
  }

  received({ type, id, data }) {
    if (!this.active) return
    if (type === CONNECT) {
      this.connected = true
      this.tell("connect")
    } else if (type === EVENT) {
      this.tell(...data)
    } else if (type === ACK) {
      const acknowledge = this.#acknowledgements.get(id)
      this.#acknowledgements.delete(id)
      acknowledge?.(...data)
    } else if (type === DISCONNECT) {
      this.#end("disconnect")
    } else if (type === CONNECT_ERROR) {
      this.#end("connect_error", new Error(data?.message))
    }
  }

  #end(...event) {
    this.active = false
    this.#forget()
    this.tell(...event)
    this.#manager.released()
  }

  #forget() {
    this.connected = false
    this.#acknowledgements.clear()
  }

  #write(type, data, id) {
    this.#manager.write({ type, nsp: this.namespace, id, data })
  }
}
