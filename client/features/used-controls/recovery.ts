/**
 * Holds the first values of a process that was made anew back while forms tell it what the user has typed, so that nobody sees the
 * page without it. What the process answers is put into the values: the page gets all of it in one write, in which what is there
 * both before and after is left alone, with its focus and its composition.
 */
import type { Extras, Joined } from "../../../src/protocol/frames.js"
import type { WireDiff } from "../../../src/protocol/values.js"
import type { WireChanges } from "../../connection/connection.js"
import type { Recovered, Recovering, Recovery, RecoveryMaker } from "../../view/view-page.js"
import { withChange } from "./whole-values.js"

/** In ms: what is not answered by then is not waited for. */
const PATIENCE = 3_000

/** In ms: the end of a process that could not handle what it was told comes right behind the answer that says so. */
const GRACE = 100

interface HeldFrame {
  readonly diff: WireChanges
  readonly extras: Extras | undefined
}

export const recover: RecoveryMaker["recover"] = (recovering, over) => {
  const { view, events, ledger, life, joined } = recovering
  // It sends the page elsewhere.
  if (joined.e?.r !== undefined) return undefined
  // What the process of before has seen this one has not.
  view.dom.unlockAll()
  events.recover(() => life.viewRecovers(view, view.dom.dirtyForms()))
  return ledger.isUnderWay ? new HeldJoin(recovering, over) : undefined
}

class HeldJoin implements Recovery {
  readonly #recovering: Recovering
  readonly #over: (recovered: () => Recovered) => void
  readonly #frames: HeldFrame[] = []
  readonly #answered: (readonly [lock: number, isFailed: boolean])[] = []
  #timer: ReturnType<typeof setTimeout>

  constructor(recovering: Recovering, over: (recovered: () => Recovered) => void) {
    this.#recovering = recovering
    this.#over = over
    this.#timer = this.#endIn(PATIENCE)
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

  #endIn(time: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#end(), time)
  }

  #end(): void {
    this.#over(() => [
      this.#frames.reduce(withFrame, this.#recovering.joined),
      (values) => this.#recovering.view.dom.frame(() => this.#write(values)),
    ])
  }

  /** The values are the answer to what was told: they go before it, but for what was typed since. */
  #write(values: WireDiff): void {
    const { dom } = this.#recovering.view
    for (const [lock, isFailed] of this.#answered) dom.acknowledge(lock, null, isFailed)
    dom.replaceAll(values, true)
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
