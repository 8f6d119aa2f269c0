/**
 * A page that nobody sees: in a tab behind others, or prerendered. When it has been hidden for a while, each of its views is told
 * rarely what it did not ask for.
 *
 * ```
 *  seen ──hidden──► as often as ever ──after a while──► once in a while, the latest
 *    ▲                     │                                   │
 *    └─────────seen────────┴───────────────────────────────────┘  at once, the latest
 * ```
 */

import type { CancelTimer, Clock } from "../../util/clock.js"
import type { AtGate } from "./at-gate.js"

/** In milliseconds. */
export interface HiddenPace {
  /** How long a page is hidden before it is told rarely. */
  readonly after: number
  /** How long each of its views waits then from one render to the next. */
  readonly every: number
}

export const defaultPace: HiddenPace = { after: 30_000, every: 5_000 }

/** What is known of one of its views. */
interface Rest {
  /** When it was told something last. */
  told: number
  /** It waits to be told again. */
  cancel: CancelTimer | undefined
}

export class HiddenPage {
  readonly #pace: HiddenPace
  readonly #clock: Clock
  readonly #since: number
  readonly #views = new Map<AtGate, Rest>()

  constructor(pace: HiddenPace, clock: Clock) {
    this.#pace = pace
    this.#clock = clock
    this.#since = clock.now()
  }

  /** True where a view may be told something now. Else it is told when it may. */
  isOpenFor(view: AtGate): boolean {
    const { after, every } = this.#pace
    const now = this.#clock.now()
    const rest = this.#views.get(view)
    if (rest === undefined || now - this.#since < after) return true
    const left = rest.told + every - now
    if (left <= 0) return true
    // Not longer than that, though the clock be set back.
    rest.cancel ??= this.#clock.after(Math.min(left, every), () => {
      rest.cancel = undefined
      rest.told = Number.NEGATIVE_INFINITY
      view.gateOpened()
    })
    return false
  }

  /** A view was told something that it did not ask for. */
  told(view: AtGate): void {
    const rest = this.#views.get(view)
    const now = this.#clock.now()
    if (rest === undefined) this.#views.set(view, { told: now, cancel: undefined })
    else rest.told = now
  }

  /** The view has left, and waits for nothing. */
  left(view: AtGate): void {
    this.#views.get(view)?.cancel?.()
    this.#views.delete(view)
  }

  /** The page is seen again: those that wait are told so. */
  end(): void {
    for (const [view, { cancel }] of this.#views) {
      if (cancel === undefined) continue
      cancel()
      view.gateOpened()
    }
    this.#views.clear()
  }
}
