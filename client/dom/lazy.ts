/** A part of the client that few pages need: loaded when it is first used. Until then what needs it waits, in order. */

/** In ms: a part that cannot be loaded, perhaps because the server has another version by now, is not asked for in a loop. */
const PAUSE = 3_000

export class Lazy<T> {
  readonly #load: () => Promise<T>
  /** What waits twice is done once. */
  readonly #waiting = new Set<(part: T) => void>()
  #part: T | undefined
  #loading = false

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  /** Undefined until it has come. */
  get part(): T | undefined {
    return this.#part
  }

  /** Does the work, at once if the part is there. */
  use(work: (part: T) => void): void {
    if (this.#part !== undefined) {
      work(this.#part)
      return
    }
    this.#waiting.add(work)
    if (this.#loading) return
    this.#loading = true
    this.#load().then(
      (part) => {
        this.#part = part
        for (const waiting of this.#waiting) waiting(part)
        this.#waiting.clear()
      },
      // A lost connection, perhaps: the next one who needs it tries again.
      () =>
        setTimeout(() => {
          this.#loading = false
        }, PAUSE),
    )
  }
}
