/**
 * The place of one process that waits for the page which it has rendered.
 *
 * ```
 *  reserved ─────────────► waiting ─────────────► left
 *     │    the page is made       adopted, ended    ▲
 *     └─────────────────────────────────────────────┘
 *              ended, before the page was made
 * ```
 */

import type { ViewProcess } from "../process/view-process.js"
import { randomText } from "../security/random-text.js"
import type { CancelTimer } from "../util/clock.js"
import type { ClientNames } from "./client-tally.js"

/** What a place is. `left`: nobody waits there, and its key opens nothing. */
export type PlaceState = "reserved" | "waiting" | "left"

const NEXT: Readonly<Record<PlaceState, readonly PlaceState[]>> = {
  reserved: ["waiting", "left"],
  waiting: ["left"],
  left: [],
}

export class ParkingPlace {
  /** Names the process in the token of its page: 128 random bits, good for one join. */
  readonly key: string = randomText(16, "base64url")
  /** Who has asked for the page. */
  readonly client: ClientNames
  #state: PlaceState = "reserved"
  /** Who waits, or is about to; undefined: nobody, so far or any more. */
  #process: ViewProcess | undefined
  #cancel: CancelTimer | undefined

  constructor(client: ClientNames) {
    this.client = client
  }

  get state(): PlaceState {
    return this.#state
  }

  occupy(process: ViewProcess): void {
    this.#process = process
  }

  /** @param startTimer - Starts what ends the wait. */
  wait(startTimer: () => CancelTimer): void {
    this.#become("waiting")
    this.#cancel = startTimer()
  }

  /** Returns who has waited. */
  leave(): ViewProcess | undefined {
    this.#become("left")
    this.#cancel?.()
    const process = this.#process
    this.#process = undefined
    return process
  }

  #become(next: PlaceState): void {
    if (!NEXT[this.#state].includes(next)) throw new Error(`A place that is "${this.#state}" cannot become "${next}".`)
    this.#state = next
  }
}
