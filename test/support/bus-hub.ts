/** An engine in memory, which can lose, repeat, reorder and go away: for buses between "processes" of one test. */

import type { Carrier, CarrierListener } from "../../src/pubsub/between/carrier.js"

/** One connection to a {@link BusHub}. */
class HubCarrier implements Carrier {
  readonly engine = "The hub"
  readonly limit = 2_000_000
  readonly ordered: boolean
  readonly topics = new Set<string>()
  listener: CarrierListener | undefined
  readonly #hub: BusHub
  readonly #prefix: string

  constructor(hub: BusHub, ordered: boolean, prefix: string) {
    this.#hub = hub
    this.#prefix = prefix
    this.ordered = ordered
  }

  start(listener: CarrierListener): void {
    this.listener = listener
    if (this.#hub.isUp) listener.up()
  }

  send(topic: string, text: string): Promise<void> {
    if (!this.#hub.isUp) return Promise.reject(new Error("The hub is down."))
    this.#hub.bring(topic, text, this.#prefix)
    return Promise.resolve()
  }

  async listen(topic: string): Promise<void> {
    await this.#hub.confirming
    if (this.#hub.refused.has(topic)) throw new Error("The hub does not allow it.")
    this.topics.add(topic)
  }

  unlisten(topic: string): Promise<void> {
    this.topics.delete(topic)
    return Promise.resolve()
  }

  arrived(topic: string, text: unknown, prefix: string): void {
    if (prefix === this.#prefix && this.topics.has(topic)) queueMicrotask(() => this.listener?.arrived(topic, text))
  }

  close(): Promise<void> {
    this.#hub.carriers.delete(this)
    return Promise.resolve()
  }
}

export class BusHub {
  isUp = true
  readonly carriers = new Set<HubCarrier>()
  /** Subscriptions are confirmed when it resolves. */
  confirming: Promise<void> = Promise.resolve()
  /** Topics that may not be listened to. */
  readonly refused = new Set<string>()
  /** What becomes of a text on its way: nothing, it twice, it after the next, … */
  route: (text: string, topic: string) => readonly string[] = (text) => [text]

  connect({ ordered = true, prefix = "" }: { readonly ordered?: boolean; readonly prefix?: string } = {}): Carrier {
    const carrier = new HubCarrier(this, ordered, prefix)
    this.carriers.add(carrier)
    return carrier
  }

  bring(topic: string, text: unknown, prefix = ""): void {
    const texts = typeof text === "string" ? this.route(text, topic) : [text]
    for (const carrier of this.carriers) for (const one of texts) carrier.arrived(topic, one, prefix)
  }

  goDown(reason = "someone pulled the plug"): void {
    this.isUp = false
    for (const carrier of this.carriers) {
      carrier.topics.clear()
      carrier.listener?.down(reason)
    }
  }

  comeBack(): void {
    this.isUp = true
    for (const carrier of this.carriers) carrier.listener?.up()
  }
}
