/** A part of the client that is loaded when it is first used. Until it has come what needs it waits, in order. */

/** In ms: a part that could not be loaded is asked for again after this, and each time after twice as long. */
const PAUSE = 3_000
/** The server may have another version by now, and never have this part again. */
const LONGEST_PAUSE = 60_000

/** A part that may not be there yet, as those know it who use it. */
export interface Loadable<T> {
  /** Undefined until it has come. */
  readonly part: T | undefined
  /** True once anybody has asked for it, whether or not it has come. */
  readonly isWanted: boolean
  /** Has it come before it is needed. */
  want(): void
  /** Does the work, at once if the part is there. What waits twice is done once. */
  use(work: (part: T) => void): void
  /** The part, if this attempt to load it succeeds; for who has something else to do without it. */
  get(): Promise<T>
}

export class Lazy<T> implements Loadable<T> {
  readonly #load: () => Promise<T>
  readonly #waiting = new Set<(part: T) => void>()
  #coming: Promise<T> | undefined
  #part: T | undefined
  #isWanted = false
  #pause = PAUSE

  /** `load` is called again if it fails, as long as something waits: the built script asks by another URL then. */
  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  get part(): T | undefined {
    return this.#part
  }

  get isWanted(): boolean {
    return this.#isWanted
  }

  want(): void {
    if (!this.#isWanted) this.use(nothing)
  }

  use(work: (part: T) => void): void {
    if (this.#part !== undefined) {
      work(this.#part)
      return
    }
    this.#waiting.add(work)
    if (this.#isWanted) return
    this.#isWanted = true
    this.#ask()
  }

  get(): Promise<T> {
    this.#coming ??= this.#load().then(
      (part) => this.#arrived(part),
      (error) => {
        this.#coming = undefined
        throw error
      },
    )
    return this.#coming
  }

  #ask(): void {
    this.get().catch((error) => {
      // Of what waited, not of the loading.
      if (this.#part !== undefined) throw error
      // A lost connection, perhaps.
      setTimeout(() => this.#ask(), this.#pause)
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE)
    })
  }

  #arrived(part: T): T {
    this.#part = part
    this.#isWanted = true
    for (const waiting of this.#waiting) waiting(part)
    this.#waiting.clear()
    return part
  }
}

function nothing(): void {}
