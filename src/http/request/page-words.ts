/**
 * The words that one request leaves in the host's pages for what is made later, and what is counted while they are
 * replaced: ids of roots, the script's tag.
 */

import { type FoundWords, PlaceholderWords } from "./placeholder-words.js"

/** What a word in a page stands for. */
export type Placeholder =
  | {
      readonly kind: "island"
      readonly view: string
      readonly session: Readonly<Record<string, unknown>>
      /** The one that it was given. */
      readonly id: string | undefined
    }
  | { readonly kind: "content"; readonly html: string; readonly root: PageRoot }
  | { readonly kind: "head" }
  | { readonly kind: "scripts" }

/** The root that a page is about: the one whose view the page's route has named. */
export interface PageRoot {
  readonly id: string
  readonly liveSession: string | undefined
}

export class PageWords {
  // Most requests need none of these.
  #words: PlaceholderWords<Placeholder> | undefined
  #ids: Map<string, number> | undefined
  #given: Set<string> | undefined
  #hasScript = false
  #isOpen = true
  #areWatched = false
  #areFound = false

  /** False: nobody replaces words any more, so none may be handed out. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  close(): void {
    this.#isOpen = false
  }

  /** Makes a word. */
  add(placeholder: Placeholder): string {
    this.#words ??= new PlaceholderWords()
    return this.#words.add(placeholder)
  }

  /** True if there is a word in this page. */
  areIn(html: string): boolean {
    return this.#words?.areIn(html) === true
  }

  /** Finds all words in a page; undefined if there is none. */
  find(html: string): FoundWords<Placeholder> | undefined {
    const found = this.#words?.find(html)
    if (found !== undefined) this.#areFound = true
    return found
  }

  /** Words of this request have been found in a page. */
  get areFound(): boolean {
    return this.#areFound
  }

  /** The id of the next root of a view: they are counted as they come in the page. */
  nextId(view: string): string {
    this.#ids ??= new Map()
    const count = (this.#ids.get(view) ?? 0) + 1
    this.#ids.set(view, count)
    return `${view}-${count}`
  }

  /** Takes an id that a root was given. False: another one has it. */
  takeId(id: string): boolean {
    this.#given ??= new Set()
    const isFree = !this.#given.has(id)
    this.#given.add(id)
    return isFree
  }

  /** True for the one who asks first, and who looks whether they are found. */
  takeWatch(): boolean {
    const isFirst = !this.#areWatched
    this.#areWatched = true
    return isFirst
  }

  /** True for the one who asks first, and who writes the script's tag. */
  takeScript(): boolean {
    const isFirst = !this.#hasScript
    this.#hasScript = true
    return isFirst
  }
}
