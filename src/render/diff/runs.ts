/**
 * The order of a list as runs of old positions: flattened pairs `first, count`, a negative count backwards, and `-1`
 * for new items. Reversing any list is one run; prepending to it two.
 */

/** Stands for an item that has no old position. */
export const NEW = -1

/** The part of both lists between equal heads and equal tails. */
export interface Middle {
  readonly start: number
  readonly oldEnd: number
  readonly newEnd: number
}

/** Builds runs from positions given in their new order. No old position may be given twice. */
export class RunBuilder {
  readonly #runs: number[] = []
  #first = 0
  #length = 0
  #backwards = false

  add(position: number): void {
    if (this.#extends(position)) {
      this.#length++
      return
    }
    this.#flush()
    this.#first = position
    this.#length = 1
    this.#backwards = false
  }

  /** Adds `count` positions upwards from `first`, or so many new items where that is {@link NEW}. */
  addRange(first: number, count: number): void {
    if (count === 0) return
    // A run that `first` joins runs upwards: it cannot come down to `first` and hold the positions behind it.
    this.add(first)
    this.#length += count - 1
  }

  /** The runs; the builder is used up. */
  finish(): readonly number[] {
    this.#flush()
    return this.#runs
  }

  #extends(position: number): boolean {
    if (this.#length === 0) return false
    if (this.#first === NEW || position === NEW) return this.#first === position
    if (this.#length === 1 && position === this.#first - 1) this.#backwards = true
    return position === this.#first + (this.#backwards ? -this.#length : this.#length)
  }

  #flush(): void {
    if (this.#length > 0) this.#runs.push(this.#first, this.#backwards ? -this.#length : this.#length)
  }
}

/** True if these runs are a list of `length` items as it was. */
export function isSameOrder(runs: readonly number[], length: number): boolean {
  return runs.length === 2 && runs[0] === 0 && runs[1] === length
}
