/**
 * A connection that begins with polling, and is upgraded to a WebSocket where one gets through: engine.io-client's own
 * `Socket` (build/esm/socket.js), which is what "engine.io-client" means here, over the stand-ins of this folder. Handshake,
 * heartbeat and upgrade are its own. Loaded when a WebSocket could not be opened.
 *
 * Relied on there: `new Socket(uri, options)` opens by itself; it tells "open", "data" with a text, "error" and "close"
 * (reason, details), at most one "close", after which it tells nothing; `write`, `close` (which sends what waits first) and
 * `_hasPingExpired`, which ends it when the heartbeat is overdue; `_maxPayload` and `transport.name`.
 */
import { Socket } from "engine.io-client"
import type { Engine, EngineDelegate } from "../../engine.js"

/** What its types keep to themselves. */
interface Unsaid {
  readonly _maxPayload: number
  _hasPingExpired(): boolean
}

export class PollingEngine implements Engine {
  readonly #socket: Socket

  constructor(uri: string, path: string, delegate: EngineDelegate) {
    const socket = new Socket(uri, { path, transports: ["polling", "websocket"] })
    socket.on("open", () => delegate.engineOpened(this))
    socket.on("data", (text) => delegate.engineReceived(this, text as string))
    socket.on("close", (_reason, details) => delegate.engineEnded(this, details))
    this.#socket = socket
  }

  get transport(): string {
    return this.#socket.transport.name
  }

  get maxPayload(): number {
    return this.#unsaid._maxPayload
  }

  write(text: string): void {
    this.#socket.write(text)
  }

  close(): void {
    this.#socket.close()
  }

  isOverdue(): boolean {
    return this.#unsaid._hasPingExpired()
  }

  get #unsaid(): Unsaid {
    return this.#socket as unknown as Unsaid
  }
}
