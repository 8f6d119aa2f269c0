/**
 * One browser page's connection, shared by the namespaces of all its views: which templates it holds, what
 * it may still do, and when it may be told something. Small: there is one for every page that is open.
 */

import { SentTemplates } from "../render/values/sent-templates.js"
import { PushGate } from "./gate/push-gate.js"
import type { TransportLimits } from "./limits.js"

export class PageConnection {
  /** Those whose text the page holds. */
  readonly templates: SentTemplates = new SentTemplates()
  /** When its views may be told what they did not ask for. */
  readonly gate: PushGate = new PushGate()
  #views = 0
  #waitingSize = 0
  #sockets = 0
  /** Joins that may still be made at once, as of `#counted`; time refills it. */
  #allowance: number
  #counted: number

  constructor(limits: TransportLimits, now: number) {
    this.#allowance = burst(limits)
    this.#counted = now
  }

  /** Counts an attempt to join, or what costs as much as `count` of them. False: there were too many lately. */
  takeJoin(limits: TransportLimits, now: number, count = 1): boolean {
    const refill = (Math.max(0, now - this.#counted) / 1000) * limits.joinsPerSecond
    this.#allowance = Math.min(this.#allowance + refill, burst(limits))
    this.#counted = now
    if (this.#allowance < count) return false
    this.#allowance -= count
    return true
  }

  /**
   * Counts a namespace that was entered. False: too many, which no page of ours does. socket.io itself has no bound: packets
   * that arrive together make it enter the same namespace as often as they say.
   */
  takeSocket(limits: TransportLimits): boolean {
    if (this.#sockets >= limits.viewsPerConnection * 2) return false
    this.#sockets += 1
    return true
  }

  /** A namespace that was counted has been left. */
  releaseSocket(): void {
    this.#sockets -= 1
  }

  /**
   * Counts what waits to be handled, by its size. False: it is not taken, too much waits already. One message may always
   * wait: it has passed the limit of its own.
   */
  takeWaiting(size: number, limits: TransportLimits): boolean {
    if (this.#waitingSize > 0 && this.#waitingSize + size > limits.waitingSize) return false
    this.#waitingSize += size
    return true
  }

  /** What was counted as waiting has been handled. */
  releaseWaiting(size: number): void {
    this.#waitingSize -= size
  }

  /** Counts a view. False: the page holds as many as it may. */
  takeView(limits: TransportLimits): boolean {
    if (this.#views >= limits.viewsPerConnection) return false
    this.#views += 1
    return true
  }

  /** Whether it holds a view. */
  get hasViews(): boolean {
    return this.#views > 0
  }

  /** A view that was counted has ended. */
  releaseView(): void {
    this.#views -= 1
  }
}

/** Enough for every view to join, fail, and join again at once. */
function burst(limits: TransportLimits): number {
  return limits.viewsPerConnection * 2
}
