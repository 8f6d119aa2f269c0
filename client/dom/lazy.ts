/** A part of the client that few pages need: loaded when it is first used. Until then what needs it waits, in order. */

export class Lazy<T> {
  readonly #load: () => Promise<T>
  readonly #waiting: ((part: T) => void)[] = []
  #part: T | undefined
  #loading = false

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  /** Does the work, at once if the part is there. */
  use(work: (part: T) => void): void {
    if (this.#part !== undefined) {
      work(this.#part)
      return
    }
    this.#waiting.push(work)
    if (this.#loading) return
    this.#loading = true
    this.#load().then(
      (part) => {
        this.#part = part
        for (const waiting of this.#waiting.splice(0)) waiting(part)
      },
      // A lost connection, perhaps: the next one who needs it tries again.
      () => {
        this.#loading = false
      },
    )
  }
}
