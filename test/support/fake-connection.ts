/** A connection of the client without a network: records what is sent, and plays the server. */
import type {
  Channel,
  ChannelDelegate,
  Connection,
  ConnectionDelegate,
  NumberedEvent,
  WireChanges,
} from "../../client/connection/connection.js"
import type { Extras, JoinReply, JoinRequest, Problem, ValuesReply } from "../../src/protocol/frames.js"
import type { WirePath } from "../../src/protocol/values.js"

/** Plays the server's answer. */
type Acknowledge = (diff: WireChanges, extras?: Extras) => void

export interface SentEvent {
  readonly instance: number
  readonly event: string
  readonly payload: unknown
  readonly number: number
  readonly acknowledge: Acknowledge
}

export interface SentJoin {
  readonly request: JoinRequest
  readonly reply: (reply: JoinReply) => void
}

export interface SentPatch {
  readonly instance: number
  readonly ticket: string
  readonly number: number
  readonly acknowledge: Acknowledge
}

export interface SentValues {
  readonly instance: number
  readonly paths: readonly WirePath[]
  readonly reply: (reply: ValuesReply) => void
}

export class FakeChannel implements Channel {
  isOpen = false
  opens = 0
  readonly joins: SentJoin[] = []
  readonly events: SentEvent[] = []
  readonly patches: SentPatch[] = []
  readonly requests: SentValues[] = []
  readonly left: number[] = []
  node = ""
  readonly confirmed: [instance: number, frames: number][] = []
  readonly saidHidden: boolean[] = []
  /** The largest message it carries, as JSON. */
  limit = Number.POSITIVE_INFINITY
  readonly delegate: ChannelDelegate

  constructor(delegate: ChannelDelegate) {
    this.delegate = delegate
  }

  open(): void {
    this.opens++
  }

  carries(message: unknown): boolean {
    return JSON.stringify(message).length <= this.limit
  }

  join(request: JoinRequest, reply: (reply: JoinReply) => void): void {
    // As on the wire: what is changed later was not sent.
    this.joins.push({ request: JSON.parse(JSON.stringify(request)) as JoinRequest, reply })
  }

  push(instance: number, { name: event, payload, number }: NumberedEvent): void {
    this.events.push({ instance, event, payload, number, acknowledge: this.#answering(instance, number) })
  }

  patch(instance: number, ticket: string, number: number): void {
    this.patches.push({ instance, ticket, number, acknowledge: this.#answering(instance, number) })
  }

  values(instance: number, paths: readonly WirePath[]): void {
    this.requests.push({ instance, paths, reply: (values) => this.delegate.valuesArrived(instance, paths, values) })
  }

  confirm(instance: number, frames: number): void {
    this.confirmed.push([instance, frames])
  }

  keptBy(node: string): void {
    this.node = node
  }

  leave(instance: number): void {
    this.left.push(instance)
  }

  hidden(isHidden: boolean): void {
    this.saidHidden.push(isHidden)
  }

  // The server's side

  opened(): void {
    this.isOpen = true
    this.delegate.channelOpened()
  }

  closed(byServer = false): void {
    this.isOpen = false
    this.delegate.channelClosed(byServer)
  }

  refused(reason: string): void {
    this.delegate.channelRefused(reason)
  }

  /** Answers the newest join. */
  answer(reply: JoinReply): void {
    this.joins.at(-1)?.reply(reply)
  }

  /** Acknowledges the newest event. */
  acknowledge(diff: WireChanges = 0, extras?: Extras): void {
    this.events.at(-1)?.acknowledge(diff, extras)
  }

  pushDiff(instance: number, diff: WireChanges, extras?: Extras): void {
    this.delegate.frameArrived(instance, 0, diff, extras)
  }

  drain(instance: number, events: number): void {
    this.delegate.viewDrained(instance, events)
  }

  exit(instance: number, problem: Problem): void {
    this.delegate.viewExited(instance, problem)
  }

  #answering(instance: number, number: number): Acknowledge {
    return (diff, extras) => this.delegate.frameArrived(instance, number, diff, extras)
  }
}

export class FakeConnection implements Connection {
  opens = 0
  isOpen = false
  readonly channels = new Map<string, FakeChannel>()
  readonly delegate: ConnectionDelegate

  constructor(delegate: ConnectionDelegate) {
    this.delegate = delegate
  }

  open(): void {
    this.opens++
  }

  close(): void {
    if (this.isOpen) this.lost()
  }

  channel(view: string, delegate: ChannelDelegate): Channel {
    const channel = new FakeChannel(delegate)
    this.channels.set(view, channel)
    return channel
  }

  // The network's side

  opened(): void {
    this.isOpen = true
    this.delegate.connectionOpened()
    for (const channel of this.channels.values()) channel.opened()
  }

  lost(): void {
    const wasOpen = this.isOpen
    this.isOpen = false
    if (wasOpen) for (const channel of this.channels.values()) channel.closed()
    this.delegate.connectionLost()
  }

  /** All its channels are. */
  refused(reason: string): void {
    this.isOpen = false
    for (const channel of this.channels.values()) {
      channel.isOpen = false
      channel.refused(reason)
    }
    this.delegate.connectionRefused()
  }

  to(view: string): FakeChannel {
    const channel = this.channels.get(view)
    if (channel === undefined) throw new Error(`Nobody opened the channel ${view}`)
    return channel
  }
}
