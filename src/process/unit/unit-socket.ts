/**
 * What the sockets of all callbacks have in common. They write what was asked for, and have nothing of the process in
 * reach but that.
 */

import { LiveError } from "../../errors/live-error.js"
import { type Topic, topicName } from "../../pubsub/topic.js"
import { LONGEST_DELAY } from "../../util/clock.js"
import type { BaseSocket, Params } from "../../view/socket.js"
import type { TimerRequest } from "../resources/timers.js"
import type { UnitHost } from "./unit-host.js"

/** Nothing is started for a page that is only being written, or for a view that has ended. */
export function mayStart({ facts, isEnded }: UnitHost): boolean {
  return facts.isLive && !isEnded
}

export class UnitSocket implements BaseSocket<unknown> {
  readonly #host: UnitHost
  /** Whether there is a `handleInfo`. */
  readonly #takesInfos: boolean

  constructor(host: UnitHost, takesInfos: boolean) {
    this.#host = host
    this.#takesInfos = takesInfos
  }

  get "~sender"(): object {
    return this.#host.facts
  }

  get connected(): boolean {
    return this.#host.connected
  }

  get id(): string {
    return this.#host.facts.id
  }

  get view(): string {
    return this.#host.facts.view
  }

  get connectParams(): Params {
    return this.#host.facts.connectParams
  }

  subscribe(topic: Topic<unknown>): void {
    const name = topicName(topic)
    this.#needsHandleInfo("`socket.subscribe`")
    if (mayStart(this.#host)) this.#host.resources.subscribe(name)
  }

  unsubscribe(topic: Topic<unknown>): void {
    this.#host.resources.unsubscribe(topicName(topic))
  }

  sendAfter(ms: number, message: unknown): void {
    this.#needsHandleInfo("`socket.sendAfter`")
    this.#request({ kind: "after", ms, message })
  }

  sendInterval(ms: number, message: unknown): void {
    this.#needsHandleInfo("`socket.sendInterval`")
    this.#request({ kind: "every", ms, message })
  }

  pushEvent(name: string, payload?: unknown): void {
    // An HTTP response has no page yet that could hear it.
    if (this.#host.facts.isLive) this.#host.ask({ kind: "event", name, payload })
  }

  title(text: string): void {
    this.#host.ask({ kind: "title", text: String(text) })
  }

  #request(timer: TimerRequest): void {
    const { ms } = timer
    // Longer delays would run at once: Node's timers count in 31 bits.
    if (typeof ms !== "number" || !(ms >= 0 && ms <= LONGEST_DELAY)) {
      throw new LiveError("LV_DELAY_INVALID", { given: ms })
    }
    if (!mayStart(this.#host)) return
    this.#host.resources.requestTimer(timer)
    this.#host.touched()
  }

  #needsHandleInfo(what: string): void {
    if (!this.#takesInfos) throw new LiveError("LV_NO_HANDLE_INFO", { view: this.view, what })
  }
}
