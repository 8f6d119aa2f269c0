/**
 * Stands in for the class `Transport` of engine.io-client (build/esm/transport.js): what both transports share.
 *
 * Relied on there, in `socket.js`: it makes transports by their names with its options, in which it puts `query`, `socket`,
 * `hostname`, `port` and `secure`; writes the session's id to `query.sid`; reads `name`, `writable` and `query`; calls
 * `open`, `close`, `send`, `pause` and the emitter's methods; listens to "open", "drain", "packet", "error" and "close", for
 * the last two with what it passes on as the reason of its own.
 */
import { Emitter } from "./emitter.js"
import { decodePacket, type EnginePacket } from "./packets.js"

export interface TransportOptions {
  readonly hostname: string
  readonly port: string
  readonly path: string
  readonly secure: boolean
  readonly query: Record<string, string>
}

export abstract class Transport extends Emitter {
  abstract readonly name: string
  writable = false
  readonly opts: TransportOptions
  readonly query: Record<string, string>
  readyState: string | undefined

  constructor(opts: TransportOptions) {
    super()
    this.opts = opts
    this.query = opts.query
  }

  protected abstract doOpen(): void
  protected abstract doClose(): void
  protected abstract write(packets: readonly EnginePacket[]): void

  open(): void {
    this.readyState = "opening"
    this.doOpen()
  }

  close(): void {
    if (this.readyState !== "opening" && this.readyState !== "open") return
    this.doClose()
    this.onClose()
  }

  send(packets: readonly EnginePacket[]): void {
    if (this.readyState === "open") this.write(packets)
  }

  protected onOpen(): void {
    this.readyState = "open"
    this.writable = true
    this.emitReserved("open")
  }

  protected onData(text: string): void {
    this.onPacket(decodePacket(text))
  }

  protected onPacket(packet: EnginePacket): void {
    this.emitReserved("packet", packet)
  }

  /** As engine.io-client tells it: `description` is the status of an answer to a poll. */
  protected onError(reason: string, cause?: unknown): void {
    const description = Number((cause as Error | undefined)?.message)
    this.emitReserved("error", Object.assign(new Error(reason, { cause }), { description }))
  }

  protected onClose(details?: { readonly context: CloseEvent }): void {
    this.readyState = "closed"
    this.emitReserved("close", details)
  }

  /** Which of the schemes is told by the page's own, or the server's. */
  protected createUri(scheme: string, query: Readonly<Record<string, string>>): string {
    const { hostname, port, path } = this.opts
    return `${scheme}://${hostname}:${port}${path}?${new URLSearchParams(query)}`
  }
}
