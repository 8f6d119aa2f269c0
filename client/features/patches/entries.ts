/** Our entries in the browser's history: each says which root shows it, and where it stands, so that a way has a direction. */
import { ownUrl } from "../../page/own-url.js"
import { ENTRY_KEY } from "../../page/patches.js"

export interface HistoryEntry {
  /** Counts up with each entry that a patch makes. Those of one page, which differ by their hash alone, share it. */
  readonly position: number
  /**
   * Key of the page that has taken another's place to show it; absent: the one that was loaded. By this name it stands in the history, of
   * which a tab may have entries from before a deploy.
   */
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
  #pageKey = readEntry(history.state)?.page
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
    return nameOf(this.#pageKey ?? this.#url, this.#shown)
  }

  /** Of the page that is there; undefined: the one that was loaded. */
  get pageKey(): string | undefined {
    return this.#pageKey
  }

  /** Id of the root that the page is about, as far as is known. */
  get root(): string | undefined {
    return this.#root
  }

  /** Another page has taken the place of this one. Returns false if the browser does not take its address. */
  exchanged(root: string, url: string, change: EntryChange, pageKey: string | undefined): boolean {
    const isTaken = takes(() => {
      if (change === "push") this.#markHere()
      this.#pageKey = pageKey
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
    this.#url = withoutHash(url)
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
  reached({ position }: HistoryEntry): void {
    this.#position = position
  }

  /** The browser has gone to this entry, and the page shows it already. */
  stayed(entry: HistoryEntry): void {
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

  #state(root: string, position: number): { readonly [ENTRY_KEY]: HistoryEntry } {
    return { [ENTRY_KEY]: { position, root, ...(this.#pageKey !== undefined && { page: this.#pageKey }) } }
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
export function newPageKey(): string {
  return Math.random().toString(36).slice(2)
}

/** Of the entry that the browser has gone to; the same as {@link Entries.shownName} once that is shown. */
export function nameHere({ page: pageKey, position }: HistoryEntry): string {
  return nameOf(pageKey ?? ownUrl(), position)
}

/** Those of the page that was loaded say by its address which it is: another one may have stood at the same place before. */
function nameOf(pageOrUrl: string, position: number): string {
  return `${position} ${pageOrUrl}`
}

export function withoutHash(href: string): string {
  return href.split("#")[0] as string
}

/** What an entry's state says of us. */
export function readEntry(state: unknown): HistoryEntry | undefined {
  return (state as { readonly [ENTRY_KEY]?: HistoryEntry } | null)?.[ENTRY_KEY]
}
