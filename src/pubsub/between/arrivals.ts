/**
 * What arrives on one topic, per process that sends: drops what has been seen, notices what is missing, and (where the
 * engine does not keep the order) waits a little for what was overtaken.
 */

import type { CancelTimer, Clock } from "../../util/clock.js"
import type { Envelope } from "./envelope.js"

/** What comes of an arrival. */
export interface ArrivalsOwner {
  deliver(envelope: Envelope): void
  /** Something was lost on the way. */
  missed(): void
  duplicate(): void
}

/** Processes that are remembered per topic; the ones not heard for longest are forgotten. */
const MOST_PROCESSES = 1000

/** Milliseconds to wait for a message that was overtaken, and how many may wait meanwhile. */
const PATIENCE = 250
const MOST_HELD = 256

interface Sender {
  /** Number of the last message that was delivered; 0: none yet. */
  last: number
  /** Those that came too early, unsorted. */
  held: Envelope[]
  cancel: CancelTimer | undefined
}

export class Arrivals {
  readonly #owner: ArrivalsOwner
  readonly #clock: Clock
  readonly #ordered: boolean
  readonly #senders = new Map<string, Sender>()

  constructor(owner: ArrivalsOwner, clock: Clock, ordered: boolean) {
    this.#owner = owner
    this.#clock = clock
    this.#ordered = ordered
  }

  take(envelope: Envelope): void {
    const sender = this.#senders.get(envelope.process) ?? this.#remember(envelope)
    if (envelope.number <= sender.last || sender.held.some(({ number }) => number === envelope.number)) {
      this.#owner.duplicate()
    } else if (follows(envelope, sender.last)) {
      this.#pass(sender, envelope)
      this.#passHeld(sender)
    } else if (this.#ordered) {
      this.#owner.missed()
      this.#pass(sender, envelope)
    } else this.#hold(sender, envelope)
  }

  /** Forgets what it waits for: the topic is not listened to any more, or the engine was away. */
  clear(): void {
    for (const { cancel } of this.#senders.values()) cancel?.()
    this.#senders.clear()
  }

  /** A process that is heard for the first time: what it sent before is none of ours, unless it was overtaken just now. */
  #remember({ process, previous }: Envelope): Sender {
    if (this.#senders.size >= MOST_PROCESSES) {
      for (const [oldest, { cancel }] of this.#senders) {
        cancel?.()
        this.#senders.delete(oldest)
        break
      }
    }
    const sender: Sender = { last: this.#ordered ? previous : 0, held: [], cancel: undefined }
    this.#senders.set(process, sender)
    return sender
  }

  #pass(sender: Sender, envelope: Envelope): void {
    sender.last = envelope.number
    this.#owner.deliver(envelope)
  }

  #hold(sender: Sender, envelope: Envelope): void {
    sender.held.push(envelope)
    if (sender.held.length > MOST_HELD) this.#giveUp(sender)
    else sender.cancel ??= this.#clock.after(PATIENCE, () => this.#giveUp(sender))
  }

  #passHeld(sender: Sender): void {
    for (let next = takeNext(sender); next !== undefined; next = takeNext(sender)) this.#pass(sender, next)
    if (sender.held.length > 0) return
    sender.cancel?.()
    sender.cancel = undefined
  }

  /** What was overtaken does not come any more. */
  #giveUp(sender: Sender): void {
    sender.cancel?.()
    sender.cancel = undefined
    const { held } = sender
    sender.held = []
    if (sender.last > 0) this.#owner.missed()
    for (const envelope of held.sort((a, b) => a.number - b.number)) this.#pass(sender, envelope)
  }
}

/** True if nothing is missing between the last message and this one, as far as its sender can tell. */
function follows({ previous }: Envelope, last: number): boolean {
  return previous === 0 || previous <= last
}

function takeNext(sender: Sender): Envelope | undefined {
  const index = sender.held.findIndex((envelope) => follows(envelope, sender.last))
  return index < 0 ? undefined : sender.held.splice(index, 1)[0]
}
