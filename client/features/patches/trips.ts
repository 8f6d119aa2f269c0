/**
 * Pages that take the place of this one without a load: where links, views and the history lead to them, and what becomes of
 * the address. How a page takes another's place is `client/features/pages/`.
 */
import { sendFlash } from "../../page/flash.js"
import type { Navigation } from "../../page/navigation.js"
import type { Pages, Trip, TripDelegate } from "../../page/pages.js"
import { type Entries, type Entry, type EntryChange, nameHere, newPage, pageOf } from "./entries.js"
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
  /** Name of the entry in the history; undefined: a new one. */
  readonly entry?: string
  /** What its entries have in common. */
  readonly page?: string | undefined
  /** What the page is to show once. */
  readonly flash?: string | undefined
}

/** In ms that one who goes back waits for the connection, where the host answers. */
const PATIENCE = 10_000

/** In ms, at most, from when the host does not answer until its connection is known to be lost, too. */
const NOTICE = 100

interface UnderWay {
  readonly wanted: Wanted
  /** When it was asked for. */
  readonly since: number
  /** `asked`: of the part that makes the trip, or of the host. `waiting`: for the connection. */
  state: "asked" | "waiting"
  /** Undefined while the part is loaded. */
  trip?: Trip
  /** Ends a wait. */
  timer?: ReturnType<typeof setTimeout>
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
    this.#start({ href, change: "none", way, entry: nameHere(entry), page: entry.page })
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
    const current: UnderWay = { wanted, since: performance.now(), state: "asked" }
    this.stop()
    this.#current = current
    navigation.use(({ loading }) => loading.start({ kind: "navigate", to: href }))
    pages.get().then(
      (part) => this.#current === current && this.#goBy(part, current),
      () => this.#current === current && this.#leave(current),
    )
  }

  #goBy(part: Pages, current: UnderWay): void {
    const { wanted, since } = current
    const { href, entry, flash, way } = wanted
    const delegate: TripDelegate = {
      leaves: () => part.leavesEntry(this.#entries.shownName, way.pop),
      arrived: (root) => this.#arrived(wanted, root),
      endedElsewhere: (to) => this.#leave(current, to),
      delayed: (isUnreachable) => this.#delayed(current, isUnreachable),
    }
    current.state = "asked"
    current.trip = part.go({ href, entry, flash, since }, delegate)
  }

  /**
   * In an entry of the history is what was typed there, so one who goes back waits, in a page that can be used. Where the host
   * answers, not for ever: what was typed is put in by the page that is loaded, too. Where it does not, there is nothing to be loaded but the
   * browser's own error.
   */
  #delayed(current: UnderWay, isUnreachable: boolean): void {
    const left = PATIENCE - (performance.now() - current.since)
    if (!current.wanted.way.pop || (left <= 0 && !isUnreachable)) return this.#leave(current)
    current.state = "waiting"
    if (this.#isConnected) this.#wait(current, NOTICE)
    else if (!this.#isAway) this.#leave(current)
    else if (left > 0) this.#wait(current, left)
  }

  #wait(current: UnderWay, time: number): void {
    current.timer = setTimeout(() => this.#waited(current), time)
  }

  #waited(current: UnderWay): void {
    const left = PATIENCE - (performance.now() - current.since)
    // It was there all the while.
    if (!this.#isAway) this.#leave(current)
    else if (left > 0) this.#wait(current, left)
    else this.#goAgain()
  }

  /** A view is with the server again. */
  viewJoined(): void {
    if (this.#current?.state === "waiting") this.#goAgain()
  }

  #goAgain(): void {
    const current = this.#current as UnderWay
    clearTimeout(current.timer)
    this.#goBy(this.#tools.pages.part as Pages, current)
  }

  #arrived({ href, change, way, page }: Wanted, root: string): void {
    this.#finish()
    // At the other one's address it would be another page for who loads it again.
    if (!this.#entries.exchanged(root, href, change, page)) return this.#delegate.load(href)
    this.#delegate.shows(pageOf(href))
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
    clearTimeout(this.#current.timer)
    this.#current = undefined
    this.#tools.navigation.use(stopLoading)
  }
}

// A function of its own, so that it waits once for the part.
function stopLoading({ loading }: Navigation): void {
  loading.stop("navigate")
}
