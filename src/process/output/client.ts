/**
 * The client of a process: whether one is there, and what it is to be told beside the view's values. A process can be
 * without one: it has none yet, or its client is away. What callbacks ask for waits until then.
 */

import type { Problem } from "../../protocol/frames.js"
import type { TemplateTable } from "../../render/values/template-table.js"
import type { Effect, Effects } from "./effects.js"
import type { Frame } from "./frame.js"
import { boundedEffects } from "./waiting-effects.js"

/** The way to a client. Calls come in the order in which the client is to see them. */
export interface ProcessOutput {
  /** The template numbers agreed with this client. */
  readonly table: TemplateTable
  /**
   * Whether the client may be told now what it did not ask for. Once it was not, whoever has asked is told by `touched` when
   * that has changed.
   */
  mayBeTold(): boolean
  /** A change that no event asked for. */
  push(frame: Frame): void
  /** The view has crashed; nothing comes after this. */
  exit(problem: Problem): void
}

export class Client {
  #output: ProcessOutput | undefined
  #hasJoined = false
  #asked: Effect[] | undefined

  /** One is there now. */
  get isThere(): boolean {
    return this.#output !== undefined
  }

  /** One is there, or was: the page's script has joined. */
  get hasJoined(): boolean {
    return this.#hasJoined
  }

  /** The template numbers agreed with it. */
  get table(): TemplateTable | undefined {
    return this.#output?.table
  }

  attach(output: ProcessOutput): void {
    this.#output = output
    this.#hasJoined = true
  }

  /** One that another has taken the place of takes nothing away. */
  detach(output: ProcessOutput): void {
    if (this.#output === output) this.#output = undefined
  }

  /** Notes an effect for the next frame. */
  ask(effect: Effect): void {
    this.#asked ??= []
    this.#asked.push(effect)
  }

  /** What was asked for and has not been told yet. */
  get asked(): Effects {
    return this.#asked
  }

  /** One is there, and may be told what it did not ask for. */
  get mayBeTold(): boolean {
    return this.#output !== undefined && this.#output.mayBeTold()
  }

  /** Keeps what waits to be told within bounds. Returns how many of the page's events are dropped. */
  boundEffects(): number {
    if (this.#asked === undefined) return 0
    const { effects, dropped } = boundedEffects(this.#asked)
    this.#asked = effects
    return dropped
  }

  /** Takes what was asked for and has not been told yet. */
  takeEffects(): Effects {
    const asked = this.#asked
    this.#asked = undefined
    return asked
  }

  push(frame: Frame): void {
    this.#output?.push(frame)
  }

  exit(problem: Problem): void {
    this.#output?.exit(problem)
  }
}
