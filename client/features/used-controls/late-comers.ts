/**
 * What could not be put back at once, since it depends on what the form tells first: a city whose country is chosen anew,
 * a part that a box opens, a slider whose end another field says. It is put back once the page can hold it, and told then.
 */

import type { ControlsPort, Use } from "../../dom/controls-port.js"
import type { Toolbox } from "../../dom/toolbox.js"
import { type Held, heldIn, isSameHeld, put } from "./held.js"

/** For how long after the re-join, in milliseconds. What appears later the user has asked for anew. */
const PATIENCE = 10_000

/** How often the same is told late: what it says may be what ends the view. */
const MOST_TOLD = 3

export interface LateComer {
  readonly use: Use
  readonly revision: number
  readonly held: Held
}

/** The page as it is now. */
export interface LatePage<Late extends LateComer> {
  find(late: Late): Element | undefined
}

export class LateComers<Late extends LateComer> {
  readonly #tools: Toolbox
  readonly #controls: ControlsPort
  #waiting: readonly Late[] = []
  #until = 0
  readonly #told = new WeakMap<Use, number>()

  constructor(tools: Toolbox, controls: ControlsPort) {
    this.#tools = tools
    this.#controls = controls
  }

  /** These wait from now on, instead of what waited. */
  wait(late: readonly Late[]): void {
    this.#waiting = late
    this.#until = performance.now() + PATIENCE
  }

  /** What is to be in this control again, if it waits for that. */
  heldBy(use: Use): Held | undefined {
    return this.#waiting.find((one) => one.use === use && one.revision === use.revision)?.held
  }

  /** Those that have no control in the page. */
  takeAbsent(): readonly Late[] {
    return this.#waiting.filter(({ use }) => !use.control.isConnected)
  }

  /** The page may be able to hold some now. */
  retry(page: () => LatePage<Late>): void {
    if (this.#waiting.length === 0) return
    if (performance.now() > this.#until) this.#waiting = []
    const now = page()
    this.#waiting = this.#waiting.filter((late) => !this.#isSettled(late, now.find(late)))
  }

  #isSettled({ use, revision, held }: Late, control: Element | undefined): boolean {
    const { edits } = this.#controls
    const isSame = use.control === control
    // The user has gone on, or is done with it.
    if (use.revision !== revision || (isSame && !edits.uses.includes(use))) return true
    if (control === undefined) return false
    if (!isSame && edits.has(control)) return true
    const before = heldIn(control)
    if (isSameHeld(before, held)) return true
    put(control, held)
    if (!isSameHeld(heldIn(control), held)) {
      put(control, before)
      return false
    }
    const told = (this.#told.get(use) ?? 0) + 1
    this.#tools.changed(control)
    edits.move(use, control)
    edits.note([control])
    this.#told.set(use, told)
    // Behind the frame, as if the user did it.
    if (told <= MOST_TOLD) queueMicrotask(() => control.dispatchEvent(new Event("input", { bubbles: true })))
    return true
  }
}
