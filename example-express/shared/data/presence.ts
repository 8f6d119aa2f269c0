/** Counts who is here. */

export class Presence {
  #count = 0
  readonly #changed: (count: number) => void

  constructor(changed: (count: number) => void) {
    this.#changed = changed
  }

  get count(): number {
    return this.#count
  }

  /** Counts one more, until the function returned is called. */
  arrive(): () => void {
    this.#changed((this.#count += 1))
    let here = true
    return () => {
      if (!here) return
      here = false
      this.#changed((this.#count -= 1))
    }
  }
}
