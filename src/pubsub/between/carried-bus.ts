/**
 * A bus between processes, over any {@link Carrier}. Listeners of this process are served at once and from memory; what
 * comes from others is checked, put in its order, and delivered once.
 *
 * ```
 * publish ─┬─► memory bus ─► listeners here
 *          └─► number ─► outgoing ─► carrier ══► carrier ─► check ─► arrivals ─► memory bus ─► listeners there
 * ```
 *
 * How the way to other processes is, the carrier says:
 *
 * ```
 *   new ─► connecting ─┬────► up       up: also once more, where it was away in part
 *                      │     ▲  │
 *                      │     │  ▼
 *                      └──► down       closed: from each of them, for good
 * ```
 */

import { LiveError } from "../../errors/live-error.js"
import { notices } from "../../telemetry/channels.js"
import { consoleLogger, type Logger } from "../../telemetry/logger.js"
import { type Clock, systemClock } from "../../util/clock.js"
import type { Bus, BusContext, BusHealth, BusListener, Unsubscribe } from "../bus.js"
import { MemoryBus } from "../memory-bus.js"
import type { Carrier, CarrierListener } from "./carrier.js"
import { type DropReason, type Envelope, readEnvelope } from "./envelope.js"
import { EnvelopeWriter } from "./envelope-writer.js"
import { withHops } from "./hops.js"
import { Listened } from "./listened.js"
import { Outgoing } from "./outgoing.js"

/** For who tests a bus. */
export interface CarriedBusOptions {
  readonly clock?: Clock | undefined
}

/** How the way to other processes is. */
type WayState = "new" | "connecting" | "up" | "down" | "closed"

const NEXT: Readonly<Record<WayState, readonly WayState[]>> = {
  new: ["connecting", "closed"],
  connecting: ["up", "down", "closed"],
  up: ["up", "down", "closed"],
  down: ["up", "closed"],
  closed: [],
}

interface Condition {
  readonly state: WayState
  /** Since when; milliseconds since 1970. */
  readonly since: number
  /** Why it is not up. */
  readonly reason: string | undefined
}

export class CarriedBus implements Bus, CarrierListener {
  readonly #carrier: Carrier
  readonly #clock: Clock
  readonly #writer: EnvelopeWriter
  readonly #outgoing: Outgoing
  readonly #topics = new Map<string, Listened>()
  #logger: Logger = consoleLogger("warn")
  #local: MemoryBus = new MemoryBus(this.#logger)
  #condition: Condition
  #dropped = 0

  constructor(carrier: Carrier, { clock = systemClock }: CarriedBusOptions = {}) {
    this.#carrier = carrier
    this.#clock = clock
    this.#condition = { state: "new", since: clock.now(), reason: undefined }
    this.#writer = new EnvelopeWriter(clock, carrier.limit)
    this.#outgoing = new Outgoing(clock, carrier, this)
  }

  /** @throws {@link LiveError} LV_BUS_IN_USE */
  start({ logger }: BusContext): void {
    if (this.#condition.state !== "new") throw new LiveError("LV_BUS_IN_USE", { engine: this.#carrier.engine })
    this.#logger = logger
    this.#local = new MemoryBus(logger)
    this.#turn("connecting", "it is connecting", this.#condition.since)
    this.#carrier.start(this)
  }

  /** @throws {@link LiveError} LV_BUS_MESSAGE_INVALID, LV_BUS_LOOP. Rejects with LV_BUS_LOST. */
  publish(topic: string, message: unknown): void | Promise<void> {
    if (this.#condition.state === "closed") return
    const text = this.#writer.write(topic, message)
    this.#local.publish(topic, message)
    return this.#outgoing.put(topic, text)
  }

  subscribe(topic: string, listener: BusListener, gap?: () => void): Unsubscribe {
    if (this.#condition.state === "closed") return () => {}
    const end = this.#local.subscribe(topic, listener)
    const listened = this.#topics.get(topic) ?? this.#listen(topic)
    const subscription = listened.add(gap)
    const unsubscribe = (): void => {
      end()
      if (listened.remove(subscription) && this.#topics.get(topic) === listened) this.#unlisten(topic, listened)
    }
    return Object.assign(unsubscribe, { confirmed: listened.confirmed })
  }

  health(): BusHealth {
    const { waiting, lost } = this.#outgoing
    const { state, since, reason } = this.#condition
    const counts = { since, waiting, lost, dropped: this.#dropped }
    return state === "up" ? { state, ...counts } : { state: "down", reason, ...counts }
  }

  async close(): Promise<void> {
    if (this.#condition.state === "closed") return
    const wasStarted = this.#condition.state !== "new"
    this.#turn("closed", "it is closed")
    this.#local.close()
    for (const listened of this.#topics.values()) listened.end()
    this.#topics.clear()
    this.#outgoing.close()
    if (wasStarted) await this.#carrier.close()
  }

  // Carrier listener

  get isUp(): boolean {
    return this.#condition.state === "up"
  }

  arrived(topic: string, given: unknown): void {
    const listened = this.#topics.get(topic)
    if (listened === undefined || this.#condition.state === "closed") return
    const envelope = readEnvelope(given, this.#carrier.limit)
    if (typeof envelope === "string") this.#drop(envelope, topic)
    // Listeners of this process have heard it already.
    else if (envelope.process !== this.#writer.process) listened.arrivals.take(envelope)
  }

  up(): void {
    if (this.#condition.state === "closed") return
    if (this.#condition.state === "down") {
      this.#logger.info(`${this.#carrier.engine} is back: messages reach other processes again.`, {
        away: this.#clock.now() - this.#condition.since,
        lost: this.#outgoing.lost,
      })
    }
    this.#turn("up", undefined)
    this.#outgoing.release()
    for (const listened of this.#topics.values()) listened.listen()
  }

  down(reason: string): void {
    if (this.#condition.state === "closed" || this.#condition.state === "down") return
    this.#turn("down", reason)
    for (const listened of this.#topics.values()) listened.lost()
    const { code, message } = new LiveError("LV_BUS_DOWN", { engine: this.#carrier.engine, reason })
    this.#logger.error(message, { code })
  }

  #turn(state: WayState, reason: string | undefined, since = this.#clock.now()): void {
    const before = this.#condition.state
    if (!NEXT[before].includes(state)) throw new Error(`A bus that is "${before}" cannot become "${state}".`)
    this.#condition = { state, since, reason }
  }

  #listen(topic: string): Listened {
    const listened = new Listened(topic, {
      carrier: this.#carrier,
      clock: this.#clock,
      deliver: (envelope) => this.#deliver(topic, envelope),
      dropped: (reason) => this.#drop(reason, topic),
      failed: (error) => {
        this.#logger.error(`${this.#carrier.engine} did not take the subscription to the topic "${topic}".`, {
          topic,
          error,
        })
      },
    })
    this.#topics.set(topic, listened)
    if (this.isUp) listened.listen()
    return listened
  }

  #unlisten(topic: string, listened: Listened): void {
    this.#topics.delete(topic)
    listened.end()
    // What fails here leaves a subscription that nobody heeds, until the next connection.
    if (this.isUp) this.#carrier.unlisten(topic).catch(() => {})
  }

  #deliver(topic: string, { hops, message }: Envelope): void {
    withHops(hops + 1, () => this.#local.publish(topic, message))
  }

  #drop(reason: DropReason, topic: string): void {
    this.#dropped += 1
    if (notices.bus.hasSubscribers) notices.bus.publish({ reason, topic })
    this.#logger.debug(`A message on the topic "${topic}" was dropped: ${reason}.`, { topic, reason })
  }
}
