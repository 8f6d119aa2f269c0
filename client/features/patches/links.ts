/** Which links are followed without a page load, and which clicks on them are the browser's own. Pure, but for where the page is. */
import { closest, getAttribute, hasAttribute } from "../../dom/nodes/members.js"

/** What the page's links say, by attributes with this prefix. */
export class Links {
  readonly #prefix: string
  readonly #kinds: readonly string[]

  constructor(prefix: string) {
    this.#prefix = prefix
    this.#kinds = [`${prefix}patch`, `${prefix}navigate`]
  }

  /** The link at or above a node, if it leads to a place that a patch, or another page without a load, may show. */
  at(target: EventTarget | null): HTMLAnchorElement | undefined {
    const link = target instanceof Element ? closest(target, "a[href]") : null
    if (!(link instanceof HTMLAnchorElement) || !this.#kinds.some((name) => hasAttribute(link, name))) return undefined
    // Where text is edited a click sets the caret.
    return opensHere(link) && !link.isContentEditable && isElsewhere(link) ? link : undefined
  }

  /** The new address takes the place of this one in the history. */
  replaces(link: Element): boolean {
    return this.#kinds.some((name) => getAttribute(link, name) === "replace")
  }

  /** It leads to another page of the app. */
  navigates(link: Element): boolean {
    return hasAttribute(link, `${this.#prefix}navigate`)
  }

  /** When its ticket is fetched: as soon as the user may want it, when the button goes down, or with the click. */
  prefetches(link: HTMLAnchorElement): "early" | "late" | "never" {
    const said = getAttribute(link, `${this.#prefix}prefetch`)
    if (said === "off" || (navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return "never"
    // Others may be costly to ask for, and only the view's own path is sure to be the view's.
    return said !== null || (!this.navigates(link) && link.pathname === location.pathname) ? "early" : "late"
  }
}

/** A click without what asks the browser for another window, a download, a menu. */
export function isPlain({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey
}

function opensHere(link: HTMLAnchorElement): boolean {
  return /^(?:_self)?$/i.test(link.target) && !hasAttribute(link, "download")
}

/** False for another site, and for a place in this page. */
function isElsewhere({ origin, href }: HTMLAnchorElement): boolean {
  const [url, hash] = href.split("#")
  return origin === location.origin && (hash === undefined || url !== location.href.split("#")[0])
}
