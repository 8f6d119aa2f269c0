/**
 * Time that is up for many at once: what begins in one turn and takes equally long ends in one. Timers of their own would
 * have the browser lay out the page between any two of them.
 */
export class Alarms {
  /** By their time; begun in the turn under way. */
  readonly #begun = new Map<number, (() => void)[]>()

  /** Has the work done in so many ms. */
  set(time: number, work: () => void): void {
    let all = this.#begun.get(time)
    if (all === undefined) {
      const begun: (() => void)[] = []
      all = begun
      this.#begun.set(time, begun)
      queueMicrotask(() => this.#begun.delete(time))
      setTimeout(() => begun.forEach((one) => one()), time)
    }
    all.push(work)
  }
}
