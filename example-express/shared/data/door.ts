/** The door of one process: counts who comes in and goes out, and tells. */

export class Door {
  #count = 0
  readonly #tell: (count: number) => Promise<void>

  /** @param tell - Told of each change. Rejects where nobody can be told; the next change is told again. */
  constructor(tell: (count: number) => Promise<void>) {
    this.#tell = tell
  }

  /** Lets one in, until the function returned is called. */
  enter(): () => void {
    this.#change(1)
    let here = true
    return () => {
      if (!here) return
      here = false
      this.#change(-1)
    }
  }

  #change(by: number): void {
    this.#count += by
    this.#tell(this.#count).catch((error: unknown) => console.error(error))
  }
}
