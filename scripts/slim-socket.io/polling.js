/**
 * Polling by `fetch`, which is half of that by XHR: loaded when no WebSocket gets through. What it shares with the main
 * script is handed over: imported by both it would be a file of its own, for which every page would wait.
 */

/** Between the packets of one poll. */
const SEPARATOR = "\x1e"

export function makePolling(Transport, encodePacket, decodePacket) {
  return class PollingTransport extends Transport {
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
      this.#fetch("POST", packets.map(encodePacket).join(SEPARATOR)).then(
        () => {
          this.writable = true
          this.emitReserved("drain")
        },
        (error) => this.onError("poll", error),
      )
    }

    onData(text) {
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
}
