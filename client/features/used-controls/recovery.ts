/**
 * Holds the first values of a process that was made anew back while forms tell it what the user has typed, so that nobody sees the
 * page without it. What the process answers is put into the values: the page gets all of it in one write, in which what is there
 * both before and after is left alone, with its focus and its composition.
 */
import type { Extras, Joined } from "../../../src/protocol/frames.js"
import type { WireDiff } from "../../../src/protocol/values.js"
import type { WireChanges } from "../../connection/connection.js"
import type { Recovering, Recovery, RecoveryDelegate, RecoveryMaker } from "../../view/view-page.js"
import { withChange } from "./whole-values.js"

/** In ms: what is not answered by then is not waited for. */
const PATIENCE = 3_000

/** In ms: the end of a process that could not handle what it was told comes right behind the answer that says so. */
const GRACE = 100

interface HeldFrame {
  readonly diff: WireChanges
  readonly extras: Extras | undefined
}

export const recover: RecoveryMaker["recover"] = (recovering, delegate) => {
  const { view, events, ledger, life, joined } = recovering
  // It sends the page elsewhere.
  if (joined.e?.r !== undefined) return undefined
  // What the process of before has seen this one has not.
  view.dom.unlockAll()
  events.recover(() => life.viewRecovers(view, view.dom.dirtyForms()))
  return ledger.isUnderWay ? new HeldJoin(recovering, delegate) : undefined
}

class HeldJoin implements Recovery {
  readonly #recovering: Recovering
  readonly #delegate: RecoveryDelegate
  readonly #frames: HeldFrame[] = []
  readonly #answered: (readonly [lock: number, isFailed: boolean])[] = []
  #timer: ReturnType<typeof setTimeout>

  constructor(recovering: Recovering, delegate: RecoveryDelegate) {
    this.#recovering = recovering
    this.#delegate = delegate
    this.#timer = this.#endIn(PATIENCE)
  }

  get joined(): Joined {
    return this.#frames.reduce(withFrame, this.#recovering.joined)
  }

  frameArrived(diff: WireChanges, extras?: Extras, lock?: number, isFailed = false): void {
    this.#frames.push({ diff, extras })
    if (lock !== undefined) this.#answered.push([lock, isFailed])
    // A page that is sent elsewhere need not wait for what it will not show.
    if (this.#recovering.ledger.isUnderWay && extras?.r === undefined) return
    this.stop()
    if (this.#answered.some(([, isOneFailed]) => isOneFailed)) this.#timer = this.#endIn(GRACE)
    else this.#end()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** The values are the answer to what was told: they go before it, but for what was typed since. */
  replaceAll(values: WireDiff): void {
    const { dom } = this.#recovering.view
    dom.frame(() => {
      for (const [lock, isFailed] of this.#answered) dom.acknowledge(lock, null, isFailed)
      dom.replaceAll(values, true)
    })
  }

  #endIn(time: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#end(), time)
  }

  #end(): void {
    this.#delegate.recovered(this)
  }
}

/** The answer to a join, had it come behind this frame. */
function withFrame(joined: Joined, { diff, extras }: HeldFrame): Joined {
  const { d = {}, e } = joined
  const events = [...(e?.e ?? []), ...(extras?.e ?? [])]
  return {
    ...joined,
    d: diff ? withChange(d, diff) : d,
    e: { ...e, ...extras, t: { ...e?.t, ...extras?.t }, ...(events.length > 0 ? { e: events } : {}) },
  }
}
