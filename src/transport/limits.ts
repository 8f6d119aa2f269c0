/**
 * Bounds on what one connection may send and hold, with their defaults. What each comes to in memory, at most, stands in
 * `docs/limits.md`; `test/integration/heap-laws.test.ts` holds it.
 */

import { type InfoLimit, MOST_INFOS } from "../process/info-limit.js"
import { type DetachedLimits, defaultDetachedLimits } from "../supervise/detached-views.js"
import { defaultFrameBudget, type FrameBudgetLimits } from "./ledger/frame-budget.js"

/** What one connection may send and hold. Beyond a limit the message is refused with a clear code; the view goes on. */
export interface TransportLimits extends InfoLimit, DetachedLimits, FrameBudgetLimits {
  /**
   * Size of an event's payload, and of a join request: the UTF-16 units of its texts and keys, and for each object, list,
   * text, key and number what it takes beside (8 to 32). A message of more than three times as many bytes ends the
   * connection before it is read.
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
  /**
   * Size of all that waits to be handled on one connection: events of all its views, and joins. In the units of
   * `messageSize`.
   *
   * @defaultValue 1048576
   */
  readonly waitingSize: number
  /**
   * Size of what one join may bring as `socket.connectParams`, which its view keeps. In the units of `messageSize`.
   *
   * @defaultValue 4096
   */
  readonly connectParamsSize: number
  /**
   * Bytes that may wait for a page which does not read them, before it is sent whole values no more: joins and requests
   * for values are refused until they have left. Events are refused at four times as many; at sixteen times the
   * connection is ended.
   *
   * @defaultValue 1048576
   */
  readonly unsentBytes: number
  /**
   * Bytes that may wait for a page which does not read them, before its views wait with what no event asked for: they go on
   * handling messages, and tell the latest state once when the page has read.
   *
   * @defaultValue 65536
   */
  readonly unsentMark: number
  /**
   * Bytes, estimated, of what one view has told its page that the page has not confirmed: it is told that once more if its connection is
   * lost. Beyond it a page that comes back is told all values anew. The answers to events have as much once more.
   *
   * @defaultValue 65536
   */
  readonly unconfirmedSize: number
}

export const defaultLimits: TransportLimits = {
  messageSize: 131_072,
  viewsPerConnection: 100,
  joinsPerSecond: 10,
  eventsWaiting: 200,
  waitingSize: 1_048_576,
  connectParamsSize: 4096,
  unsentBytes: 1_048_576,
  unsentMark: 65_536,
  unconfirmedSize: 65_536,
  infosWaiting: MOST_INFOS,
  ...defaultFrameBudget,
  ...defaultDetachedLimits,
}

/** The bytes of one frame beyond which the connection is ended: no message within the limits takes more. */
export function frameBytes({ messageSize }: TransportLimits): number {
  // A UTF-16 unit takes three bytes at most; the rest is what stands around a payload.
  return messageSize * 3 + 4096
}

/** So many times `unsentBytes` and events are refused, too; they are what the user does, and their answers mostly small. */
const EVENTS = 4
/** So many times `unsentBytes` and nobody is reading at all: even refusals would pile up. */
const END = 16

/** True where whole values (a join's, those that were asked for) are refused, by the bytes that are not read. */
export function refusesValues(unread: number, { unsentBytes }: TransportLimits): boolean {
  return unread > unsentBytes
}

/** True where events are refused, and answers of joins that were begun before. */
export function refusesAnswers(unread: number, { unsentBytes }: TransportLimits): boolean {
  return unread > unsentBytes * EVENTS
}

/** True where no more can be said, and the connection is cut off. */
export function isFlooded(unread: number, { unsentBytes }: TransportLimits): boolean {
  return unread > unsentBytes * END
}
