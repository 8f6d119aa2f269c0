/** A text with some parts replaced by others, from front to back. */
export class RewrittenText {
  readonly #text: string
  #made = ""
  #copied = 0

  constructor(text: string) {
    this.#text = text
  }

  replace(from: number, to: number, instead: string): void {
    this.#made += this.#text.slice(this.#copied, from) + instead
    this.#copied = to
  }

  whole(): string {
    return this.#made + this.#text.slice(this.#copied)
  }
}
