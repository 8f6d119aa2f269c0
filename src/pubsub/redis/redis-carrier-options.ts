/** What the carriers over Redis are made with, whichever the driver. */

export interface RedisCarrierOptions {
  /** What stands before all names on the engine. */
  readonly prefix: string
  /** Bytes of the longest message. */
  readonly limit: number
  /** Whether to use sharded pub/sub where there is a cluster. */
  readonly sharded: boolean
}
