/**
 * Brings the head up to date with another page of the server: what describes the page, and its style sheets. What scripts have
 * put there stays.
 */
import {
  find,
  findAll,
  findAllInPage,
  findInPage,
  htmlElementOf,
  importNode,
  isInPage,
} from "../../dom/nodes/members.js"
import { ownNonce, withoutNonce } from "./nonces.js"

/** What describes a page. Never `http-equiv`, which rules the document. */
const DESCRIPTIONS =
  'meta:not([http-equiv]), link[rel~="canonical"], link[rel~="alternate"]:not([rel~="stylesheet"]), script[type="application/ld+json"]'

const STYLES = 'link[rel~="stylesheet"], style'

/** In ms: a style sheet that takes longer comes when it comes. */
const PATIENCE = 3_000

export class HeadChange {
  /** The `<html>` of each. */
  readonly #old: Element
  readonly #next: Element
  #dated: readonly Element[] = []
  #added: readonly Element[] = []

  /** Between two pages of the server. */
  constructor(old: Document, next: Document) {
    this.#old = htmlElementOf(old)
    this.#next = htmlElementOf(next)
  }

  /** Settles when the style sheets that the next page has and this one lacks are there. */
  async loadStyles(): Promise<void> {
    const { added, dated } = this.#difference(STYLES)
    this.#dated = dated
    this.#added = added
    await Promise.race([Promise.all(added.map(loaded)), new Promise((resolve) => setTimeout(resolve, PATIENCE))])
  }

  /** Nobody wants the next page any more. */
  undo(): void {
    for (const element of this.#added) element.remove()
  }

  /** The next page is shown, or will be at once. */
  write(): void {
    for (const element of this.#dated) element.remove()
    const { added, dated } = this.#difference(DESCRIPTIONS)
    for (const element of dated) element.remove()
    for (const element of added) head().append(element)
    const title = find(this.#next, "title")
    const shown = findInPage("title")
    if (title !== null && shown !== null) shown.replaceWith(importNode(title, true))
  }

  #difference(selector: string): { readonly added: Element[]; readonly dated: readonly Element[] } {
    const old = new Map(ofHead(this.#old, selector))
    const next = new Map(ofHead(this.#next, selector))
    const dated = [...findAllInPage(`head > :is(${selector})`)].filter((element) => {
      const key = withoutNonce(element)
      return old.has(key) && !next.has(key)
    })
    const added = [...next].filter(([key]) => !old.has(key)).map(([, element]) => importNode(element, true))
    return { added, dated }
  }
}

function ofHead(page: Element, selector: string): [key: string, element: Element][] {
  return [...findAll(page, `head > :is(${selector})`)].map((element) => [withoutNonce(element), element])
}

/** Settles when the style sheet has come, or cannot. */
function loaded(element: Element): Promise<unknown> | undefined {
  // That of the page holds: the policy came with it.
  const nonce = ownNonce()
  if (nonce !== "" && element.hasAttribute("nonce")) (element as HTMLElement).nonce = nonce
  const isSheet = element instanceof HTMLLinkElement
  const done = isSheet
    ? new Promise((resolve) => {
        element.addEventListener("load", resolve)
        element.addEventListener("error", resolve)
      })
    : undefined
  head().append(element)
  return isInPage(element) ? done : undefined
}

function head(): Element {
  return findInPage("head") as Element
}
