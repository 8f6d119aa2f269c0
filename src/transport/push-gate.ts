/**
 * When the views of one page may be told what they did not ask for: not while the page is behind with what it was told
 * before. Who was not let through tells the latest state, once, when the page has read.
 *
 * It is asked before something is rendered, and asks itself how much is unread: there is nothing to be kept in step. Only
 * while somebody waits does it listen for what the page takes.
 */

import { limitHit } from "../telemetry/channels.js"
import { isBehind } from "./limits.js"
import type { NamespaceContext } from "./namespace-context.js"
import type { Peer } from "./peer.js"

/** Who asks to be let through: a seat. */
export interface AtGate {
  /** It may be let through now, if it asks once more. */
  gateOpened(): void
}

/** The way to the page. */
export interface GateOwner {
  readonly peer: Peer
  readonly context: NamespaceContext
}

export class PushGate {
  /** Those that were not let through. Undefined: nobody was refused, as on all pages that read. */
  #waiting: Set<AtGate> | undefined
  #stopListening: (() => void) | undefined

  /** True where one may be told something now. Else it is told when that has changed. */
  isOpenFor(one: AtGate, owner: GateOwner): boolean {
    const { peer, context } = owner
    if (!isBehind(peer.unsentBytes, context.limits)) return true
    if (this.#waiting === undefined) this.#shut(owner)
    this.#waiting?.add(one)
    return false
  }

  /** One has left the page, and waits for nothing. */
  left(one: AtGate): void {
    if (this.#waiting?.delete(one) && this.#waiting.size === 0) this.#open()
  }

  #shut({ peer, context }: GateOwner): void {
    this.#waiting = new Set()
    this.#stopListening = peer.onTaken(() => {
      if (!isBehind(peer.unsentBytes, context.limits)) this.#open()
    })
    limitHit({ limit: "unsentMark", view: context.view.definition.name, given: peer.unsentBytes })
  }

  #open(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    this.#stopListening?.()
    this.#stopListening = undefined
    for (const one of waiting) one.gateOpened()
  }
}
