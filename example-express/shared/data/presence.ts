/** Counts who is here, wherever they were let in. */

export class Presence {
  readonly #counts = new Map<string, number>()

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0)
  }

  /** A process says how many are here by its door; none any more where it has ended. */
  tell(process: string, count: number): void {
    if (count === 0) this.#counts.delete(process)
    else this.#counts.set(process, count)
  }
}
