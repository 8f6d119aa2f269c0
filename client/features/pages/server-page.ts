/**
 * A page as the server has made it: parsed, inert, and without what is another in each answer. The root that it is about is
 * taken out of it; an empty copy holds its place.
 */
import { POST_ATTRIBUTE, ROOT_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { PAGE_ATTRIBUTE, type PageMark } from "../../../src/protocol/page-mark.js"
import {
  closest,
  createElementIn,
  find,
  findAll,
  getAttribute,
  htmlElementOf,
  localNameOf,
  remove,
  removeAttribute,
  replace,
  setAttribute,
} from "../../dom/nodes/members.js"
import { dropNonces, withoutNonce } from "./nonces.js"

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
    const page = htmlElementOf(document)
    this.#loaded = loadedBy(page, prefix)
    this.#root = (mark.root && find(page, `[id="${mark.root}"][${ROOT_ATTRIBUTE}]`)) || undefined
    this.#place = this.#root
    for (const element of findAll(page, `[${POST_ATTRIBUTE}]`)) {
      if (closest(element, `[${ROOT_ATTRIBUTE}]`) !== null) continue
      if (localNameOf(element) === "form") this.hiddenForm = element
      remove(element)
    }
    dropNonces(page)
    const tag = find(page, `[${PAGE_ATTRIBUTE}]`)
    if (tag !== null) removeAttribute(tag, PAGE_ATTRIBUTE)
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
    const place = createElementIn(this.document, localNameOf(shown))
    setAttribute(place, "id", getAttribute(shown, "id") ?? "")
    setAttribute(place, PLACE_ATTRIBUTE, "")
    if (this.#place !== undefined) replace(this.#place, place)
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
function loadedBy(page: Element, prefix: string): string {
  const scripts = [...findAll(page, "script")] as HTMLScriptElement[]
  // What a referrer policy has said holds on when its element is gone.
  const rules = findAll(page, 'base, meta[http-equiv], meta[name="referrer" i]')
  const tracked = findAll(page, `[${prefix}track]`)
  return JSON.stringify([
    scripts
      .filter(({ type }) => type === "" || !DATA_SCRIPT.test(type))
      .map((script) => [getAttribute(script, "src") ?? undefined, script.type, script.text]),
    [...rules, ...tracked].map(withoutNonce),
  ])
}
