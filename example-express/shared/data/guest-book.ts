/** The guest book: the newest entries, newest first, as an immutable list. */

import { randomUUID } from "node:crypto"

export interface Signature {
  readonly id: string
  readonly name: string
  readonly text: string
  /** ISO date. */
  readonly day: string
  /** How often somebody said thanks for it. */
  readonly thanks: number
}

/** Entries kept and shown. */
export const GUEST_BOOK_LENGTH = 30

export class GuestBook {
  #signatures: readonly Signature[] = []
  #total = 0

  get signatures(): readonly Signature[] {
    return this.#signatures
  }

  /** How many have signed, those that are not kept included. */
  get total(): number {
    return this.#total
  }

  sign(name: string, text: string): void {
    const day = new Date().toISOString().slice(0, 10)
    this.#signatures = [{ id: randomUUID(), name, text, day, thanks: 0 }, ...this.#signatures].slice(
      0,
      GUEST_BOOK_LENGTH,
    )
    this.#total += 1
  }

  /** Says thanks for an entry; false if it is not there any more. */
  thank(id: string): boolean {
    if (!this.#signatures.some((signature) => signature.id === id)) return false
    this.#signatures = this.#signatures.map((signature) =>
      signature.id === id ? { ...signature, thanks: signature.thanks + 1 } : signature,
    )
    return true
  }
}
