/**
 * Processes whose page has lost its connection: each waits for the page for a while, and then ends. How many there may be, and how
 * large, is bounded; where they are too many the client that holds most of them loses its oldest.
 *
 * They wait equally long, so they end in the order in which they came, and one timer serves all.
 */

import type { ViewProcess } from "../process/view-process.js"
import { type DetachedContext, notices } from "../telemetry/channels.js"
import type { CancelTimer, Clock } from "../util/clock.js"
import type { ClientNames } from "./client-tally.js"

/** How many views may wait for pages that have lost their connection. Beyond it a page that comes back is mounted anew. */
export interface DetachedLimits {
  /** Of all clients together. @defaultValue 10000 */
  readonly detachedViews: number
  /** Of one browser, by its cookie `livemount`. @defaultValue 100 */
  readonly detachedViewsPerBrowser: number
  /** Of one address; of IPv6 of its first 64 bits. @defaultValue 1000 */
  readonly detachedViewsPerAddress: number
  /** Bytes that they take together: what their assigns hold, and the events that wait for them, estimated when the connection is lost. @defaultValue 134217728 */
  readonly detachedSize: number
}

export const defaultDetachedLimits: DetachedLimits = {
  detachedViews: 10_000,
  detachedViewsPerBrowser: 100,
  detachedViewsPerAddress: 1000,
  detachedSize: 134_217_728,
}

/** What {@link DetachedViews} are made with. */
export interface DetachedOptions {
  /** Milliseconds that each waits. */
  readonly window: number
  readonly clock: Clock
  /** @defaultValue {@link defaultDetachedLimits} */
  readonly limits?: DetachedLimits
}

interface Detached extends ClientNames {
  readonly process: ViewProcess
  readonly until: number
  /** In bytes, roughly. */
  readonly size: number
}

type Holders = Map<string, Set<Detached>>

/** Why one ends. */
type End = "LV_DETACHED_TOO_LONG" | "LV_DETACHED_TOO_MANY"

export class DetachedViews {
  readonly #window: number
  readonly #clock: Clock
  readonly #limits: DetachedLimits
  /** In the order in which they came. */
  readonly #views = new Map<ViewProcess, Detached>()
  readonly #browsers: Holders = new Map()
  readonly #addresses: Holders = new Map()
  #size = 0
  #cancel: CancelTimer | undefined

  constructor({ window, clock, limits = defaultDetachedLimits }: DetachedOptions) {
    this.#window = window
    this.#clock = clock
    this.#limits = limits
  }

  get count(): number {
    return this.#views.size
  }

  /** Has a process wait. It may be one too many, and end at once. */
  add(process: ViewProcess, { browser, address }: ClientNames): void {
    const { detachedSize, detachedViewsPerBrowser, detachedViewsPerAddress } = this.#limits
    const size = process.roughSize(detachedSize)
    const detached = { process, browser, address, size, until: this.#clock.now() + this.#window }
    this.#views.set(process, detached)
    hold(this.#browsers, browser, detached)
    hold(this.#addresses, address, detached)
    this.#size += size
    tell({ view: process.view, id: process.id, became: "detached" })
    // Nobody else is to go for what has no room by itself.
    if (size > detachedSize) this.#end(detached, "LV_DETACHED_TOO_MANY", "detachedSize")
    this.#bound(this.#browsers.get(browser), detachedViewsPerBrowser, "detachedViewsPerBrowser")
    this.#bound(this.#addresses.get(address), detachedViewsPerAddress, "detachedViewsPerAddress")
    while (this.#views.size > this.#limits.detachedViews) this.#evict(this.#heaviest(countOf), "detachedViews")
    while (this.#size > detachedSize) this.#evict(this.#heaviest(sizeOf), "detachedSize")
    this.#wait()
  }

  /** It waits no more: its page has come back, or it has ended. */
  take(process: ViewProcess): void {
    const detached = this.#views.get(process)
    if (detached === undefined) return
    this.#views.delete(process)
    release(this.#browsers, detached.browser, detached)
    release(this.#addresses, detached.address, detached)
    this.#size -= detached.size
  }

  close(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #bound(held: ReadonlySet<Detached> | undefined, most: number, limit: keyof DetachedLimits): void {
    while (held !== undefined && held.size > most) this.#evict(held, limit)
  }

  /** What the client holds that holds most. Of an address that several share it may be a part that takes the place. */
  #heaviest(weight: (held: ReadonlySet<Detached>) => number): ReadonlySet<Detached> {
    let heaviest: ReadonlySet<Detached> = new Set()
    let most = 0
    for (const held of this.#addresses.values()) {
      const own = weight(held)
      if (own <= most) continue
      most = own
      heaviest = held
    }
    return heaviest
  }

  /** Ends the oldest of a client. */
  #evict(held: ReadonlySet<Detached>, limit: keyof DetachedLimits): void {
    for (const detached of held) return this.#end(detached, "LV_DETACHED_TOO_MANY", limit)
  }

  #end({ process }: Detached, code: End, limit?: keyof DetachedLimits): void {
    this.take(process)
    tell({ view: process.view, id: process.id, became: "ended", code, ...(limit === undefined ? {} : { limit }) })
    void process.close("disconnect")
  }

  /** Starts the timer, if one is needed. */
  #wait(): void {
    if (this.#cancel !== undefined) return
    for (const { until } of this.#views.values()) {
      this.#cancel = this.#clock.after(Math.max(0, until - this.#clock.now()), () => this.#due())
      return
    }
  }

  #due(): void {
    this.#cancel = undefined
    const now = this.#clock.now()
    for (const detached of this.#views.values()) {
      if (detached.until > now) break
      this.#end(detached, "LV_DETACHED_TOO_LONG")
    }
    this.#wait()
  }
}

function hold(holders: Holders, name: string, detached: Detached): void {
  const held = holders.get(name)
  if (held === undefined) holders.set(name, new Set([detached]))
  else held.add(detached)
}

function release(holders: Holders, name: string, detached: Detached): void {
  const held = holders.get(name)
  held?.delete(detached)
  if (held?.size === 0) holders.delete(name)
}

function countOf(held: ReadonlySet<Detached>): number {
  return held.size
}

function sizeOf(held: ReadonlySet<Detached>): number {
  let size = 0
  for (const detached of held) size += detached.size
  return size
}

function tell(context: DetachedContext): void {
  if (notices.detached.hasSubscribers) notices.detached.publish(context)
}
