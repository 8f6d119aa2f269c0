/**
 * The bits that stand for names in the masks of tracked templates: 31, shared by turns. Two names with one bit cost an
 * evaluation that was not needed, never a wrong page.
 */

const BITS = 31

export class NameBits {
  readonly #bits = new Map<string, number>()

  /** All bits of these names. */
  mask(names: Iterable<string>): number {
    let mask = 0
    for (const name of names) mask |= this.#bit(name)
    return mask
  }

  #bit(name: string): number {
    let bit = this.#bits.get(name)
    if (bit === undefined) {
      bit = 1 << (this.#bits.size % BITS)
      this.#bits.set(name, bit)
    }
    return bit
  }
}
