/** Numbers the messages that this process sends, and remembers the last one of each topic. */

/** Topics whose last number is remembered. Of others receivers cannot tell that one was lost. */
const MOST_TOPICS = 10_000

export class SentNumbers {
  readonly #last = new Map<string, number>()
  #number = 0

  /** Takes the next number for a message on this topic. */
  take(topic: string): { readonly number: number; readonly previous: number } {
    const number = ++this.#number
    const previous = this.#last.get(topic) ?? 0
    // Last in the order of the map: the topics that were not used for longest are forgotten first.
    this.#last.delete(topic)
    this.#last.set(topic, number)
    if (this.#last.size > MOST_TOPICS) {
      for (const oldest of this.#last.keys()) {
        this.#last.delete(oldest)
        break
      }
    }
    return { number, previous }
  }
}
