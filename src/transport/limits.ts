/** Bounds on what one connection may send and hold, with their defaults. */

/** What one connection may send and hold. Beyond a limit the message is refused with a clear code; the view goes on. */
export interface TransportLimits {
  /**
   * Size of an event's payload, and of a join request, in UTF-16 units. A message of more than twice as many bytes ends
   * the connection before it is read.
   *
   * @defaultValue 131072
   */
  readonly messageSize: number
  /** Views that one connection (one page) may hold at a time. @defaultValue 100 */
  readonly viewsPerConnection: number
  /**
   * Joins (and requests for values, which cost as much) per second that one connection may keep up, after a first burst
   * of twice `viewsPerConnection`.
   *
   * @defaultValue 10
   */
  readonly joinsPerSecond: number
}

export const defaultLimits: TransportLimits = { messageSize: 131_072, viewsPerConnection: 100, joinsPerSecond: 10 }
