/**
 * Stands in for engine.io-client's `Polling` and `XHR` (build/esm/transports/polling.js, polling-xhr.js): polling by `fetch`,
 * which is half of that by XHR.
 *
 * Relied on there: before an upgrade `socket.js` calls `pause` with what to call when nothing is under way any more; while
 * it is `upgrading` it sends nothing. It takes "close" from this transport as the end of the connection, and the status of
 * a refused request from the error's `description`.
 */
import { decodePacket, type EnginePacket, encodePacket } from "./packets.js"
import { Transport } from "./transport.js"

/** Between the packets of one poll. */
const SEPARATOR = "\x1e"

export class PollingTransport extends Transport {
  readonly name = "polling"
  #polls = false

  protected doOpen(): void {
    this.#poll()
  }

  protected doClose(): void {
    const close = (): void => this.write([{ type: "close" }])
    if (this.readyState === "open") close()
    else this.once("open", close)
  }

  /** Before an upgrade: when nothing is under way any more, in either direction. */
  pause(paused: () => void): void {
    this.readyState = "pausing"
    let waiting = 1
    const done = (): void => {
      if (--waiting > 0) return
      this.readyState = "paused"
      paused()
    }
    for (const event of [this.#polls && "polled", !this.writable && "drain"]) {
      if (event && waiting++) this.once(event, done)
    }
    done()
  }

  protected write(packets: readonly EnginePacket[]): void {
    this.writable = false
    this.#fetch("POST", packets.map(encodePacket).join(SEPARATOR)).then(
      () => {
        this.writable = true
        this.emitReserved("drain")
      },
      (error) => this.onError("poll", error),
    )
  }

  protected override onData(text: string): void {
    for (const packet of text.split(SEPARATOR).map(decodePacket)) {
      if (packet.type === "open" && this.readyState === "opening") this.onOpen()
      if (packet.type === "close") this.onClose()
      else this.onPacket(packet)
    }
    if (this.readyState === "closed") return
    this.#polls = false
    this.emitReserved("polled")
    if (this.readyState === "open") this.#poll()
  }

  #poll(): void {
    this.#polls = true
    this.#fetch("GET")
      .then((response) => response.text())
      .then(
        (text) => this.onData(text),
        (error) => this.onError("poll", error),
      )
  }

  async #fetch(method: string, body: string | null = null): Promise<Response> {
    // Some caches keep the answers to what looks the same.
    const query = { ...this.query, t: Math.random().toString(36).slice(2) }
    const url = this.createUri(this.opts.secure ? "https" : "http", query)
    const response = await fetch(url, { method, body, credentials: "include" })
    if (!response.ok) throw new Error(String(response.status))
    return response
  }
}
