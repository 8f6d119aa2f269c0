/**
 * Forms that are being filled in, by page: they outlive a lost connection, after which the page's view is mounted anew.
 * So a dialog is still open then, with all that was typed.
 */

/** Drafts kept. */
export const MOST_DRAFTS = 1000

export class Drafts<Draft> {
  /** The page that has been quiet for longest stands first. */
  readonly #drafts = new Map<string, Draft>()

  /** What the page was last seen with; null if nothing is being filled in there. */
  of(page: string): Draft | null {
    return this.#drafts.get(page) ?? null
  }

  /** Keeps a page's draft; null is none. */
  keep(page: string, draft: Draft | null): void {
    this.#drafts.delete(page)
    if (draft !== null) this.#drafts.set(page, draft)
    for (const oldest of this.#drafts.keys()) {
      if (this.#drafts.size <= MOST_DRAFTS) break
      this.#drafts.delete(oldest)
    }
  }
}
