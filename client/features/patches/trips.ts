/**
 * Pages that take the place of this one without a load: where links, views and the history lead to them, and what becomes of
 * the address. How a page takes another's place is `client/features/pages/`.
 */
import { isFlashHeld, sendFlash } from "../../page/flash.js"
import type { Navigation } from "../../page/navigation.js"
import type { Pages } from "../../page/pages.js"
import { type Entries, type EntryChange, type HistoryEntry, nameHere, newPageKey, withoutHash } from "./entries.js"
import { announce, showHash, type Way } from "./events.js"
import { isConnected, Journey, type Wanted } from "./journey.js"
import type { PatchTools } from "./patch-tools.js"

export interface TripsDelegate {
  /** The page is at this URL, without its hash, by now. */
  shows(url: string): void
  /** Has the browser load a URL. */
  load(href: string): void
}

export class Trips {
  readonly #tools: PatchTools
  readonly #entries: Entries
  readonly #delegate: TripsDelegate
  #current: Journey | undefined

  constructor(tools: PatchTools, entries: Entries, delegate: TripsDelegate) {
    this.#tools = tools
    this.#entries = entries
    this.#delegate = delegate
  }

  prefetch(href: string, isPressed: boolean): void {
    if (isConnected(this.#tools)) this.#tools.pages.part?.prefetch(href, isPressed)
  }

  /** A link was clicked. Returns false if the browser is to follow it. `begins` is called if the page is asked for. */
  follow(href: string, change: EntryChange, begins: () => void): boolean {
    const { part } = this.#tools.pages
    if (part === undefined || !isConnected(this.#tools)) return false
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
  goThrough(entry: HistoryEntry): void {
    const { href } = location
    const distance = this.#entries.position - entry.position
    const way: Way = { pop: true, direction: distance < 0 ? "forward" : "backward", by: "user" }
    const { part } = this.#tools.pages
    if (part !== undefined && distance !== 0 && !this.#mayLeave(href, way, part)) return history.go(distance)
    this.#entries.reached(entry)
    this.#start({ href, change: "none", way, entry: nameHere(entry), pageKey: entry.page })
  }

  go(wanted: Wanted): void {
    this.#start({ ...wanted, pageKey: newPageKey(), isHeld: isFlashHeld() })
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
    this.#current?.stop()
    this.#finish()
  }

  /** The user goes through the history, to another page. */
  get goesThrough(): boolean {
    return this.#current?.wanted.way.pop === true
  }

  /** A view is with the server again. */
  viewJoined(): void {
    this.#current?.viewJoined()
  }

  #mayLeave(href: string, way: Way, pages: Pages): boolean {
    return announce("before-navigate", href, way, { patch: false, dirty: pages.isDirty }) && pages.mayLeave()
  }

  #start(wanted: Wanted): void {
    const { navigation, pages } = this.#tools
    const { href, way } = wanted
    this.stop()
    this.#current = new Journey(wanted, this.#tools, {
      leaves: () => pages.part?.leavesEntry(this.#entries.shownName, way.pop, way.by === "view"),
      arrived: (root) => this.#arrived(wanted, root),
      endedElsewhere: (to) => this.#leave(wanted, to),
    })
    navigation.use(({ loading }) => loading.start({ kind: "navigate", to: href }))
  }

  #arrived(wanted: Wanted, root: string): void {
    const { href, change, way, pageKey } = wanted
    this.#finish(wanted)
    // At the other one's address it would be another page for who loads it again.
    if (!this.#entries.exchanged(root, href, change, pageKey)) return this.#delegate.load(href)
    this.#delegate.shows(withoutHash(href))
    if (change !== "none") showHash(href)
    announce("navigate", href, way, { patch: false })
  }

  /** The host has something else there, or sends elsewhere. */
  #leave(wanted: Wanted, to?: string): void {
    const { href, way, flash, isHeld } = wanted
    this.#finish(wanted)
    // What the host has put meanwhile holds this one, too.
    if (flash !== undefined && (isHeld || !isFlashHeld())) sendFlash(flash)
    // Gone back to, the address is there: the browser takes its entry along where the host sends it.
    if (!way.pop && (to !== undefined || way.by === "view"))
      this.#tools.navigation.use((part) => part.redirect(to ?? href))
    else this.#delegate.load(href)
  }

  /** Something else may be wanted since its page has been left: that goes on. */
  #finish(wanted = this.#current?.wanted): void {
    if (this.#current === undefined || this.#current.wanted !== wanted) return
    this.#current = undefined
    this.#tools.navigation.use(stopLoading)
  }
}

// A function of its own, so that it waits once for the part.
function stopLoading({ loading }: Navigation): void {
  loading.stop("navigate")
}
