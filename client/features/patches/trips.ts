/**
 * Pages that take the place of this one without a load: where links, views and the history lead to them, and what becomes of
 * the address. How a page takes another's place is `client/features/pages/`.
 */
import { sendFlash } from "../../page/flash.js"
import type { Navigation } from "../../page/navigation.js"
import type { Pages, Trip, TripDelegate } from "../../page/pages.js"
import { type Entries, type Entry, type EntryChange, newPage } from "./entries.js"
import { announce, showHash, type Way } from "./events.js"
import type { PatchTools } from "./patch-tools.js"

export interface TripsDelegate {
  /** The page is at this URL, without its hash, by now. */
  shows(page: string): void
  /** Has the browser load a URL. */
  load(href: string): void
}

/** A page, as it is asked for. */
export interface Wanted {
  readonly href: string
  readonly change: EntryChange
  readonly way: Way
  /** What its entries have in common. */
  readonly page?: string | undefined
  /** What the page is to show once. */
  readonly flash?: string | undefined
}

/** In tenths of a second that one who goes back waits for the connection. */
const PATIENCE = 100

interface UnderWay {
  readonly wanted: Wanted
  /** When it was asked for. */
  readonly since: number
  /** Undefined while the part that makes it is loaded. */
  trip?: Trip
  /** It has begun once more. */
  isAgain?: boolean
}

export class Trips {
  readonly #tools: PatchTools
  readonly #entries: Entries
  readonly #delegate: TripsDelegate
  #current: UnderWay | undefined

  constructor(tools: PatchTools, entries: Entries, delegate: TripsDelegate) {
    this.#tools = tools
    this.#entries = entries
    this.#delegate = delegate
  }

  prefetch(href: string, isPressed: boolean): void {
    if (this.#isConnected) this.#tools.pages.part?.prefetch(href, isPressed)
  }

  /** A link was clicked. Returns false if the browser is to follow it. `begins` is called if the page is asked for. */
  follow(href: string, change: EntryChange, begins: () => void): boolean {
    const { part } = this.#tools.pages
    if (part === undefined || !this.#isConnected) return false
    // The second click of a double click.
    if (this.#current?.wanted.href === href) return true
    const way: Way = { pop: false, direction: "forward", by: "user" }
    if (this.#mayLeave(href, way, part)) {
      begins()
      this.go({ href, change, way })
    }
    return true
  }

  /** The browser has gone to an entry of another page. */
  goThrough(entry: Entry): void {
    const { href } = location
    const distance = this.#entries.position - entry.position
    const way: Way = { pop: true, direction: distance < 0 ? "forward" : "backward", by: "user" }
    const { part } = this.#tools.pages
    if (part !== undefined && distance !== 0 && !this.#mayLeave(href, way, part)) return history.go(distance)
    this.#entries.reached(entry)
    this.#start({ href, change: "none", way, page: entry.page })
  }

  go(wanted: Wanted): void {
    this.#start({ ...wanted, page: newPage() })
  }

  /** The page stays. */
  cancel(): void {
    const distance = this.#current === undefined ? 0 : this.#entries.shown - this.#entries.position
    if (this.#current !== undefined) this.#tools.pages.part?.stays()
    this.stop()
    if (distance !== 0) history.go(distance)
  }

  /** Something else is wanted now. */
  stop(): void {
    this.#current?.trip?.stop()
    this.#finish()
  }

  /** The user goes through the history, to another page. */
  get goesThrough(): boolean {
    return this.#current?.wanted.way.pop === true
  }

  get #isConnected(): boolean {
    return this.#tools.views.all.some(({ readiness }) => readiness === "ready")
  }

  /** There is none, and one may come. */
  get #isAway(): boolean {
    return !this.#isConnected && this.#tools.views.all.some(({ readiness }) => readiness !== "plain")
  }

  #mayLeave(href: string, way: Way, pages: Pages): boolean {
    return announce("before-navigate", href, way, { patch: false, dirty: pages.isDirty }) && pages.mayLeave()
  }

  #start(wanted: Wanted): void {
    const { navigation, pages } = this.#tools
    const { href } = wanted
    const current: UnderWay = { wanted, since: performance.now() }
    this.stop()
    this.#current = current
    navigation.use(({ loading }) => loading.start({ kind: "navigate", to: href }))
    pages.get().then(
      (part) => this.#current === current && this.#goBy(part, current),
      () => this.#current === current && this.#leave(current),
    )
  }

  #goBy(part: Pages, current: UnderWay): void {
    const { wanted } = current
    const position = wanted.change === "none" ? this.#entries.position : undefined
    const delegate: TripDelegate = {
      leaves: () => {
        if (wanted.change !== "none") part.leavesEntry(this.#entries.shown)
      },
      arrived: (root) => this.#arrived(wanted, root),
      endedElsewhere: (to) => {
        if (wanted.way.pop && to === undefined && !current.isAgain) void this.#goAgain(part, current)
        else this.#leave(current, to)
      },
    }
    const { href, flash } = wanted
    current.trip = part.go({ href, position, flash, since: current.since }, delegate)
  }

  /** In an entry of the history is what was typed there: that the connection is missing just then must not have it loaded. */
  async #goAgain(part: Pages, current: UnderWay): Promise<void> {
    current.isAgain = true
    let wasAway = this.#isAway
    for (let waits = 0; waits === 0 || (this.#isAway && waits < PATIENCE); waits++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      if (this.#current !== current) return
      wasAway ||= this.#isAway
    }
    if (wasAway && this.#isConnected) this.#goBy(part, current)
    else this.#leave(current)
  }

  #arrived({ href, change, way, page }: Wanted, root: string): void {
    this.#finish()
    // At the other one's address it would be another page for who loads it again.
    if (!this.#entries.exchanged(root, href, change, page)) return this.#delegate.load(href)
    this.#delegate.shows(href.split("#")[0] as string)
    if (change !== "none") showHash(href)
    announce("navigate", href, way, { patch: false })
  }

  /** The host has something else there, or sends elsewhere. */
  #leave({ wanted: { href, way, flash } }: UnderWay, to?: string): void {
    this.#finish()
    if (flash !== undefined) sendFlash(flash)
    // Gone back to, the address is there: the browser takes its entry along where the host sends it.
    if (!way.pop && (to !== undefined || way.by === "view"))
      this.#tools.navigation.use((part) => part.redirect(to ?? href))
    else this.#delegate.load(href)
  }

  #finish(): void {
    if (this.#current === undefined) return
    this.#current = undefined
    this.#tools.navigation.use(stopLoading)
  }
}

// A function of its own, so that it waits once for the part.
function stopLoading({ loading }: Navigation): void {
  loading.stop("navigate")
}
