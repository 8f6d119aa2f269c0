/**
 * What the sockets of all callbacks have in common. They write what was asked for, and have nothing of the process in
 * reach but that.
 */

import { LiveError } from "../../errors/live-error.js"
import type { MoveOptions } from "../../protocol/command-options.js"
import { coalesceOf, type Topic, topicName } from "../../pubsub/topic.js"
import { LONGEST_DELAY } from "../../util/clock.js"
import type { Flash } from "../../util/flash.js"
import { checkOptionNames } from "../../util/option-names.js"
import type { BaseSocket } from "../../view/socket.js"
import type { TimerRequest } from "../resources/timers.js"
import { FactsSocket } from "./facts-socket.js"
import { patchTarget } from "./place/patch-target.js"
import type { UnitOwner } from "./unit-owner.js"

/** Nothing is started for a page that is only being written, or for a view that has ended. */
export function mayStart({ facts, isEnded }: UnitOwner): boolean {
  return facts.isLive && !isEnded
}

const PUSH: MoveOptions = {}
const OPTIONS = ["replace"]

/**
 * Whether an address is to take the place of the one that is shown.
 *
 * @throws {@link LiveError} LV_OPTION_UNKNOWN
 */
export function isReplacing(options: MoveOptions = PUSH): boolean {
  if (options !== PUSH) checkOptionNames(options, OPTIONS)
  return options.replace ?? false
}

export class UnitSocket extends FactsSocket implements BaseSocket<unknown> {
  readonly #owner: UnitOwner
  /** Whether there is a `handleInfo`. */
  readonly #takesInfos: boolean

  constructor(owner: UnitOwner, takesInfos: boolean) {
    super(owner)
    this.#owner = owner
    this.#takesInfos = takesInfos
  }

  get "~sender"(): object {
    return this.#owner.facts
  }

  subscribe(topic: Topic<unknown>): void {
    const name = topicName(topic)
    this.#needsHandleInfo("`socket.subscribe`")
    if (mayStart(this.#owner)) this.#owner.resources.subscribe(name, coalesceOf(topic))
  }

  unsubscribe(topic: Topic<unknown>): void {
    this.#owner.resources.unsubscribe(topicName(topic))
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
    if (this.#owner.facts.isLive) this.#owner.ask({ kind: "event", name, payload })
  }

  pushPatch(to: string, options?: MoveOptions): void {
    const replace = isReplacing(options)
    const owner = this.#owner
    const { facts, isEnded, isForResponse } = owner
    const { href, url, vouched, isElsewhere } = patchTarget(to, facts)
    // An HTTP response shows one URL.
    if (isForResponse) return owner.ask({ kind: "redirect", to: href })
    if (isEnded) return
    const { place } = facts
    const isReplaced = place.replaces(replace)
    if (vouched === undefined) {
      place.waitFor(url)
      owner.ask({ kind: "patch", to: href, replace: isReplaced, vouched })
    } else {
      place.goTo({ href, replace: isReplaced, vouched, isElsewhere })
      owner.touched()
    }
  }

  get flash(): Flash {
    return this.#owner.flash.values
  }

  putFlash(kind: string, text: string): void {
    if (this.#owner.isEnded) return
    this.#owner.flash.put(kind, text)
    this.#owner.touched()
  }

  clearFlash(kind?: string): void {
    if (this.#owner.isEnded) return
    this.#owner.flash.clear(kind)
    this.#owner.touched()
  }

  title(text: string): void {
    this.#owner.ask({ kind: "title", text: String(text) })
  }

  #request(timer: TimerRequest): void {
    const { ms } = timer
    // Longer delays would run at once: Node's timers count in 31 bits.
    if (typeof ms !== "number" || !(ms >= 0 && ms <= LONGEST_DELAY)) {
      throw new LiveError("LV_DELAY_INVALID", { given: ms })
    }
    if (!mayStart(this.#owner)) return
    this.#owner.resources.requestTimer(timer)
    this.#owner.touched()
  }

  #needsHandleInfo(what: string): void {
    if (!this.#takesInfos) throw new LiveError("LV_NO_HANDLE_INFO", { view: this.view, what })
  }
}
