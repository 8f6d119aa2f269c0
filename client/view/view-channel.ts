/**
 * The instances of one view name that share its channel: hands what arrives to the instance it is meant for.
 */
import type { Extras, Problem } from "../../src/protocol/frames.js"
import type { Channel, ChannelDelegate, Connection, WireChanges } from "../connection/connection.js"
import type { TemplateTexts } from "./view-dom.js"

/** What a {@link ViewChannel} tells each of its views. */
export interface ChannelListener {
  /** The number the server gave it; undefined while not joined. */
  readonly instance: number | undefined
  channelOpened(): void
  channelClosed(byServer: boolean): void
  channelRefused(reason: string): void
  diffArrived(diff: WireChanges, extras?: Extras): void
  viewExited(problem: Problem): void
}

export class ViewChannel implements ChannelDelegate {
  readonly port: Channel
  readonly #views = new Set<ChannelListener>()
  readonly #templates: TemplateTexts

  constructor(connection: Connection, name: string, templates: TemplateTexts) {
    this.port = connection.channel(name, this)
    this.#templates = templates
  }

  add(view: ChannelListener): void {
    this.#views.add(view)
    if (this.port.isOpen) view.channelOpened()
  }

  remove(view: ChannelListener): void {
    this.#views.delete(view)
  }

  /** Keeps the texts of templates. They count as sent to the page, whatever has become of the view they came for. */
  keepTexts(extras: Extras | undefined): void {
    for (const template of Object.values(extras?.t ?? {})) {
      if (typeof template !== "string") this.#templates.add(...template)
    }
  }

  // Channel delegate

  channelOpened(): void {
    for (const view of this.#views) view.channelOpened()
  }

  channelClosed(byServer: boolean): void {
    for (const view of this.#views) view.channelClosed(byServer)
  }

  channelRefused(reason: string): void {
    for (const view of this.#views) view.channelRefused(reason)
  }

  diffArrived(instance: number, diff: WireChanges, extras?: Extras): void {
    this.keepTexts(extras)
    this.#view(instance)?.diffArrived(diff, extras)
  }

  viewExited(instance: number, problem: Problem): void {
    this.#view(instance)?.viewExited(problem)
  }

  #view(instance: number): ChannelListener | undefined {
    for (const view of this.#views) if (view.instance === instance) return view
    return undefined
  }
}
