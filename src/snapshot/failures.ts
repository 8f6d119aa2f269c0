/** Series whose views have crashed right after they were brought back: else a page would bring the same state for ever. */

/** After so many a series opens no more. Pages ask for a page load by then. */
const MOST = 5
/** Series that are remembered; of more the oldest are forgotten, and have as many attempts once more. */
const REMEMBERED = 1000

export class Failures {
  readonly #counts = new Map<string, number>()

  add(series: string): void {
    const count = this.#counts.get(series) ?? 0
    this.#counts.delete(series)
    this.#counts.set(series, count + 1)
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > REMEMBERED) this.#counts.delete(oldest as string)
  }

  areTooMany(series: string): boolean {
    return (this.#counts.get(series) ?? 0) >= MOST
  }
}
