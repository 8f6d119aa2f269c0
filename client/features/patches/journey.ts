/**
 * One way to another page: by a trip, or by several, as one who goes back waits for the connection; `journey-steps.ts` says what may
 * follow what. Of the history it knows nothing.
 */
import type { Pages, TripDelegate } from "../../page/pages.js"
import type { EntryChange } from "./entries.js"
import type { Way } from "./events.js"
import { JOURNEY_STEPS, type JourneyEvent, type JourneyState } from "./journey-steps.js"
import type { PatchTools } from "./patch-tools.js"

/** A page, as it is asked for. */
export interface Wanted {
  readonly href: string
  readonly change: EntryChange
  readonly way: Way
  /** Name of the entry in the history; undefined: a new one. */
  readonly entry?: string
  /** What its entries have in common. */
  readonly pageKey?: string | undefined
  /** What the page is to show once. */
  readonly flash?: string | undefined
  /** Another one was on its way to the next page then. */
  readonly isHeld?: boolean
}

/** What becomes of the page. */
export type JourneyDelegate = Omit<TripDelegate, "delayed">

/** In ms that one who goes back waits for the connection, where the host answers. */
const PATIENCE = 10_000

/** In ms, at most, from when the host does not answer until its connection is known to be lost, too. */
const NOTICE = 100

export class Journey {
  readonly wanted: Wanted
  readonly #tools: PatchTools
  readonly #delegate: JourneyDelegate
  /** When it was asked for. */
  readonly #since = performance.now()
  #state: JourneyState = "loading"
  /** Ends what its state has begun: the trip, the time that it waits. */
  #cease = (): void => {}

  constructor(wanted: Wanted, tools: PatchTools, delegate: JourneyDelegate) {
    this.wanted = wanted
    this.#tools = tools
    this.#delegate = delegate
    tools.pages.get().then(
      (part) => this.#go("loaded", part),
      () => this.#end(),
    )
  }

  get state(): JourneyState {
    return this.#state
  }

  /** Nobody wants the page any more; without effect while it is being exchanged. */
  stop(): void {
    this.#step("stopped")
  }

  /** A view is with the server again. */
  viewJoined(): void {
    this.#go("joined")
  }

  #go(event: JourneyEvent, part = this.#tools.pages.part as Pages): void {
    if (!this.#step(event)) return
    const { href, entry, flash } = this.wanted
    const trip = part.go(
      { href, entry, flash, since: this.#since },
      {
        leaves: () => this.#step("left") && this.#delegate.leaves(),
        arrived: (root) => {
          if (this.#step("ended")) this.#delegate.arrived(root)
        },
        endedElsewhere: (to) => this.#end(to),
        delayed: (isUnreachable) => this.#delayed(isUnreachable),
      },
    )
    this.#cease = () => trip.stop()
  }

  /**
   * In an entry of the history is what was typed there, so one who goes back waits, in a page that can be used. Where the host
   * answers, not for ever: what was typed is put in by the page that is loaded, too. Where it does not, there is nothing to be loaded but the
   * browser's own error.
   */
  #delayed(isUnreachable: boolean): void {
    if (!this.#step("delayed")) return
    const left = this.#left
    if (!this.wanted.way.pop || (left <= 0 && !isUnreachable)) this.#end()
    else if (isConnected(this.#tools)) this.#wait(NOTICE)
    else if (!this.#isAway) this.#end()
    else if (left > 0) this.#wait(left)
  }

  #wait(time: number): void {
    const timer = setTimeout(() => this.#waited(), time)
    this.#cease = () => clearTimeout(timer)
  }

  #waited(): void {
    const left = this.#left
    // It was there all the while.
    if (!this.#isAway) this.#end()
    else if (left > 0) this.#wait(left)
    else this.#go("due")
  }

  #end(to?: string): void {
    if (this.#step("ended")) this.#delegate.endedElsewhere(to)
  }

  /** In ms, of the patience. */
  get #left(): number {
    return PATIENCE - (performance.now() - this.#since)
  }

  /** There is no connection, and one may come. */
  get #isAway(): boolean {
    return !isConnected(this.#tools) && this.#tools.views.all.some(({ readiness }) => readiness !== "plain")
  }

  /** Returns false, and changes nothing, if the event cannot happen in this state. */
  #step(event: JourneyEvent): boolean {
    const next = JOURNEY_STEPS[this.#state][event]
    if (next === undefined) return false
    this.#state = next
    // What is being exchanged is not stopped half way.
    if (next !== "leaving") this.#cease()
    return true
  }
}

export function isConnected({ views }: Pick<PatchTools, "views">): boolean {
  return views.all.some(({ readiness }) => readiness === "ready")
}
