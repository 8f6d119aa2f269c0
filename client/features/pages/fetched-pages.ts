/**
 * The pages that were asked for before they were needed, in memory only; and the one that this page came as, which nobody has
 * kept: it is fetched anew, beside the first that is to take its place.
 */
import type { PageMark } from "../../../src/protocol/page-mark.js"
import { putNewest } from "../../util/newest.js"
import { type AskedPage, fetchPage, type PageAnswer } from "./page-fetch.js"

/** In ms that a page counts as what the host would answer now. */
const LIFETIME = 60_000

/** Pages that are fetched before they are needed, at the same time. */
const MOST_PREFETCHES = 2

/** Pages that are held. */
const MOST_HELD = 10

interface Held {
  readonly since: number
  readonly answer: Promise<PageAnswer>
}

export class FetchedPages {
  readonly #here: PageMark
  readonly #held = new Map<string, Held>()
  #prefetches = 0

  /** `here`: what this page is marked with; pages that take its place are marked alike. */
  constructor(here: PageMark) {
    this.#here = here
  }

  /** A page that is held, or from the host. */
  async get(asked: AskedPage, signal: AbortSignal): Promise<PageAnswer> {
    const held = this.#held.get(asked.url)
    this.#held.delete(asked.url)
    if (held !== undefined && Date.now() - held.since < LIFETIME) {
      const answer = await held.answer
      // It tells nothing else: the host may do for a click what it does not do for a guess.
      if (answer.kind === "page") return answer
    }
    return fetchPage(asked, this.#here, signal)
  }

  /** Fetches a page that will perhaps be needed. */
  prefetch(url: string, isPressed: boolean): void {
    const held = this.#held.get(url)
    if (this.#prefetches >= MOST_PREFETCHES || (held !== undefined && Date.now() - held.since < LIFETIME)) return
    this.#prefetches++
    const answer = this.guess(url, isPressed)
    void answer.finally(() => this.#prefetches--)
    putNewest(this.#held, url, { since: Date.now(), answer }, MOST_HELD)
  }

  dropPrefetched(): void {
    this.#held.clear()
  }

  /** Asks for a page that nobody wants to see, or not yet. */
  guess(url: string, isPressed = false): Promise<PageAnswer> {
    return fetchPage({ url, isPrefetch: true, isPressed }, this.#here, new AbortController().signal)
  }
}
