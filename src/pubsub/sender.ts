/**
 * Who broadcasts, where that view is not to hear itself. Its name goes with the message, since a bus brings messages back to
 * the server they came from.
 */

import { LiveError } from "../errors/live-error.js"

/** What a socket is to those who send for it. */
export interface Sender {
  /** For types, and to know the view again: one object for all sockets of a process. */
  readonly "~sender": object
}

/** A message with its sender, as it is on the bus. */
interface SentMessage {
  /** Null: nobody is left out. */
  readonly "~from": string | null
  readonly "~message": unknown
}

/**
 * Returns the object that stands for the view of a socket.
 *
 * @throws {@link LiveError} LV_SENDER_INVALID
 */
export function senderOf(socket: Sender): object {
  const sender = (socket as Partial<Sender> | null | undefined)?.["~sender"]
  if (typeof sender !== "object" || sender === null) throw new LiveError("LV_SENDER_INVALID", { given: socket })
  return sender
}

/** Puts the sender to a message. */
export function withSender(message: unknown, from: string | null): unknown {
  const sent: SentMessage = { "~from": from, "~message": message }
  return sent
}

/** True for a message with its sender, and for one that only looks like it: that must not go out as it is. */
export function hasSender(message: unknown): message is SentMessage {
  return typeof message === "object" && message !== null && "~from" in message && "~message" in message
}
