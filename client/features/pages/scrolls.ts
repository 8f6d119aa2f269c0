/** Where the user has scrolled to, by entries of the history: the page, and containers that say so. In memory, as long as the document is there. */
import { findAllInPage, getAttribute } from "../../dom/nodes/members.js"
import { putNewest } from "../../util/newest.js"

/** Browsers keep 50 or so. */
const MOST_ENTRIES = 100

type Place = readonly [left: number, top: number]

export class Scrolls {
  /** Of containers. */
  readonly #attribute: string
  readonly #places = new Map<string, ReadonlyMap<string, Place>>()
  #isOurs = false

  constructor(prefix: string) {
    this.#attribute = `${prefix}scroll`
  }

  /** From here on entries of the history stand for pages that the browser does not know: it is not to scroll by itself. */
  take(): void {
    if (!this.#isOurs) {
      this.#isOurs = true
      addEventListener("pageshow", () => this.take())
      // Who loads the page again, or comes back to it from another, is served by the browser.
      addEventListener("pagehide", () => (history.scrollRestoration = "auto"))
    }
    history.scrollRestoration = "manual"
  }

  /** The entry is about to be left. */
  keep(entry: string): void {
    if (!this.#isOurs) return
    const places = new Map<string, Place>([["", [scrollX, scrollY]]])
    for (const [name, element] of this.#containers()) places.set(name, [element.scrollLeft, element.scrollTop])
    putNewest(this.#places, entry, places, MOST_ENTRIES)
  }

  /** The entry is shown again. */
  restore(entry: string): void {
    if (!this.#isOurs) return
    const places = this.#places.get(entry)
    const [left, top] = places?.get("") ?? [0, 0]
    scrollTo({ left, top, behavior: "instant" })
    for (const [name, element] of this.#containers()) {
      const place = places?.get(name)
      if (place !== undefined) element.scrollTo({ left: place[0], top: place[1], behavior: "instant" })
    }
  }

  /** Each with what tells it from others. */
  #containers(): (readonly [name: string, element: Element])[] {
    return [...findAllInPage(`[${this.#attribute}]`)].map((element, index) => {
      return [`${getAttribute(element, "id") || getAttribute(element, this.#attribute) || index}#`, element]
    })
  }
}
