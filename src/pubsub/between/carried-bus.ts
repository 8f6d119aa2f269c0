/**
 * A bus between processes, over any {@link Carrier}. Listeners of this process are served at once and from memory; what
 * comes from others is checked, put in its order, and delivered once.
 *
 * ```
 * publish ─┬─► memory bus ─► listeners here
 *          └─► number ─► outgoing ─► carrier ══► carrier ─► check ─► arrivals ─► memory bus ─► listeners there
 * ```
 */

import { randomUUID } from "node:crypto"
import { LiveError } from "../../errors/live-error.js"
import { notices } from "../../telemetry/channels.js"
import { consoleLogger, type Logger } from "../../telemetry/logger.js"
import { type Clock, systemClock } from "../../util/clock.js"
import type { Bus, BusHealth, BusHost, BusListener, Unsubscribe } from "../bus.js"
import { MemoryBus } from "../memory-bus.js"
import type { Carrier, CarrierListener } from "./carrier.js"
import { type DropReason, type Envelope, readEnvelope, writeEnvelope } from "./envelope.js"
import { currentHops, MOST_HOPS, withHops } from "./hops.js"
import { Listened } from "./listened.js"
import { Outgoing } from "./outgoing.js"
import { SentNumbers } from "./sent-numbers.js"

/** For who tests a bus. */
export interface CarriedBusOptions {
  readonly clock?: Clock | undefined
}

export class CarriedBus implements Bus, CarrierListener {
  readonly #carrier: Carrier
  readonly #clock: Clock
  readonly #process: string = randomUUID()
  readonly #numbers = new SentNumbers()
  readonly #outgoing: Outgoing
  readonly #topics = new Map<string, Listened>()
  #logger: Logger = consoleLogger("warn")
  #local: MemoryBus = new MemoryBus(this.#logger)
  #state: "new" | "connecting" | "up" | "down" | "closed" = "new"
  #since: number
  #reason: string | undefined
  #dropped = 0

  constructor(carrier: Carrier, { clock = systemClock }: CarriedBusOptions = {}) {
    this.#carrier = carrier
    this.#clock = clock
    this.#since = clock.now()
    this.#outgoing = new Outgoing(clock, carrier.engine, (topic, text) => carrier.send(topic, text))
  }

  /** @throws {@link LiveError} LV_BUS_IN_USE */
  start({ logger }: BusHost): void {
    if (this.#state !== "new") throw new LiveError("LV_BUS_IN_USE", { engine: this.#carrier.engine })
    this.#logger = logger
    this.#local = new MemoryBus(logger)
    this.#state = "connecting"
    this.#reason = "it is connecting"
    this.#carrier.start(this)
  }

  /** @throws {@link LiveError} LV_BUS_MESSAGE_INVALID, LV_BUS_LOOP. Rejects with LV_BUS_LOST. */
  publish(topic: string, message: unknown): void | Promise<void> {
    if (this.#state === "closed") return
    const text = this.#write(topic, message)
    this.#local.publish(topic, message)
    return this.#outgoing.put(topic, text)
  }

  subscribe(topic: string, listener: BusListener, gap?: () => void): Unsubscribe {
    if (this.#state === "closed") return () => {}
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
    const counts = { since: this.#since, waiting, lost, dropped: this.#dropped }
    return this.#state === "up" ? { state: "up", ...counts } : { state: "down", reason: this.#reason, ...counts }
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return
    const wasStarted = this.#state !== "new"
    this.#turn("closed", "it is closed")
    this.#local.close()
    for (const listened of this.#topics.values()) listened.end()
    this.#topics.clear()
    this.#outgoing.close()
    if (wasStarted) await this.#carrier.close()
  }

  // Carrier listener

  arrived(topic: string, given: unknown): void {
    const listened = this.#topics.get(topic)
    if (listened === undefined || this.#state === "closed") return
    const envelope = readEnvelope(given, this.#carrier.limit)
    if (typeof envelope === "string") this.#drop(envelope, topic)
    // Listeners of this process have heard it already.
    else if (envelope.process !== this.#process) listened.arrivals.take(envelope)
  }

  up(): void {
    if (this.#state === "closed") return
    if (this.#state === "down") {
      this.#logger.info(`${this.#carrier.engine} is back: messages reach other processes again.`, {
        away: this.#clock.now() - this.#since,
        lost: this.#outgoing.lost,
      })
    }
    this.#turn("up", undefined)
    this.#outgoing.up()
    for (const listened of this.#topics.values()) listened.listen()
  }

  down(reason: string): void {
    if (this.#state === "closed" || this.#state === "down") return
    this.#turn("down", reason)
    this.#outgoing.down()
    for (const listened of this.#topics.values()) listened.lost()
    const { code, message } = new LiveError("LV_BUS_DOWN", { engine: this.#carrier.engine, reason })
    this.#logger.error(message, { code })
  }

  #turn(state: "up" | "down" | "closed", reason: string | undefined): void {
    this.#state = state
    this.#reason = reason
    this.#since = this.#clock.now()
  }

  #write(topic: string, message: unknown): string {
    const hops = currentHops()
    if (hops >= MOST_HOPS) throw new LiveError("LV_BUS_LOOP", { topic, hops })
    const { number, previous } = this.#numbers.take(topic)
    const { limit } = this.#carrier
    const envelope = { process: this.#process, number, previous, sentAt: this.#clock.now(), hops, message }
    const text = written(envelope, topic)
    const bytes = Buffer.byteLength(text)
    if (bytes > limit)
      throw new LiveError("LV_BUS_MESSAGE_INVALID", { topic, why: `it has ${bytes} bytes, ${limit} at most travel` })
    return text
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
    if (this.#state === "up") listened.listen()
    return listened
  }

  #unlisten(topic: string, listened: Listened): void {
    this.#topics.delete(topic)
    listened.end()
    // What fails here leaves a subscription that nobody heeds, until the next connection.
    if (this.#state === "up") this.#carrier.unlisten(topic).catch(() => {})
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

function written(envelope: Envelope, topic: string): string {
  let text: string | undefined
  try {
    text = writeEnvelope(envelope)
  } catch (cause) {
    throw new LiveError("LV_BUS_MESSAGE_INVALID", { topic, why: "it cannot be written as JSON" }, { cause })
  }
  if (text === undefined) throw new LiveError("LV_BUS_MESSAGE_INVALID", { topic, why: "JSON has nothing for it" })
  return text
}
