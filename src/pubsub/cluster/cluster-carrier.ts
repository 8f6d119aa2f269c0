/** Carries messages between the workers of Node's cluster, through their primary process. */

import type { CancelTimer, Clock } from "../../util/clock.js"
import type { Carrier, CarrierListener } from "../between/carrier.js"
import { type ClusterMessage, clusterMessage, isClusterMessage } from "./messages.js"
import { Questions } from "./questions.js"

/** The channel of a worker to its primary; `process` itself is one. */
export interface WorkerChannel {
  readonly connected: boolean
  send?(message: object, callback: (error: Error | null) => void): unknown
  on(event: "message", listener: (message: unknown) => void): unknown
  on(event: "disconnect", listener: () => void): unknown
  off(event: "message", listener: (message: unknown) => void): unknown
  off(event: "disconnect", listener: () => void): unknown
}

export interface ClusterCarrierOptions {
  readonly clock: Pick<Clock, "after">
  /** Tells the buses of one program apart. */
  readonly prefix: string
  /** Bytes of the longest message. */
  readonly limit: number
}

/** Milliseconds after which a primary that has not answered is asked again. */
const PATIENCE = 1_000

export class ClusterCarrier implements Carrier {
  readonly ordered = true
  readonly engine = "The cluster's primary process"
  readonly #channel: WorkerChannel
  readonly #options: ClusterCarrierOptions
  readonly #questions = new Questions()
  #listener: CarrierListener | undefined
  #asking: CancelTimer | undefined

  constructor(channel: WorkerChannel, options: ClusterCarrierOptions) {
    this.#channel = channel
    this.#options = options
  }

  get limit(): number {
    return this.#options.limit
  }

  get #prefix(): string {
    return this.#options.prefix
  }

  start(listener: CarrierListener): void {
    this.#listener = listener
    // Not a worker: there is nobody else, and the bus is one within this process.
    if (this.#channel.send === undefined) return listener.up()
    this.#channel.on("message", this.#message)
    this.#channel.on("disconnect", this.#disconnected)
    this.#ask()
  }

  send(topic: string, text: string): Promise<void> {
    return this.#tell(clusterMessage(this.#prefix, "text", { topic, text }))
  }

  listen(topic: string): Promise<void> {
    if (this.#channel.send === undefined) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const number = this.#questions.ask(resolve)
      this.#tell(clusterMessage(this.#prefix, "listen", { topic, number })).catch((error: unknown) => {
        this.#questions.withdraw(number)
        reject(error)
      })
    })
  }

  unlisten(topic: string): Promise<void> {
    return this.#tell(clusterMessage(this.#prefix, "unlisten", { topic }))
  }

  close(): Promise<void> {
    this.#listener = undefined
    this.#asking?.()
    this.#questions.clear()
    this.#channel.off("message", this.#message)
    this.#channel.off("disconnect", this.#disconnected)
    // Nobody waits for that: the primary forgets a worker that ends anyway.
    this.#tell(clusterMessage(this.#prefix, "leave")).catch(() => {})
    return Promise.resolve()
  }

  /** Until there is an answer: the primary may not have come to `setupClusterBus()` yet. */
  #ask(): void {
    this.#tell(clusterMessage(this.#prefix, "hello")).catch(() => {})
    this.#asking = this.#options.clock.after(PATIENCE, () => {
      this.#listener?.down('it does not answer: call `setupClusterBus()` of "livemount/cluster" there, before it forks')
      this.#ask()
    })
  }

  #tell(message: ClusterMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#channel.send === undefined) return resolve()
      // A channel that is closed throws in some cases, and calls back in others.
      if (!this.#channel.connected) return reject(new Error("The channel to the primary process is closed."))
      this.#channel.send(message, (error) => (error === null ? resolve() : reject(error)))
    })
  }

  readonly #message = (message: unknown): void => {
    if (!isClusterMessage(message) || message.prefix !== this.#prefix) return
    if (message.kind === "text") this.#listener?.arrived(message.topic, message.text)
    else if (message.kind === "listening") this.#questions.answer(message.number)
    else if (message.kind === "welcome") {
      this.#asking?.()
      this.#asking = undefined
      this.#listener?.up()
    }
  }

  readonly #disconnected = (): void => {
    this.#asking?.()
    this.#questions.clear()
    this.#listener?.down("the channel to it is closed")
  }
}
