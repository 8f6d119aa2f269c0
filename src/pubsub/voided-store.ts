/** The port that lets every process know which tokens no longer hold, also one that starts later. */

/**
 * Remembers for which `identify` ids tokens have been voided (`live.disconnect`), for all processes. Without one each process
 * remembers what it has heard of since it started.
 */
export interface VoidedStore {
  /**
   * Voids what was issued for the id up to now, and remembers it for `maxAge` milliseconds. Resolves with that moment, by the
   * store's clock.
   */
  add(id: string, maxAge: number): Promise<number>
  /** Up to which moment tokens of the id are void, by the store's clock; undefined: none are. */
  since(id: string): Promise<number | undefined>
  /** The store's clock, as far as it is known here: milliseconds since 1970. Tokens are issued by it. */
  now(): number
}
