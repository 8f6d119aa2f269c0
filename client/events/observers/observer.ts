/**
 * What all observers share: listeners that start and stop together. Each observer notices one source of DOM events and
 * tells its delegate; it decides nothing about payloads.
 */
import { listenTo } from "../../dom/nodes/members.js"

export abstract class Observer<Delegate> {
  protected readonly delegate: Delegate
  readonly #target: EventTarget
  #stop: AbortController | undefined

  constructor(target: EventTarget, delegate: Delegate) {
    this.#target = target
    this.delegate = delegate
  }

  start(): void {
    if (this.#stop !== undefined) return
    this.#stop = new AbortController()
    this.listen()
  }

  stop(): void {
    this.#stop?.abort()
    this.#stop = undefined
  }

  /** Adds the listeners, each by `on`. */
  protected abstract listen(): void

  // Bubble phase, by default: page scripts get their chance to call preventDefault() first.
  protected on(
    type: string,
    listener: (event: Event) => void,
    target: EventTarget = this.#target,
    capture = false,
  ): void {
    listenTo(target, type, listener, { capture, signal: this.#stop?.signal as AbortSignal })
  }
}
