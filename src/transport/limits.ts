/** Bounds on what one connection may send and hold, with their defaults. */

/** What one connection may send and hold. Beyond a limit the message is refused with a clear code; the view goes on. */
export interface TransportLimits {
  /**
   * Size of an event's payload, and of a join request, in UTF-16 units. A message of more than three times as many bytes
   * ends the connection before it is read.
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
  /** Events that may wait for one view, whose handlers are slow. @defaultValue 200 */
  readonly eventsWaiting: number
}

export const defaultLimits: TransportLimits = {
  messageSize: 131_072,
  viewsPerConnection: 100,
  joinsPerSecond: 10,
  eventsWaiting: 200,
}

/** The bytes of one frame beyond which the connection is ended: no message within the limits takes more. */
export function frameBytes({ messageSize }: TransportLimits): number {
  // A UTF-16 unit takes three bytes at most; the rest is what stands around a payload.
  return messageSize * 3 + 4096
}
