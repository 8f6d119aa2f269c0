/**
 * The ports between the client and whatever carries its messages: one connection per page, one channel per view name.
 * `socket-connection.ts` implements them over socket.io; tests use a fake.
 */
import type { Extras, JoinReply, JoinRequest, Problem, ValuesReply } from "../../src/protocol/frames.js"
import type { WireDiff, WirePath } from "../../src/protocol/values.js"

/** The page's one connection. */
export interface Connection {
  /**
   * Connects, or tries again at once; also re-opens channels the server has closed. No effect while open or opening, but that a
   * connection is ended whose server should have been heard of long ago.
   */
  open(): void
  /** Closes the connection; `open` brings it and its channels back. */
  close(): void
  /** Makes the channel of a view name. Call it once per name. */
  channel(view: string, delegate: ChannelDelegate): Channel
}

/** What a {@link Connection} tells its owner. */
export interface ConnectionDelegate {
  connectionOpened(): void
  /** The connection was lost, or an attempt to open it failed. The owner decides when to try again. */
  connectionLost(): void
  /** All that it was to carry was refused, so it is closed. A channel that tries again opens it. */
  connectionRefused(): void
}

/** Makes the page's connection. */
export type MakeConnection = (delegate: ConnectionDelegate) => Connection

/** What changed; 0 when nothing did. */
export type WireChanges = WireDiff | 0

/** An event, as it is sent. */
export interface NumberedEvent {
  readonly name: string
  readonly payload: unknown
  /** Counts the events and tickets that its instance was sent, from 1 on. */
  readonly number: number
  /** By which its handler knows it again, where it may be sent to a second process. */
  readonly id?: string | undefined
}

/**
 * The messages of all instances of one view. After it closed, no outstanding reply arrives any more, and nothing that was sent before
 * leaves later: what is sent while it is not open, or its connection is overdue, is dropped.
 */
export interface Channel {
  readonly isOpen: boolean
  /** Opens it again after the server has closed or refused it. No effect while open or opening. */
  open(): void
  /** False for a payload or request that is too large: sent, it would end the connection, and do so again each time. */
  carries(message: unknown): boolean
  join(request: JoinRequest, reply: (reply: JoinReply) => void): void
  push(instance: number, event: NumberedEvent): void
  /** Hands over a ticket for another URL of the view, numbered with the events. */
  patch(instance: number, ticket: string, number: number): void
  /** Asks for the values at these places. */
  values(instance: number, paths: readonly WirePath[]): void
  /** So many frames of the view's process were written. */
  confirm(instance: number, frames: number): void
  leave(instance: number): void
  /** Its views are kept by the process of this name: the handshake says so, and a balancer may lead it there. */
  keptBy(node: string): void
  /** Says whether the page is hidden; for all channels of the connection. */
  hidden(isHidden: boolean): void
}

/** What a {@link Channel} tells its owner. */
export interface ChannelDelegate {
  channelOpened(): void
  /** `byServer`: the server closed this channel alone, so nothing brings it back by itself. */
  channelClosed(byServer: boolean): void
  /** The server does not know the view, or does not let this page in. */
  channelRefused(reason: string): void
  /** `answers`: the number of the event or ticket that this answers; 0: of none, the view has pushed it. */
  frameArrived(instance: number, answers: number, diff: WireChanges, extras?: Extras): void
  /** `paths`: those that were asked for, as they were given. */
  valuesArrived(instance: number, paths: readonly WirePath[], values: ValuesReply): void
  /** The view goes on in another process, which is to be given all that has a higher number. */
  viewDrained(instance: number, events: number): void
  viewExited(instance: number, problem: Problem): void
}
