/**
 * How much views may keep of what their pages have not confirmed: all together, and those of one address, so that nobody takes the room of all
 * others by confirming nothing.
 */

/** How much that is, in bytes, estimated. */
export interface FrameBudgetLimits {
  /** Of all views together, what is bounded by `unconfirmedSize` of each. @defaultValue 67108864 */
  readonly unconfirmedSizeOfAll: number
  /** Of all views of one address; of IPv6 of its first 64 bits. @defaultValue 8388608 */
  readonly unconfirmedSizePerAddress: number
}

export const defaultFrameBudget: FrameBudgetLimits = {
  unconfirmedSizeOfAll: 67_108_864,
  unconfirmedSizePerAddress: 8_388_608,
}

/** What has no room left. */
export type FullBudget = keyof FrameBudgetLimits

export class FrameBudget {
  #left: number
  readonly #ofAddress: number
  /** In bytes, by address; nothing of those that keep nothing. */
  readonly #kept = new Map<string, number>()

  constructor({ unconfirmedSizeOfAll, unconfirmedSizePerAddress }: FrameBudgetLimits) {
    this.#left = unconfirmedSizeOfAll
    this.#ofAddress = unconfirmedSizePerAddress
  }

  get left(): number {
    return this.#left
  }

  /** Undefined: it was taken; else what has no room for so much. */
  take(size: number, address: string): FullBudget | undefined {
    if (size > this.#left) return "unconfirmedSizeOfAll"
    const kept = (this.#kept.get(address) ?? 0) + size
    if (kept > this.#ofAddress) return "unconfirmedSizePerAddress"
    this.#left -= size
    this.#kept.set(address, kept)
    return undefined
  }

  release(size: number, address: string): void {
    this.#left += size
    const kept = (this.#kept.get(address) ?? 0) - size
    if (kept > 0) this.#kept.set(address, kept)
    else this.#kept.delete(address)
  }
}
