/**
 * What waits to be handled by one view, in order. A chain of the messages themselves: an idle view holds a few empty
 * fields, and nothing is copied however long it gets.
 */

import type { RunningTask } from "../../async/running-tasks.js"
import type { Vouched } from "../../security/page-token.js"
import { roughSize } from "../../util/rough-size.js"
import type { Params } from "../../view/socket.js"
import type { ProcessOutput } from "../output/client.js"
import type { Asked } from "./asker.js"
import type { KeyedPlace, Replaceable } from "./newest-by-key.js"

/** Something the user did. */
export interface EventMessage extends Asked {
  readonly kind: "event"
  readonly name: string
  readonly payload: unknown
  readonly id: string | undefined
  next: Message | undefined
}

/** The page wants to show another URL. */
export interface PatchMessage extends Asked {
  readonly kind: "patch"
  /** What its ticket says; or path and query, without one. */
  readonly to: Vouched | string
  next: Message | undefined
}

/** What a join brings to a view that runs already. */
export interface Arrival {
  /** By the page's token: for the guards. */
  readonly params: Params
  readonly session: object
  /** What the page's own code has sent along. */
  readonly connectParams: Params
  /** The seat that the client has come over: one that it has left is not there for it when its turn comes. */
  readonly by?: { readonly isVacant: boolean }
}

/** A client has come to the view, which runs already. */
export interface ConnectMessage extends Asked {
  readonly kind: "connect"
  readonly output: ProcessOutput
  readonly arrival: Arrival
  /** Of a client that has nothing any more of what it was told: called when all is rendered, before rows of streams are let go. */
  readonly ready: (() => void) | undefined
  next: Message | undefined
}

/** What comes from the client, and waits for a reply to. */
export type ClientMessage = EventMessage | PatchMessage | ConnectMessage

/** A message for `handleInfo`. */
export interface InfoMessage extends Replaceable {
  readonly kind: "info"
  /** The interval that sent it: it sends no other while this one waits. */
  readonly interval: Interval | undefined
  /** Where its topic says what it is about: a newer one may take its place. */
  readonly place: KeyedPlace | undefined
  next: Message | undefined
}

/** Broadcasts of other processes may have been missed. */
export interface GapMessage {
  readonly kind: "gap"
  readonly topics: readonly string[]
  next: Message | undefined
}

/** A task's outcome is there. */
export interface AsyncMessage {
  readonly kind: "async"
  readonly task: RunningTask
  /** Of what has set the task off, as an info's. */
  readonly hops: number
  next: Message | undefined
}

/** Something was assigned while no callback ran: it is to be shown. */
export interface FlushMessage {
  readonly kind: "flush"
  next: Message | undefined
}

/** The view's template is another one now: development only. */
export interface ReloadMessage {
  readonly kind: "reload"
  next: Message | undefined
}

/** Rows of streams that have been sent are needed again. */
export interface RestreamMessage {
  readonly kind: "restream"
  /** Called when they are rendered, before they are let go. */
  readonly ready: (() => void) | undefined
  next: Message | undefined
}

export type Message =
  | EventMessage
  | PatchMessage
  | ConnectMessage
  | InfoMessage
  | AsyncMessage
  | GapMessage
  | RestreamMessage
  | FlushMessage
  | ReloadMessage

/** What comes in crowds: the changes of those that wait one after the other are shown in one render (`batch.ts`). */
export type BatchedMessage = InfoMessage | AsyncMessage

/** A timer of `sendInterval`. */
export interface Interval {
  waiting: boolean
}

/** First in, first out. */
export class Mailbox {
  #first: Message | undefined
  #last: Message | undefined
  #flushWaits = false
  #infos = 0

  /** How many messages for `handleInfo` wait. */
  get infos(): number {
    return this.#infos
  }

  get isEmpty(): boolean {
    return this.#first === undefined
  }

  /** About how many bytes the events that wait bring, or something above `most`. */
  roughSize(most: number): number {
    let size = 0
    for (let message = this.#first; message !== undefined && size <= most; message = message.next) {
      if (message.kind === "event") size += roughSize(message.payload, most - size)
    }
    return size
  }

  put(message: Message): void {
    if (this.#last === undefined) this.#first = message
    else this.#last.next = message
    this.#last = message
    if (message.kind === "info") this.#waits(message)
  }

  /** Puts a flush, unless one waits already: it shows all that was assigned by then. */
  putFlush(): void {
    if (this.#flushWaits) return
    this.#flushWaits = true
    this.put({ kind: "flush", next: undefined })
  }

  take(): Message | undefined {
    const message = this.#first
    if (message === undefined) return undefined
    this.#first = message.next
    if (message.next === undefined) this.#last = undefined
    message.next = undefined
    if (message.kind === "flush") this.#flushWaits = false
    else if (message.kind === "info") this.#handled(message)
    return message
  }

  /** The last of the batched messages that wait at the front, one after the other. */
  lastOfBatch(): Message | undefined {
    let last: Message | undefined
    for (let message = this.#first; message !== undefined && isBatched(message); message = message.next) last = message
    return last
  }

  #waits(message: InfoMessage): void {
    this.#infos += 1
    const { place } = message
    if (place !== undefined) place.among.waits(place.key, message)
  }

  #handled({ place, interval }: InfoMessage): void {
    this.#infos -= 1
    if (interval !== undefined) interval.waiting = false
    if (place !== undefined) place.among.taken(place.key)
  }
}

/** The asker is answered once: its message needs no number. */
export function connectMessage(coming: Omit<ConnectMessage, "kind" | "number" | "next">): ConnectMessage {
  return { kind: "connect", ...coming, number: 0, next: undefined }
}

/** True for what the client has sent. */
export function isClients(message: Message): message is ClientMessage {
  return message.kind === "event" || message.kind === "patch" || message.kind === "connect"
}

/** True for an info and for the outcome of a task. */
export function isBatched(message: Message): message is BatchedMessage {
  return message.kind === "info" || message.kind === "async"
}
