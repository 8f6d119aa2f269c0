/**
 * Stands in for engine.io-client's `Socket`: Engine.IO's protocol 4 over a line, without binary data. Handshake, heartbeat and the
 * end; how packets travel, and by what, is the line's. It connects as soon as it is made.
 */
import type { Handshake } from "../../../src/protocol/handshake.js"
import type { Engine, EngineDelegate } from "../engine.js"
import type { Line, LineOwner, OpenLine } from "./line.js"

/** Where the server is. */
interface SlimAddress {
  readonly path: string
  /** The name of the process that keeps the page's views; empty: none does. */
  readonly node: string
}

export class SlimEngine implements Engine, LineOwner {
  maxPayload: number | undefined
  readonly #delegate: EngineDelegate
  #line: Line | undefined
  #state: "opening" | "open" | "closed" = "opening"
  /** In ms, from one ping to the next at most. */
  #patience = 0
  #isDueAt = Number.POSITIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #wentOffline = (): void => this.lineEnded()

  constructor(uri: string, { path, node }: SlimAddress, delegate: EngineDelegate, open: OpenLine) {
    this.#delegate = delegate
    const url = new URL(`${path.replace(/\/$/, "")}/?EIO=4`, uri)
    if (node) url.searchParams.set("node", node)
    try {
      this.#line = open(url, this)
    } catch {
      // Later: whoever made this listens only then.
      queueMicrotask(this.#wentOffline)
    }
    // What is on this machine is there without a network, too.
    if (url.hostname !== "localhost") addEventListener("offline", this.#wentOffline)
  }

  get transport(): string {
    return (this.#line as Line).transport
  }

  write(text: string): void {
    this.#line?.send(`4${text}`)
  }

  close(): void {
    this.lineEnded()
  }

  isOverdue(): boolean {
    // Timers sleep with the device.
    const isOverdue = Date.now() > this.#isDueAt
    if (isOverdue) queueMicrotask(this.#wentOffline)
    return isOverdue
  }

  // From the line

  lineReceived(packet: string): void {
    const type = packet[0]
    const data = packet.slice(1)
    if (this.#state === "open") {
      if (type === "4") return this.#delegate.engineReceived(this, data)
      if (type === "2") {
        this.#line?.send("3")
        return this.#expectPing()
      }
    } else if (this.#state === "opening" && type === "0") return this.#opened(JSON.parse(data) as Handshake)
    // What a state does not take ends it.
    if (type !== "6") this.lineEnded()
  }

  lineEnded(details?: unknown): void {
    if (this.#state === "closed") return
    this.#state = "closed"
    clearTimeout(this.#timer)
    removeEventListener("offline", this.#wentOffline)
    this.#line?.close()
    this.#delegate.engineEnded(this, details)
  }

  #opened({ pingInterval, pingTimeout, maxPayload }: Handshake): void {
    this.#state = "open"
    this.#patience = pingInterval + pingTimeout
    this.maxPayload = maxPayload
    this.#expectPing()
    this.#delegate.engineOpened(this)
  }

  #expectPing(): void {
    clearTimeout(this.#timer)
    this.#isDueAt = Date.now() + this.#patience
    this.#timer = setTimeout(this.#wentOffline, this.#patience)
  }
}
