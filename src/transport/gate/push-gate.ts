/**
 * When the views of one page may be told what they did not ask for: not while the page is behind with what it was told
 * before, and rarely while nobody sees it. Who was not let through tells the latest state, once, when it may.
 *
 * It is asked before something is rendered, and asks itself how much is unread: there is nothing to be kept in step. Only
 * while somebody waits does it listen for what the page takes.
 */

import { limitHit } from "../../telemetry/channels.js"
import type { Clock } from "../../util/clock.js"
import type { AtGate } from "./at-gate.js"
import { type HiddenPace, HiddenPage } from "./hidden-page.js"

/** The way to the page, of which others know more. */
export interface GateOwner {
  readonly peer: UnreadBytes
  readonly context: {
    readonly limits: { readonly unsentMark: number }
    readonly view: { readonly definition: { readonly name: string } }
  }
}

/** What a page was sent and has not read. */
export interface UnreadBytes {
  /** Bytes that the connection was given and the page has not taken yet, roughly. */
  readonly unsentBytes: number
  /** Has the listener called whenever the page may have taken some of them, until the function returned is called. */
  onTaken(listener: () => void): () => void
}

export class PushGate {
  /** Those that were not let through. Undefined: nobody was refused, as on all pages that read. */
  #waiting: Set<AtGate> | undefined
  #stopListening: (() => void) | undefined
  /** Undefined while the page is seen. */
  #hidden: HiddenPage | undefined

  /** True where one may be told something now. Else it is told when that has changed. */
  isOpenFor(one: AtGate, owner: GateOwner): boolean {
    if (!isBehind(owner)) return this.#hidden === undefined || this.#hidden.isOpenFor(one)
    if (this.#waiting === undefined) this.#shut(owner)
    this.#waiting?.add(one)
    return false
  }

  /** One was let through, and has told something. */
  told(one: AtGate): void {
    this.#hidden?.told(one)
  }

  /** Nobody sees the page from now on. */
  hide(pace: HiddenPace, clock: Clock): void {
    if (pace.every > 0) this.#hidden ??= new HiddenPage(pace, clock)
  }

  /** It is seen from now on. */
  show(): void {
    const hidden = this.#hidden
    this.#hidden = undefined
    hidden?.end()
  }

  /** One has left the page, and waits for nothing. */
  left(one: AtGate): void {
    this.#hidden?.left(one)
    if (this.#waiting?.delete(one) && this.#waiting.size === 0) this.#open()
  }

  #shut(owner: GateOwner): void {
    const { peer, context } = owner
    this.#waiting = new Set()
    this.#stopListening = peer.onTaken(() => {
      if (!isBehind(owner)) this.#open()
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

/** More is unread than may be before one waits with what nobody has asked for. */
function isBehind({ peer, context }: GateOwner): boolean {
  return peer.unsentBytes > context.limits.unsentMark
}
