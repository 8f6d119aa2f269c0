/**
 * The views of one name that share its channel: hands what arrives to the one it is meant for. Texts of templates are
 * kept here, before anybody looks at what came with them: they count as sent to the page, whatever has become of the
 * view they came for.
 */
import type { Extras, JoinReply, JoinRequest, Problem, ValuesReply } from "../../src/protocol/frames.js"
import { ALL_INSTANCES } from "../../src/protocol/messages.js"
import type { WirePath } from "../../src/protocol/values.js"
import type { Channel, ChannelDelegate, Connection, WireChanges } from "../connection/connection.js"
import { isPageHidden } from "../dom/nodes/members.js"
import type { ClientSeat } from "./client-seat.js"
import type { TemplateTexts } from "./view-dom.js"

/** Where what comes waits while it must not be taken yet. */
export interface ChannelGate {
  isShutFor(message: unknown, extras?: unknown): boolean
  /** Does the work once it is open. */
  opens(work: () => void): void
}

/** What it has of a joined view. */
export type ChannelSeat = Pick<ClientSeat, "instance" | "take" | "takeValues" | "leave">

/** What a {@link ViewChannel} tells each of its views. */
export interface ChannelListener {
  /** What takes its frames; undefined while it is not joined. */
  readonly seat: ChannelSeat | undefined
  channelOpened(): void
  channelClosed(byServer: boolean): void
  channelRefused(reason: string): void
  viewDrained(events: number): void
  viewExited(problem: Problem): void
}

export class ViewChannel implements ChannelDelegate {
  /** For what its views send, but for joins, which bring texts. */
  readonly port: Omit<Channel, "join" | "hidden">
  readonly #channel: Channel
  readonly #views = new Set<ChannelListener>()
  readonly #templates: TemplateTexts
  readonly #gate: ChannelGate
  /** How many joins have had no answer that was taken. */
  #joining = 0
  /** What has come, and waits at the gate, in order. */
  #waiting: (() => void)[] = []
  /** One function, so that it waits once. */
  readonly #takeWaiting = (): void => {
    // Each by itself, as they came: one that fails must not keep back the others.
    for (const work of this.#waiting.splice(0)) queueMicrotask(work)
  }

  constructor(connection: Connection, name: string, templates: TemplateTexts, gate: ChannelGate) {
    this.port = this.#channel = connection.channel(name, this)
    this.#templates = templates
    this.#gate = gate
  }

  add(view: ChannelListener): void {
    this.#views.add(view)
    if (this.port.isOpen) view.channelOpened()
  }

  remove(view: ChannelListener): void {
    this.#views.delete(view)
  }

  join(request: JoinRequest, reply: (reply: JoinReply) => void): void {
    this.#joining++
    this.#channel.join(request, (answer) => {
      if ("i" in answer) this.#keepTexts(answer.e)
      this.#pass(this.#gate.isShutFor(answer), () => {
        this.#joining--
        reply(answer)
      })
    })
  }

  /** The page is gone for good: nobody comes back to what the server has for it, or is about to have. */
  leave(): void {
    for (const { seat } of this.#views) seat?.leave()
    if (this.#joining) this.port.leave(ALL_INSTANCES)
  }

  /** The page is hidden, or seen, from now on. False if that could not be said. */
  sightChanged(): boolean {
    if (this.port.isOpen) this.#channel.hidden(isPageHidden())
    return this.port.isOpen
  }

  // Channel delegate

  channelOpened(): void {
    for (const view of this.#views) view.channelOpened()
    // A connection begins with a page that is seen.
    if (isPageHidden()) this.sightChanged()
  }

  channelClosed(byServer: boolean): void {
    // As if it had not come before the end.
    this.#waiting = []
    this.#joining = 0
    for (const view of this.#views) view.channelClosed(byServer)
  }

  channelRefused(reason: string): void {
    for (const view of this.#views) view.channelRefused(reason)
  }

  frameArrived(instance: number, answers: number, diff: WireChanges, extras?: Extras): void {
    this.#keepTexts(extras)
    if (this.#gate.isShutFor(diff, extras)) this.#hold(() => this.#view(instance)?.seat?.take(answers, diff, extras))
    else this.#view(instance)?.seat?.take(answers, diff, extras)
  }

  valuesArrived(instance: number, paths: readonly WirePath[], values: ValuesReply): void {
    this.#keepTexts(values.e)
    this.#pass(this.#gate.isShutFor(values), () => this.#view(instance)?.seat?.takeValues(paths, values))
  }

  viewDrained(instance: number, events: number): void {
    this.#pass(this.#waiting.length > 0, () => this.#view(instance)?.viewDrained(events))
  }

  viewExited(instance: number, problem: Problem): void {
    this.#pass(this.#gate.isShutFor(problem), () => this.#view(instance)?.viewExited(problem))
  }

  /** For what is rare: frames are passed on without a function of their own. */
  #pass(isHeld: boolean, work: () => void): void {
    if (isHeld) this.#hold(work)
    else work()
  }

  #hold(work: () => void): void {
    this.#waiting.push(work)
    this.#gate.opens(this.#takeWaiting)
  }

  #keepTexts(extras: Extras | undefined): void {
    for (const template of Object.values(extras?.t ?? {})) {
      if (typeof template !== "string") this.#templates.add(...template)
    }
  }

  #view(instance: number): ChannelListener | undefined {
    for (const view of this.#views) if (view.seat?.instance === instance) return view
    return undefined
  }
}

/** The channels of the page, one per view name. */
export class ViewChannels {
  readonly #connection: Connection
  readonly #templates: TemplateTexts
  readonly #gate: ChannelGate
  readonly #channels = new Map<string, ViewChannel>()

  constructor(connection: Connection, templates: TemplateTexts, gate: ChannelGate) {
    this.#connection = connection
    this.#templates = templates
    this.#gate = gate
  }

  /** The page is gone for good. */
  leave(): void {
    for (const channel of this.#channels.values()) channel.leave()
  }

  /** The page is hidden, or seen, from now on. */
  sightChanged(): void {
    for (const channel of this.#channels.values()) if (channel.sightChanged()) return
  }

  of(name: string): ViewChannel {
    const channel = this.#channels.get(name) ?? new ViewChannel(this.#connection, name, this.#templates, this.#gate)
    this.#channels.set(name, channel)
    return channel
  }
}
