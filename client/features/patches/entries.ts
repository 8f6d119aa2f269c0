/** Our entries in the browser's history: each says which root shows it, and where it stands, so that a way has a direction. */
import { ownUrl } from "../../page/own-url.js"
import { ENTRY_KEY } from "../../page/patches.js"

export interface Entry {
  /** Counts up with each entry that a patch makes. Those of one page, which differ by their hash alone, share it. */
  readonly position: number
  /** The page that has taken another's place to show it; absent: the one that was loaded. */
  readonly page?: string
  /** Id of the root. */
  readonly root: string
}

/** What becomes of the entry that the page is at: a new one after it, another address for it, or it has that address already. */
export type EntryChange = "push" | "replace" | "none"

export class Entries {
  #position = readEntry(history.state)?.position ?? 0
  /** Of the entry that the page shows: another one than where it is, from Back until that has arrived. */
  #shown = this.#position
  #page = readEntry(history.state)?.page
  /** Of what is shown, without its hash. */
  #url = ownUrl()
  /** Of the last patch. */
  #root = readEntry(history.state)?.root

  /** Where the page is. */
  get position(): number {
    return this.#position
  }

  /** Which entry the page shows. */
  get shown(): number {
    return this.#shown
  }

  /** What tells the entry that the page shows from all others of this tab. */
  get shownName(): string {
    return nameOf(this.#page ?? this.#url, this.#shown)
  }

  /** The page that is there. */
  get page(): string | undefined {
    return this.#page
  }

  /** Id of the root that the page is about, as far as is known. */
  get root(): string | undefined {
    return this.#root
  }

  /** Another page has taken the place of this one. Returns false if the browser does not take its address. */
  exchanged(root: string, url: string, change: EntryChange, page: string | undefined): boolean {
    const isTaken = takes(() => {
      if (change === "push") this.#markHere()
      this.#page = page
      this.#write(root, url, change)
    })
    this.#shows(url)
    return isTaken
  }

  /** The page shows another URL. Where the browser does not take it, a later one says where the page is. */
  write(root: string, url: string, change: EntryChange): void {
    takes(() => this.#write(root, url, change))
    this.#shows(url)
  }

  #shows(url: string): void {
    this.#shown = this.#position
    this.#url = pageOf(url)
  }

  #write(root: string, url: string, change: EntryChange): void {
    this.#root = root
    if (change === "push") this.#markHere(root)
    if (change === "push") this.#push(root, url)
    if (change === "replace") this.#replace(root, url)
  }

  /** Where the page is now is come back to. */
  #markHere(root = this.#root ?? ""): void {
    if (readEntry(history.state) === undefined) this.#replace(root, location.href)
  }

  /** Each place in the page has an entry, which says nothing of itself: who comes there from another page is to see this one. */
  markPlace(): void {
    if ((history.state ?? undefined) === undefined && this.#root !== undefined) this.#replace(this.#root, location.href)
  }

  /** The browser has gone to this entry. */
  reached({ position }: Entry): void {
    this.#position = position
  }

  /** The browser has gone to this entry, and the page shows it already. */
  stayed(entry: Entry): void {
    this.reached(entry)
    this.#shown = this.#position
  }

  #push(root: string, url: string): void {
    history.pushState(this.#state(root, this.#position + 1), "", url)
    this.#position += 1
  }

  /** Keeps what other scripts have put there. */
  #replace(root: string, url: string): void {
    const others = history.state as object | null
    history.replaceState({ ...others, ...this.#state(root, this.#position) }, "", url)
  }

  #state(root: string, position: number): { readonly [ENTRY_KEY]: Entry } {
    return { [ENTRY_KEY]: { position, root, ...(this.#page !== undefined && { page: this.#page }) } }
  }
}

/** Returns false if the browser has had enough: Safari takes a hundred changes in half a minute, as typing may make them. */
function takes(change: () => void): boolean {
  try {
    change()
    return true
  } catch {
    return false
  }
}

/** What tells a page from all others of this tab. */
export function newPage(): string {
  return Math.random().toString(36).slice(2)
}

/** Of the entry that the browser has gone to; the same as {@link Entries.shownName} once that is shown. */
export function nameHere({ page, position }: Entry): string {
  return nameOf(page ?? ownUrl(), position)
}

/** Those of the page that was loaded say by its address which it is: another one may have stood at the same place before. */
function nameOf(page: string, position: number): string {
  return `${position} ${page}`
}

/** The URL without its hash. */
export function pageOf(href: string): string {
  return href.split("#")[0] as string
}

/** What an entry's state says of us. */
export function readEntry(state: unknown): Entry | undefined {
  return (state as { readonly [ENTRY_KEY]?: Entry } | null)?.[ENTRY_KEY]
}
