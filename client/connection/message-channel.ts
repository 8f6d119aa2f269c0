/**
 * The messages of a view's name: what each is called on the wire, what it carries, and to whom what comes is told. How they travel, and
 * when, is known by those that extend it.
 */
import type { Extras, JoinReply, JoinRequest, Problem, ValuesReply } from "../../src/protocol/frames.js"
import { CONFIRM, DIFF, DRAIN, EVENT, EXIT, HIDDEN, JOIN, LEAVE, PATCH, VALUES } from "../../src/protocol/messages.js"
import type { WirePath } from "../../src/protocol/values.js"
import type { Channel, ChannelDelegate, NumberedEvent, WireChanges } from "./connection.js"
import type { FrameLimit } from "./frame-limit.js"

/** A message: its name, and what it carries. */
export type Message = readonly [name: string, ...details: unknown[]]

export type Answer = (...answer: never[]) => void

export abstract class MessageChannel implements Channel {
  abstract readonly isOpen: boolean
  protected readonly delegate: ChannelDelegate
  readonly #limit: FrameLimit

  constructor(limit: FrameLimit, delegate: ChannelDelegate) {
    this.#limit = limit
    this.delegate = delegate
  }

  abstract open(): void
  abstract keptBy(node: string): void
  /** False for a connection that is not open, or overdue: what would be sent is dropped. */
  protected abstract get mayEmit(): boolean
  /** Sends a message; `answer` is told what it is answered with over the same connection. */
  protected abstract sendMessage(message: Message, answer?: Answer): void

  carries(message: unknown): boolean {
    return this.#limit.admits(message)
  }

  join(request: JoinRequest, reply: (reply: JoinReply) => void): void {
    this.#ask([JOIN, request], request, reply)
  }

  push(instance: number, { name, payload, number, id }: NumberedEvent): void {
    const message: Message = [EVENT, instance, name, payload, number]
    this.#ask(id === undefined ? message : [...message, id], payload, this.#frameTo(instance, number))
  }

  patch(instance: number, ticket: string, number: number): void {
    this.#ask([PATCH, instance, ticket, number], ticket, this.#frameTo(instance, number))
  }

  values(instance: number, paths: readonly WirePath[]): void {
    this.#ask([VALUES, instance, paths], paths, (values: ValuesReply) =>
      this.delegate.valuesArrived(instance, paths, values),
    )
  }

  confirm(instance: number, frames: number): void {
    this.#tell([CONFIRM, instance, frames])
  }

  leave(instance: number): void {
    this.#tell([LEAVE, instance])
  }

  hidden(isHidden: boolean): void {
    this.#tell([HIDDEN, +isHidden])
  }

  /** The server has sent a message. */
  protected messageArrived([name, ...details]: Message): void {
    if (name === DIFF) {
      const [instance, diff, extras] = details as [number, WireChanges, Extras?]
      this.delegate.frameArrived(instance, 0, diff, extras)
    }
    if (name === DRAIN) this.delegate.viewDrained(...(details as [number, number]))
    if (name === EXIT) this.delegate.viewExited(...(details as [number, Problem]))
  }

  /** The answer to what was sent under a number is a frame of its instance, as one that was pushed. */
  #frameTo(instance: number, number: number): Answer {
    return (diff: WireChanges, extras?: Extras) => this.delegate.frameArrived(instance, number, diff, extras)
  }

  #tell(message: Message): void {
    if (this.mayEmit) this.sendMessage(message)
  }

  /** Sends what is to be answered; `large` is the part of it that may be large. */
  #ask(message: Message, large: unknown, answer: Answer): void {
    if (!this.mayEmit) return
    const sent = this.#limit.sent(large)
    this.sendMessage(message, (...answered) => {
      this.#limit.answered(sent)
      answer(...answered)
    })
  }
}
