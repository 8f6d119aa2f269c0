/**
 * A page as the server has made it: parsed, inert, and without what is another in each answer. The root that it is about is
 * taken out of it; an empty copy holds its place.
 */
import { POST_ATTRIBUTE, ROOT_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { PAGE_ATTRIBUTE, type PageMark } from "../../../src/protocol/page-mark.js"
import { getAttribute, localNameOf } from "../../dom/nodes/members.js"

/** Stands on what holds the place of a root. */
export const PLACE_ATTRIBUTE = "data-live-place"

/** What a page brings for its scripts: one that brings something else has to be loaded. */
const DATA_SCRIPT = /^(?!(?:text|application)\/(?:x-)?(?:java|ecma)script|module$|importmap$|speculationrules$)./i

export class ServerPage {
  readonly mark: PageMark
  readonly policies: string
  readonly document: Document
  #root: Element | undefined
  /** Holds the place of the root. */
  #place: Element | undefined
  /** What buttons of the page post by where no script sends their events. */
  readonly hiddenForm: Element | undefined
  /** What has to be the same in a page that takes this one's place. */
  readonly #loaded: string

  constructor(document: Document, mark: PageMark, policies: string, prefix: string) {
    this.document = document
    this.mark = mark
    this.policies = policies
    this.#loaded = loadedBy(document, prefix)
    const root = mark.root === "" ? undefined : document.getElementById(mark.root)
    this.#root = root?.hasAttribute(ROOT_ATTRIBUTE) ? root : undefined
    this.#place = this.#root
    for (const element of document.querySelectorAll(`[${POST_ATTRIBUTE}]`)) {
      if (element.closest(`[${ROOT_ATTRIBUTE}]`) !== null) continue
      if (element.localName === "form") this.hiddenForm = element
      element.remove()
    }
    dropNonces(document)
    document.querySelector(`[${PAGE_ATTRIBUTE}]`)?.removeAttribute(PAGE_ATTRIBUTE)
  }

  /** True if nothing but content is another in that page. */
  mayBecome(other: ServerPage): boolean {
    return this.#loaded === other.#loaded && this.policies === other.policies
  }

  /** The page is about one root, which is there. */
  get hasRoot(): boolean {
    return this.#place !== undefined
  }

  /** Has an empty element stand for the root, which looks to the walk as the root does that the page shows. */
  emptyRoot(shown: Element): void {
    const place = this.document.createElement(localNameOf(shown))
    place.setAttribute("id", getAttribute(shown, "id") ?? "")
    place.setAttribute(PLACE_ATTRIBUTE, "")
    this.#place?.replaceWith(place)
    this.#place = place
  }

  /** The root, once: what it holds is not needed any more when it is shown. */
  takeRoot(): Element | undefined {
    const root = this.#root
    this.#root = undefined
    return root
  }
}

/** What a page load does and an exchange of content does not: scripts, what the head rules, assets that are followed. */
function loadedBy(document: Document, prefix: string): string {
  const scripts = [...document.querySelectorAll("script")].filter(({ type }) => type === "" || !DATA_SCRIPT.test(type))
  // What a referrer policy has said holds on when its element is gone.
  const rules = document.querySelectorAll('base, meta[http-equiv], meta[name="referrer" i]')
  const tracked = document.querySelectorAll(`[${prefix}track]`)
  return JSON.stringify([
    scripts.map(({ type, text, attributes }) => [attributes.getNamedItem("src")?.value, type, text]),
    [...rules, ...tracked].map(withoutNonce),
  ])
}

/** Each answer has another one. Empty from here on: the element had that of its page, and so may have that of this one. */
function dropNonces(document: Document): void {
  const own = document.querySelector(`script[${PAGE_ATTRIBUTE}]`)?.getAttribute("nonce")
  for (const element of document.querySelectorAll("[nonce]")) {
    if (own && element.getAttribute("nonce") === own) element.setAttribute("nonce", "")
    else element.removeAttribute("nonce")
  }
}

function withoutNonce(element: Element): string {
  const copy = element.cloneNode(true) as Element
  copy.removeAttribute("nonce")
  return copy.outerHTML
}
