/**
 * From a message that was handled to the frame that tells the client what it changed. While templates are being edited the
 * page keeps its last good state; any other render that throws ends the view.
 *
 * While a live process has no client, or one that may not be told now, nothing is rendered but answers, and what was assigned
 * and asked for stays where it is until one may be told. An HTTP response's process renders for the response, which takes itself what was asked for.
 */

import type { Extras, Problem } from "../protocol/frames.js"
import type { WireDiff } from "../protocol/values.js"
import { RowsGone } from "../render/values/values.js"
import { limitHit } from "../telemetry/channels.js"
import { NO_FLASH } from "../util/flash.js"
import { isThenable } from "../util/thenable.js"
import { Refusal } from "../view/event.js"
import { reviewUntaken } from "../view/untaken-results.js"
import { reviewRows } from "./double-rows.js"
import { isClients, type Message } from "./messages/mailbox.js"
import type { Client } from "./output/client.js"
import { type Effects, extrasOf, patchIn } from "./output/effects.js"
import type { Frame } from "./output/frame.js"
import { reviewReply } from "./plain-replies.js"
import { isTemplateError, problemOf } from "./problem.js"
import type { Difference } from "./unit/tree.js"
import type { Unit } from "./unit/unit.js"
import type { UnitOwner } from "./unit/unit-owner.js"
import { wordRefusal } from "./untaken-messages.js"

export class FrameMaker {
  readonly #unit: Unit
  readonly #client: Client
  readonly #owner: UnitOwner
  /** The client was told of a template that does not compile: it shows what it showed before. */
  #isBroken = false
  /** What changes do not tell of has changed while no client could be told. */
  #owesWhole = false

  constructor(unit: Unit, client: Client, owner: UnitOwner) {
    this.#unit = unit
    this.#client = client
    this.#owner = owner
  }

  /** Renders what changed. Returns what to tell the client, or a promise of it if the renderer is asynchronous. */
  make(message: Message, result: unknown): Frame | Promise<Frame> {
    if (this.#owner.facts.isLive && !this.#mayTell(message)) return this.#untold(message, result)
    const { table } = this.#client
    const shown = this.#unit.rendered
    let changed: Difference
    try {
      changed = this.#render(message)
    } catch (error) {
      return this.#failed(error, message, result)
    }
    reviewRows(this.#unit.streams, this.#owner.facts)
    if (!isThenable(changed)) return this.#rendered(message, result, changed)
    return Promise.resolve(changed).then(
      (difference) => {
        if (table === this.#client.table) return this.#rendered(message, result, difference)
        // The client has left meanwhile.
        this.#unit.goBack(shown)
        this.#owesWhole = true
        return this.#untold(message, result)
      },
      (error: unknown) => this.#failed(error, message, result),
    )
  }

  /** Who has asked is told at once: an answer brings all that has changed, also what could not be told before. */
  #mayTell(message: Message): boolean {
    return isClients(message) || message.kind === "restream" ? this.#client.isThere : this.#client.mayBeTold
  }

  /** What has changed stays where it is, within bounds, until it may be told. */
  #untold(message: Message, result: unknown): Frame {
    const { view } = this.#owner.facts
    if (isWhole(message)) this.#owesWhole = true
    this.#unit.boundRows()
    const dropped = this.#client.boundEffects()
    if (dropped > 0) limitHit({ limit: "pageEventsWaiting", view, given: dropped })
    return frameOf(null, this.#answer(message, result))
  }

  #render(message: Message): Difference {
    const { table } = this.#client
    const isOwed = this.#owesWhole
    this.#owesWhole = false
    return isOwed || isWhole(message) ? this.#unit.renderAll(table) : this.#unit.renderChanges(table)
  }

  /** Whoever asked for the rows of streams takes them now: once they are told they are let go. */
  #rendered(message: Message, result: unknown, changed: WireDiff | null): Frame {
    if (message.kind === "restream" || message.kind === "connect") message.ready?.()
    if (this.#client.table !== undefined) this.#unit.told()
    return this.#frame(message, result, changed)
  }

  /** Rethrows what is no matter of an edited template. */
  #failed(error: unknown, message: Message, result: unknown): Frame {
    if (error instanceof RowsGone) {
      // Asked for, and not there even so: the view that was to mount anew redirects, and says so in this frame.
      if (message.kind !== "restream") this.#owner.restream()
      return this.#frame(message, result, null)
    }
    const { facts, isEnded } = this.#owner
    const { view, id, services, isLive } = facts
    const { development, logger } = services
    const isEdited = message.kind === "reload" || this.#isBroken || isTemplateError(error)
    if (isEnded || !development || !isLive || !isEdited) throw error
    this.#isBroken = true
    logger.error(`The template of the view "${view}" failed; the page keeps what it shows.`, { view, id, error })
    return this.#frame(message, result, null, problemOf(error, { view, development }))
  }

