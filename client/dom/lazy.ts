/** A part of the client that few pages need: loaded when it is first used. Until then what needs it waits, in order. */

/** In ms: a part that could not be loaded is asked for again after this, and each time after twice as long. */
const PAUSE = 3_000
/** The server may have another version by now, and never have this part again. */
const LONGEST_PAUSE = 60_000

export class Lazy<T> {
  readonly #load: () => Promise<T>
  /** What waits twice is done once. */
  readonly #waiting = new Set<(part: T) => void>()
  #part: T | undefined
  #loading = false
  #pause = PAUSE

  /** `load` is called again if it fails, as long as something waits: the built script asks by another URL then. */
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
    this.#ask()
  }

  #ask(): void {
    this.#load().then(
      (part) => {
        this.#part = part
        for (const waiting of this.#waiting) waiting(part)
        this.#waiting.clear()
      },
      // A lost connection, perhaps.
      () => {
        setTimeout(() => this.#ask(), this.#pause)
        this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE)
      },
    )
  }
}
