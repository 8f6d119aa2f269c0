/**
 * Has views show other URLs without a page load: along links, back and forward, and as views say themselves. One patch at a time is
 * under way; a newer one takes its place. The address changes when what it stands for is in the page.
 */
import type { Extras, WirePatch, WireRedirect } from "../../../src/protocol/frames.js"
import { TOKEN_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { getAttribute, isInPage, setAttribute } from "../../dom/nodes/members.js"
import type { Navigation } from "../../page/navigation.js"
import { ownUrl } from "../../page/own-url.js"
import { TYPED_KEY } from "../../page/pages.js"
import type { Patches } from "../../page/patches.js"
import { complain } from "../../util/console.js"
import type { PageView } from "../../view/view-page.js"
import { Entries, type EntryChange, type HistoryEntry, nameHere, readEntry, withoutHash } from "./entries.js"
import { announce, showHash, type Way } from "./events.js"
import { Links } from "./links.js"
import { PatchRun } from "./patch-run.js"
import type { PatchTools } from "./patch-tools.js"
import { Tickets } from "./tickets.js"
import { Trips } from "./trips.js"
import { type WayDelegate, WayObserver } from "./way-observer.js"

/** Patches that one after the other ask for the next. */
const LONGEST_CHAIN = 20

/** A patch, as it is asked for. */
interface Wanted {
  readonly view: PageView
  readonly href: string
  readonly change: EntryChange
  readonly way: Way
  /** How many patches before it, each asking for the next. */
  readonly chain: number
}

interface UnderWay {
  readonly wanted: Wanted
  readonly run: PatchRun
}

export class BrowserPatches implements Patches, WayDelegate {
  readonly #tools: PatchTools
  readonly #links: Links
  readonly #tickets = new Tickets()
  readonly #entries = new Entries()
  readonly #observer: WayObserver
  /** The URL, without its hash, that the page's view shows; undefined when it may have gone on to one that nobody wants any more. */
  #shown: string | undefined
  #current: UnderWay | undefined
  readonly #trips: Trips

  /** `shown` is the URL that the page came with. */
  constructor(tools: PatchTools, shown: string) {
    this.#tools = tools
    this.#links = new Links(tools.prefix)
    this.#shown = shown
    this.#trips = new Trips(tools, this.#entries, {
      shows: (url) => {
        this.#shown = url
      },
      load: (href) => this.#load(href),
    })
    this.#observer = new WayObserver(document, this, this.#links)
    this.start()
  }

  start(): void {
    this.#observer.start()
    // The user may have gone back before this part came.
    if (ownUrl() !== this.#shown) this.historyMoved()
    else this.#loadedAt(readEntry(history.state))
  }

  /** Somebody went back to this entry, and the page had to be loaded for it: what was typed there is put in once more. */
  #loadedAt(entry: HistoryEntry | undefined): void {
    const name = entry && nameHere(entry)
    if (name !== undefined && isTyped(name))
      this.#tools.pages.get().then(
        (part) => part.loadedAt(name),
        () => {},
      )
  }

  stop(): void {
    this.#observer.stop()
    this.#stop()
  }

  patchArrived({ to, t: token, r: replaces }: WirePatch, view: PageView): void {
    const { href, origin } = new URL(to, location.href)
    if (origin !== location.origin) return complain(`Refused a patch to ${JSON.stringify(to)}: another site.`)
    const change = replaces === 1 ? "replace" : "push"
    const way: Way = { pop: false, direction: "forward", by: "view" }
    const wanted: Wanted = { view, href, change, way, chain: 0 }
    // The user has gone back meanwhile: this would put an address over the one they went to.
    if (this.#trips.goesThrough) this.#shown = undefined
    else if (token === undefined) this.#go(wanted)
    else if (this.#current?.wanted.way.pop) this.#shown = undefined
    else this.#arrived(wanted, token)
  }

  navigationArrived({ to, r: replaces, f: flash }: WireRedirect, view: PageView): void {
    // What a view asks for that has been left meanwhile is nobody's wish any more.
    if (!isInPage(view.root)) return
    const { href } = new URL(to, location.href)
    this.#stop()
    // It is older than what the view has done.
    this.#tools.pages.part?.dropPrefetched()
    const change = replaces === 1 || href === location.href ? "replace" : "push"
    this.#trips.go({ href, change, way: { pop: false, direction: "forward", by: "view" }, flash })
  }

  navigate(href: string, replaces: boolean, load: () => void): void {
    const change = replaces || href === location.href ? "replace" : "push"
    this.#tools.pages.get().then(() => {
      if (!this.#trips.follow(href, change, () => this.#stop())) load()
    }, load)
  }

  viewJoined(view: PageView, isResumed: boolean): void {
    this.#current?.run.viewJoined(view, isResumed)
    this.#trips.viewJoined()
  }

  eventSent(): void {
    this.#tickets.dropPrefetched()
    this.#tools.pages.part?.dropPrefetched()
  }

  // Way observer delegate

  formSent(): void {
    this.eventSent()
  }

  wayCancelled(): void {
    this.#trips.cancel()
  }

  linkAwaited(link: HTMLAnchorElement, isPressed: boolean): void {
    if (this.#links.navigates(link)) return this.#trips.prefetch(link.href, isPressed)
    const view = this.#viewFor(link)
    if (view?.readiness === "ready") this.#tickets.prefetch(view.root, withoutHash(link.href))
  }

  linkClicked(link: HTMLAnchorElement): boolean {
    const { href } = link
    const change = this.#links.replaces(link) || href === location.href ? "replace" : "push"
    if (this.#links.navigates(link)) return this.#trips.follow(href, change, () => this.#stop())
    const view = this.#viewFor(link)
    if (view?.readiness !== "ready") return false
    // The second click of a double click.
    if (this.#current?.wanted.href === href) return true
    const way: Way = { pop: false, direction: "forward", by: "user" }
    if (!announce("before-navigate", href, way)) return true
    this.#go({ view, href, change, way, chain: 0 })
    return true
  }

  historyMoved(): void {
    const entry = readEntry(history.state)
    this.#tools.pages.part?.leavesEntry(this.#entries.shownName)
    if (entry !== undefined && entry.page !== this.#entries.pageKey) {
      this.#stop()
      this.#trips.goThrough(entry)
    } else if (ownUrl() === this.#shown && this.#current?.run.isAtServer !== true) this.#stayed(entry)
    // Else it is left to whoever wrote it.
    else if (entry !== undefined) this.#goThrough(entry)
  }

  /** The browser is at another entry of the page that is shown, or at the same again. */
  #stayed(entry: HistoryEntry | undefined): void {
    this.#stop()
    if (entry === undefined) this.#entries.markPlace()
    else this.#entries.stayed(entry)
  }

  #goThrough(entry: HistoryEntry): void {
    const distance = this.#entries.position - entry.position
    // Back where a script has kept the user.
    if (distance === 0 && ownUrl() === this.#shown) return
    const way: Way = { pop: true, direction: distance < 0 ? "forward" : "backward", by: "user" }
    if (!announce("before-navigate", location.href, way) && distance !== 0) return history.go(distance)
    this.#entries.reached(entry)
    const id = entry.root || this.#entries.root
    const view = this.#tools.views.all.find(({ root }) => getAttribute(root, "id") === id)
    if (view === undefined) this.#load(location.href)
    else this.#go({ view, href: location.href, change: "none", way, chain: 0 })
  }

  /** A link around all views, such as a menu's, is the only view's. */
  #viewFor(link: Element): PageView | undefined {
    const { toolbox, viewOf, views } = this.#tools
    if (toolbox.rootOf(link) !== null) return viewOf(link)
    return views.all.length === 1 ? views.all[0] : undefined
  }

  #go(wanted: Wanted): void {
    const { view, href } = wanted
    this.#stop()
    this.#tools.navigation.use(({ loading }) => loading.start({ kind: "patch", to: href }))
    const run = new PatchRun(view, withoutHash(href), this.#tickets, {
      patched: (ticket, extras) => this.#patched(wanted, ticket, extras),
      endedElsewhere: (to) => this.#left(wanted, to),
    })
    this.#current = { wanted, run }
  }

  #patched(wanted: Wanted, ticket: string, { p: next, r: redirect }: Extras): void {
    this.#finish()
    // The page is about to be left, for another place than this.
    if (redirect !== undefined) return
    if (next === undefined) return this.#arrived(wanted, ticket)
    const further = goingOn(wanted, next.to, next.r)
    // Of a view that needs no ticket, the token for what it was asked for.
    if (next.t !== undefined && withoutHash(further.href) === withoutHash(wanted.href))
      return this.#arrived(wanted, next.t)
    if (next.t !== undefined) return this.#arrived(further, next.t)
    if (further.chain <= LONGEST_CHAIN) return this.#go(further)
    complain(`${LONGEST_CHAIN} patches, each asking for the next. The one to ${further.href} is not made.`)
    this.#arrived(wanted, ticket)
  }

  /** What the URL stands for is in the page. */
  #arrived({ view, href, change, way }: Wanted, token: string): void {
    setAttribute(view.root, TOKEN_ATTRIBUTE, token)
    if (change === "push") this.#tools.pages.part?.leavesEntry(this.#entries.shownName)
    this.#entries.write(idOf(view), href, change)
    this.#shown = withoutHash(href)
    if (change !== "none") showHash(href)
    else this.#tools.pages.part?.showsEntry(this.#entries.shownName)
    announce("navigate", href, way)
  }

  /** The host has something else there, or sends elsewhere. */
  #left(wanted: Wanted, to: string | undefined): void {
    this.#finish()
    const { href, way, chain } = wanted
    const { origin, pathname } = new URL(to ?? href)
    // The view's own path with another query; what else is there is not to be asked for twice.
    const isOwn = origin === location.origin && pathname === location.pathname
    if (to !== undefined && isOwn && chain < LONGEST_CHAIN) this.#go(goingOn(wanted, to))
    else if (!way.pop && (to !== undefined || way.by === "view"))
      this.#tools.navigation.use((part) => part.redirect(to ?? href))
    else this.#load(href)
  }

  #load(href: string): void {
    // More may have been typed since the user went back.
    this.#tools.pages.part?.leavesEntry(this.#entries.shownName, true)
    this.#tools.navigation.use(({ loading }) => loading.start({ kind: "redirect", to: href }))
    // With its hash the browser would take it for a place in this page.
    const url = href === location.href ? withoutHash(href) : href
    if (url !== href) history.replaceState(history.state, "", url)
    this.#tools.visit(url)
  }

  #stop(): void {
    if (this.#current?.run.isAtServer) this.#shown = undefined
    this.#current?.run.stop()
    this.#trips.stop()
    this.#finish()
  }

  #finish(): void {
    if (this.#current === undefined) return
    this.#current = undefined
    this.#tools.navigation.use(stopLoading)
  }
}

/**
 * The patch that a patch asks for. As with an HTTP redirect, the address between gets no entry, which would lead on each time one
 * goes back to it.
 */
function goingOn({ view, change, way, chain }: Wanted, to: string, replaces?: 1): Wanted {
  const { href } = new URL(to, location.href)
  return { view, href, change: change === "push" && replaces === undefined ? "push" : "replace", way, chain: chain + 1 }
}

function idOf({ root }: PageView): string {
  return getAttribute(root, "id") ?? ""
}

/** Something was typed there before the page was loaded. */
function isTyped(entry: string): boolean {
  try {
    return sessionStorage.getItem(TYPED_KEY)?.includes(JSON.stringify(entry)) === true
  } catch {
    // There is no storage.
    return false
  }
}

// A function of its own, so that it waits once for the part.
function stopLoading({ loading }: Navigation): void {
  loading.stop("patch")
}