  #frame(message: Message, result: unknown, changed: WireDiff | null, problem?: Problem): Frame {
    const { table } = this.#client
    const effects = table === undefined ? undefined : this.#client.takeEffects()
    let beside = this.#beside(message, result)
    if (problem !== undefined) beside = { x: problem, ...beside }
    if (this.#isBroken && beside?.x === undefined && (message.kind === "reload" || changed !== null)) {
      this.#isBroken = false
      beside = { ...beside, o: 1 }
    }
    const extras = extrasOf(effects, beside)
    const frame = frameOf(changed, extras)
    return table === undefined ? frame : this.#withFlash(effects === undefined ? frame : withVouched(frame, effects))
  }

  /** The answer, with what the client needs beside it: templates that it has not been sent, and what is persisted now. */
  #beside(message: Message, result: unknown): Extras | undefined {
    const answer = this.#answer(message, result)
    const t = this.#client.table?.takeAdded()
    const s = this.#client.table && this.#snapshot(message)
    if (t === undefined && s === undefined) return answer
    return { ...answer, ...(t && { t }), ...(s !== undefined && { s }) }
  }

  /** What is persisted and has changed, if it is to go along. */
  #snapshot(message: Message): string | undefined {
    return this.#owner.facts.persisted?.take(isClients(message), () => this.#owner.touched())
  }

  /** A redirect brings along what was put since the last frame. Signed by who knows the browser. */
  #withFlash(frame: Frame): Frame {
    const { flash } = this.#owner
    const fresh = flash.takeFresh()
    if (fresh === NO_FLASH) return frame
    if (frame.extras?.r !== undefined) return { ...frame, flash: fresh }
    if (frame.extras?.x === undefined) flash.shown()
    return frame
  }

  /** What an event comes to beside what it changed: a reply, or why it was refused. Undefined: nothing. */
  #answer(message: Message, result: unknown): Extras | undefined {
    if (result instanceof Refusal) {
      const problem = wordRefusal(result.error, this.#owner.facts)
      return isClients(message) ? { x: problem } : undefined
    }
    if (result === undefined) return undefined
    const { facts } = this.#owner
    if (message.kind !== "event") {
      if (facts.services.development && message.kind === "info") reviewUntaken(result, "handleInfo", facts)
      return undefined
    }
    if (facts.services.development) reviewReply(result, message.name, facts)
    return { y: result }
  }
}

/** After these, what a render takes over from the one before may be wrong. A gap brings other assigns altogether, where the view mounts anew. */
function isWhole(message: Message): boolean {
  const { kind } = message
  if (kind === "connect") return message.ready !== undefined
  return kind === "reload" || kind === "gap" || kind === "restream"
}

/** A patch that the view has made already brings along what the page's new token says. Signed by who knows the browser. */
function withVouched(frame: Frame, effects: Effects): Frame {
  const vouched = patchIn(effects)?.vouched
  return vouched === undefined || frame.extras?.p === undefined ? frame : { ...frame, vouched }
}

/** A difference with what accompanies it, if anything does. */
function frameOf(changed: WireDiff | null, extras: Extras | undefined): Frame {
  return extras === undefined ? { diff: changed } : { diff: changed, extras }
}
