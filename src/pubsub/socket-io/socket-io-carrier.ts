/**
 * Carries messages over the adapter that the app's socket.io server has. In a namespace of its own, which no client may enter:
 * the app's own events and ours do not meet.
 */

import { LiveError } from "../../errors/live-error.js"
import type { Carrier, CarrierListener } from "../between/carrier.js"

/** A namespace of socket.io, as far as it is used here. */
export interface BusNamespace {
  readonly adapter: object
  use(middleware: (socket: never, next: (error?: Error) => void) => void): unknown
  on(event: "message", listener: (topic: unknown, text: unknown) => void): unknown
  off(event: "message", listener: (topic: unknown, text: unknown) => void): unknown
  serverSideEmit(event: "message", topic: string, text: string): boolean
}

/** A server of socket.io 4, as far as it is used here. */
export interface BusServer {
  of(name: string): unknown
}

export class SocketIoCarrier implements Carrier {
  // Some adapters send large messages another way than small ones, so they may overtake each other.
  readonly ordered = false
  readonly engine = "The adapter of socket.io"
  readonly limit: number
  readonly #namespace: BusNamespace
  #listener: CarrierListener | undefined

  /** @throws {@link LiveError} LV_BUS_NO_ADAPTER */
  constructor(io: BusServer, name: string, limit: number) {
    this.#namespace = io.of(name) as BusNamespace
    this.limit = limit
    // The adapter that every server has is one within the process; it would only write a warning for each message.
    if (/^(?:Session|SessionAware)?Adapter$/.test(this.#namespace.adapter.constructor.name)) {
      throw new LiveError("LV_BUS_NO_ADAPTER", { adapter: this.#namespace.adapter.constructor.name })
    }
    this.#namespace.use((_socket, next) => next(new Error("This namespace is for servers.")))
  }

  start(listener: CarrierListener): void {
    this.#listener = listener
    this.#namespace.on("message", this.#message)
    // Adapters connect by themselves, and do not say when they have.
    listener.up()
  }

  send(topic: string, text: string): Promise<void> {
    this.#namespace.serverSideEmit("message", topic, text)
    return Promise.resolve()
  }

  /** Every server gets everything. */
  listen(): Promise<void> {
    return Promise.resolve()
  }

  unlisten(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.#listener = undefined
    this.#namespace.off("message", this.#message)
    return Promise.resolve()
  }

  readonly #message = (topic: unknown, text: unknown): void => {
    if (typeof topic === "string") this.#listener?.arrived(topic, text)
  }
}
