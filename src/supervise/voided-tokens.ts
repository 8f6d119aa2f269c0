/**
 * Tokens that no longer hold: all that were issued for an `identify` id before it was disconnected. Without this the
 * page of a user who has been logged out would come back by itself. In memory only.
 */

export class VoidedTokens {
  readonly #maxAge: number
  /** In the order of their times. */
  readonly #since = new Map<string, number>()

  /** @param maxAge - Milliseconds after which a token has expired anyway. */
  constructor(maxAge: number) {
    this.#maxAge = maxAge
  }

  /** Voids what was issued for the id up to now (milliseconds since the epoch). */
  add(identify: string, now: number): void {
    this.#forget(now)
    this.#since.delete(identify)
    this.#since.set(identify, now)
  }

  /** True if a token for this id, issued at this time, has been voided. */
  has(identify: string, issuedAt: number): boolean {
    const since = this.#since.get(identify)
    return since !== undefined && issuedAt <= since
  }

  #forget(now: number): void {
    for (const [identify, since] of this.#since) {
      if (since + this.#maxAge > now) return
      this.#since.delete(identify)
    }
  }
}
