/**
 * A page that comes back may reach another process of its app than that which keeps its view. That one is asked, over the bus, to seal what
 * the view persists, to hand it over, and to end it.
 *
 * ```
 * page ── join, key "one:…" ──► two ── ask ──► bus ──► one: seals, ends the view
 *                                two ◄── sealed, number of the last event ── bus ◄──┘
 * ```
 */

import { randomUUID } from "node:crypto"
import type { Logger } from "../telemetry/logger.js"
import type { Clock } from "../util/clock.js"
import { type Kept, type KeptViews, nodeOf } from "./kept-views.js"
import type { Supervisor } from "./supervisor.js"

/** What a process gives of a view that it has kept. */
export interface HandedOver {
  /** Absent: the view persists nothing. */
  readonly snapshot?: string | undefined
  /** The number of the last event that the view was given: later ones are for the next process. */
  readonly events: number
}

/** How the others are reached. */
export interface HandOverLine {
  /** False: what is said reaches nobody just now. */
  readonly isUp: boolean
  ask(key: string, browser: string, question: string): void
  /** `undefined`: there is no such view. */
  answer(question: string, handed: HandedOver | undefined): void
}

/** What a {@link HandOver} needs. */
export interface HandOverParts {
  readonly kept: Pick<KeptViews<Kept>, "node" | "find">
  readonly supervisor: Pick<Supervisor, "end">
  readonly clock: Pick<Clock, "now" | "after">
  readonly logger: Logger
  /** True for a name that a process of the app bears, or has borne. */
  isNode(node: string, tag: string): boolean
}

/** Milliseconds that an answer is waited for. */
const PATIENCE = 1_000
/** A process that has not answered is not asked for so many milliseconds: it is gone, and each of its pages would wait. */
const SILENCE = 10_000
/** Questions that may wait, and processes that are remembered as silent. */
const MOST = 1_000

type Waiting = (handed: HandedOver | undefined) => void

export class HandOver {
  readonly #parts: HandOverParts
  readonly #line: HandOverLine
  readonly #waiting = new Map<string, Waiting>()
  /** Until when those are not asked that have not answered. */
  readonly #silent = new Map<string, number>()

  constructor(parts: HandOverParts, line: HandOverLine) {
    this.#parts = parts
    this.#line = line
  }

  /** Asks who has given out this key. Undefined: that was this process, or nobody who answers, or who can be reached. */
  ask(key: string, browser: string): Promise<HandedOver | undefined> | undefined {
    const { kept, clock } = this.#parts
    const { node, tag } = nodeOf(key) ?? {}
    if (node === undefined || tag === undefined || node === kept.node || !this.#line.isUp) return undefined
    if (this.#waiting.size >= MOST || this.#isSilent(node) || !this.#parts.isNode(node, tag)) return undefined
    const question = randomUUID()
    return new Promise((resolve) => {
      const cancel = clock.after(PATIENCE, () => {
        this.#waiting.delete(question)
        // Whom nothing reaches is not gone.
        if (this.#line.isUp) this.#remember(node)
        resolve(undefined)
      })
      this.#waiting.set(question, (handed) => {
        cancel()
        resolve(handed)
      })
      this.#line.ask(key, browser, question)
    })
  }

  /** Another process asks. */
  asked(key: string, browser: string, question: string): void {
    const { kept } = this.#parts
    if (nodeOf(key)?.node === kept.node) this.#line.answer(question, this.#give(kept.find(key, browser)))
  }

  /** Another process answers, perhaps somebody else. */
  answered(question: string, handed: HandedOver | undefined): void {
    const waiting = this.#waiting.get(question)
    this.#waiting.delete(question)
    waiting?.(handed)
  }

  #give(kept: Kept | undefined): HandedOver | undefined {
    if (kept === undefined) return undefined
    const { process, came: events } = kept
    const { supervisor, logger } = this.#parts
    let snapshot: string | undefined
    try {
      snapshot = process.facts.persisted?.seal()
    } catch (error) {
      logger.error(`What the view "${process.view}" persists could not be handed over.`, { view: process.view, error })
    }
    void supervisor.end(process, "disconnect")
    return { events, snapshot }
  }

  /** Whoever asks may make up names: those that were asked for longest ago make room. */
  #remember(node: string): void {
    this.#silent.set(node, this.#parts.clock.now() + SILENCE)
    if (this.#silent.size <= MOST) return
    const [oldest] = this.#silent.keys()
    this.#silent.delete(oldest as string)
  }

  #isSilent(node: string): boolean {
    const until = this.#silent.get(node)
    if (until === undefined) return false
    if (until > this.#parts.clock.now()) return true
    this.#silent.delete(node)
    return false
  }
}
