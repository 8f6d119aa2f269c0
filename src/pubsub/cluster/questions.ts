/** Numbered questions that wait for their answers. */
export class Questions {
  readonly #waiting = new Map<number, () => void>()
  #number = 0

  /** Gives the number of a new one. */
  ask(answered: () => void): number {
    this.#waiting.set(++this.#number, answered)
    return this.#number
  }

  answer(number: number): void {
    this.#waiting.get(number)?.()
    this.#waiting.delete(number)
  }

  /** It was not asked after all. */
  withdraw(number: number): void {
    this.#waiting.delete(number)
  }

  /** No answers come any more. */
  clear(): void {
    this.#waiting.clear()
  }
}
