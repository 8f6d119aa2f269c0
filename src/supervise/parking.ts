/**
 * Where processes wait that have rendered their page and have no client yet: the page's script adopts its process by the key
 * in the page's token, once and within a few seconds. Most pages of a browser that has our cookie are joined at once; what is never
 * joined costs no more than the bounds allow.
 */

import type { ViewProcess } from "../process/view-process.js"
import { limitHit } from "../telemetry/channels.js"
import type { Clock } from "../util/clock.js"
import { type ClientNames, ClientTally } from "./client-tally.js"
import { ParkingPlace } from "./parking-place.js"

/** The option `adopt`. Beyond these bounds a page is mounted once more when it is joined. */
export interface AdoptOptions {
  /** Milliseconds that a process waits for the script of its page. 0: none waits. @defaultValue 10000 */
  readonly window: number
  /** How many may wait, of all browsers together. @defaultValue 1000 */
  readonly views: number
  /** Of one browser, by its cookie `livemount`. @defaultValue 20 */
  readonly viewsPerBrowser: number
  /** Of one address; of IPv6 of its first 64 bits. @defaultValue 100 */
  readonly viewsPerAddress: number
}

export const defaultAdoptOptions: AdoptOptions = {
  window: 10_000,
  views: 1000,
  viewsPerBrowser: 20,
  viewsPerAddress: 100,
}

const LIMIT_NAMES = { all: "adopt.views", browser: "adopt.viewsPerBrowser", address: "adopt.viewsPerAddress" } as const

export class Parking {
  readonly #clock: Clock
  readonly #window: number
  readonly #tally: ClientTally
  readonly #places = new Map<string, ParkingPlace>()
  readonly #byProcess = new Map<ViewProcess, ParkingPlace>()
  #isClosed = false

  constructor(clock: Clock, { window, views, viewsPerBrowser, viewsPerAddress }: AdoptOptions = defaultAdoptOptions) {
    this.#clock = clock
    this.#window = window
    this.#tally = new ClientTally({ all: views, browser: viewsPerBrowser, address: viewsPerAddress })
  }

  /** How many wait, and how many are about to. */
  get count(): number {
    return this.#tally.count
  }

  /** A place for the process of a page that is asked for; undefined: there is none, so the page is made without. */
  reserve(client: ClientNames, view: string): ParkingPlace | undefined {
    if (this.#isClosed || this.#window === 0) return undefined
    const full = this.#tally.take(client)
    if (full !== undefined) {
      limitHit({ limit: LIMIT_NAMES[full], view })
      return undefined
    }
    return new ParkingPlace(client)
  }

  /** This process is made for a place. Whenever and however it ends, the place is free. */
  occupy(place: ParkingPlace, process: ViewProcess): void {
    place.occupy(process)
    this.#byProcess.set(process, place)
  }

  /** The page is made, and on its way. */
  park(place: ParkingPlace): void {
    this.#places.set(place.key, place)
    place.wait(() => this.#clock.after(this.#window, () => this.giveUp(place)))
  }

  /** The process with this key, for its page: from now on it waits no more. Undefined: there is none (any more). */
  adopt(key: string | undefined): ViewProcess | undefined {
    const place = key === undefined ? undefined : this.#places.get(key)
    return place && this.#free(place)
  }

  /** Nobody will join: its page has not arrived, or has had its time. */
  giveUp(place: ParkingPlace): void {
    if (place.state === "left") return
    void this.#free(place)?.close("leave")
  }

  /** For the supervisor. */
  ended(process: ViewProcess): void {
    const place = this.#byProcess.get(process)
    if (place !== undefined) this.#free(place)
  }

  /** Nobody waits from now on. Those who do so are ended by the supervisor. */
  close(): void {
    this.#isClosed = true
  }

  #free(place: ParkingPlace): ViewProcess | undefined {
    const process = place.leave()
    this.#tally.release(place.client)
    this.#places.delete(place.key)
    if (process !== undefined) this.#byProcess.delete(process)
    return process
  }
}
