/** How much all views together may keep of what their pages have not confirmed. */

export class FrameBudget {
  #left: number

  /** @param size - In bytes, roughly. */
  constructor(size: number) {
    this.#left = size
  }

  get left(): number {
    return this.#left
  }

  /** False: there is no room for so much. */
  take(size: number): boolean {
    if (size > this.#left) return false
    this.#left -= size
    return true
  }

  release(size: number): void {
    this.#left += size
  }
}
