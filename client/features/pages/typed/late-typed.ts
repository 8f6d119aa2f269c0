/**
 * What is put in where it was typed as soon as the page has room for it. The first HTML may have none: a city whose options come with the
 * country, a field that is asked for once another one is filled in, which the view is told only then.
 */
import { showsDefault } from "../../../dom/nodes/control-kinds.js"
import { dispatchTo } from "../../../dom/nodes/members.js"
import { type Control, holds, keysOfPage, putTyped } from "./typed-controls.js"
import type { Typed } from "./typed-store.js"

/** In ms, from the last that was put in. What comes later the user has asked for anew. */
const PATIENCE = 10_000

/** Is told of each control that was typed into before. */
export type Found = (control: Control) => void

export class LateTyped {
  readonly #found: Found
  readonly #observer = new MutationObserver(() => this.#put(tellInput))
  #waiting: readonly Typed[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(found: Found) {
    this.#found = found
  }

  /** What has no room yet. */
  get waiting(): readonly Typed[] {
    return this.#waiting
  }

  /** Puts in what it can, the rest later; what waited before is wanted no more. `tell` is told of what is put in at once. */
  put(typed: readonly Typed[], tell: (control: Control) => void): void {
    this.#stop()
    this.#waiting = typed
    if (typed.length === 0) return
    this.#patient()
    this.#observer.observe(document, { childList: true, subtree: true, attributeFilter: ["max", "min"] })
    this.#put(tell)
  }

  /** The user has gone on, or is done with these. */
  drop(isDropped: (key: string) => boolean): void {
    this.#waiting = this.#waiting.filter(({ key }) => !isDropped(key))
  }

  #put(tell: (control: Control) => void): void {
    const controls = new Map([...keysOfPage()].map(([control, key]) => [key, control]))
    const settled: Control[] = []
    this.#waiting = this.#waiting.filter((typed) => {
      const control = controls.get(typed.key)
      if (control === undefined) return true
      this.#found(control)
      // What stands there by now that is not its default stays.
      if (holds(control, typed) || !showsDefault(control)) return false
      if (!putTyped(control, typed)) return true
      settled.push(control)
      return false
    })
    if (this.#waiting.length === 0) this.#stop()
    else if (settled.length > 0) this.#patient()
    for (const control of settled) tell(control)
  }

  #patient(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#stop(), PATIENCE)
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#observer.disconnect()
    this.#waiting = []
  }
}

/** Views may have been joined by now: they are told as of what the user types. */
export function tellInput(control: Element): void {
  for (const type of ["input", "change"]) dispatchTo(control, new Event(type, { bubbles: true }))
}
