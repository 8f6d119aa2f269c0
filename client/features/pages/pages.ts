/**
 * Has another page of the server take the place of this one, over the connection that is there: only the root that the page
 * is about is exchanged, and what differs around it.
 *
 *   host ──► answer ──► head decides ──► parsed ──► scripts, assets decide ──► style sheets ──► shell · root ──► join
 */
import { TOKEN_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { PAGE_ATTRIBUTE, readPageMark } from "../../../src/protocol/page-mark.js"
import { bodyOfPage, findInPage, getAttribute } from "../../dom/nodes/members.js"
import { isFlashHeld, takeFlash } from "../../page/flash.js"
import type { Pages, Trip, TripDelegate, WantedPage } from "../../page/pages.js"
import { announcePage, focusPage } from "./arrival.js"
import { exchangeBody, exchangeRoot, removeStrays } from "./exchange.js"
import { FetchedPages } from "./fetched-pages.js"
import { PageTrip, readPage, type TripPage, type WriteShell } from "./page-trip.js"
import type { PagesTools } from "./pages-tools.js"
import { Scrolls } from "./scrolls.js"
import type { ServerPage } from "./server-page.js"
import { PERMANENT } from "./shell.js"
import { tellInput } from "./typed/late-typed.js"
import { TypedText } from "./typed/typed-text.js"
import { UnsentEdits } from "./unsent-edits.js"

export class BrowserPages implements Pages {
  readonly #tools: PagesTools
  readonly #fetched: FetchedPages | undefined
  readonly #edits: UnsentEdits
  readonly #scrolls: Scrolls
  readonly #typed: TypedText
  /** Where this page came from. */
  readonly #url: string
  #shown: Promise<ServerPage | undefined> | undefined

  /** `url` is that of the page as it was loaded. */
  constructor(tools: PagesTools, url: string) {
    this.#tools = tools
    this.#url = url
    // Of the script's tag, as is the configuration: what an author of mere content cannot write.
    const tag = findInPage(`script[${PAGE_ATTRIBUTE}]`)
    const here = readPageMark(tag && getAttribute(tag, PAGE_ATTRIBUTE))
    this.#fetched = here && new FetchedPages(here)
    this.#typed = new TypedText(here?.identity)
    this.#edits = new UnsentEdits(tools)
    this.#scrolls = new Scrolls(tools.prefix)
  }

  get isDirty(): boolean {
    return this.#edits.isDirty
  }

  mayLeave(): boolean {
    return this.#edits.mayLeave()
  }

  stays(): void {
    this.#edits.stays()
  }

  go({ href, entry, flash, since }: WantedPage, delegate: TripDelegate): Trip {
    const [url = "", hash] = href.split("#")
    const fetched = this.#fetched
    if (fetched === undefined) {
      delegate.endedElsewhere()
      return { stop: () => {} }
    }
    this.#scrolls.take()
    // What was fetched on a guess does not show it.
    if (flash !== undefined || isFlashHeld()) fetched.dropPrefetched()
    const trip: TripPage = {
      tools: this.#tools,
      since,
      fetched,
      shown: () => this.#shownPage(fetched),
      exchange: (old, next, write) => this.#exchange(old, next, write, entry),
    }
    return new PageTrip({ url, flash }, trip, {
      leaves: () => delegate.leaves(),
      arrived: (root) => {
        // The address first: styles and scripts may ask for it.
        delegate.arrived(root)
        this.#arrived(root, entry, hash !== undefined)
      },
      endedElsewhere: (to) => delegate.endedElsewhere(to),
      delayed: (isUnreachable) => delegate.delayed(isUnreachable),
    })
  }

  prefetch(href: string, isPressed: boolean): void {
    if (this.#fetched === undefined) return
    void this.#shownPage(this.#fetched)
    this.#fetched.prefetch(href.split("#")[0] as string, isPressed)
  }

  dropPrefetched(): void {
    this.#fetched?.dropPrefetched()
  }

  leavesEntry(entry: string, isGone?: boolean, byView?: boolean): void {
    if (!isGone) this.#scrolls.keep(entry)
    this.#typed.keep(entry, byView)
  }

  showsEntry(entry: string): void {
    this.#scrolls.restore(entry)
  }

  loadedAt(entry: string): void {
    this.#typed.restore(entry, tellInput)
  }

  /** The last page that was fetched; as long as that is none, the page as it was loaded, fetched anew. */
  #shownPage(fetched: FetchedPages): Promise<ServerPage | undefined> {
    this.#shown ??= fetched.guess(this.#url).then((answer) => {
      if (answer.kind === "page") return readPage(answer, this.#tools)
      this.#shown = undefined
      return undefined
    })
    // Who waits for it hears of it, too.
    this.#shown.catch(() => {})
    return this.#shown
  }

  #exchange(old: ServerPage, next: ServerPage, write: WriteShell, entry: string | undefined): void {
    const permanent = `${this.#tools.prefix}${PERMANENT}`
    const root = old.hasRoot && next.hasRoot ? findInPage(`[id="${old.mark.root}"][${TOKEN_ATTRIBUTE}]`) : null
    if (root !== null) {
      old.emptyRoot(root)
      next.emptyRoot(root)
    }
    write(old, next)
    if (root === null) exchangeBody(next, permanent)
    else exchangeRoot(root, next, permanent)
    removeStrays(this.#tools.toolbox, permanent)
    this.#shown = Promise.resolve(next)
    this.#typed.restore(entry)
    takeFlash()
    this.#edits.stays()
    this.#tools.rootsChanged()
  }

  #arrived(root: string, entry: string | undefined, hasHash: boolean): void {
    focusPage(findInPage(`[id="${root}"][${TOKEN_ATTRIBUTE}]`) ?? bodyOfPage())
    if (entry !== undefined) this.#scrolls.restore(entry)
    else if (!hasHash) scrollTo({ left: 0, top: 0, behavior: "instant" })
    announcePage()
  }
}
