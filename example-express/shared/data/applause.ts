/** The applause that the examples have had since the server was started. */

export class Applause {
  #count = 0

  get count(): number {
    return this.#count
  }

  clap(): void {
    this.#count += 1
  }
}
