/** What is being written out in place: files and macros, which may lead to themselves. */

/** Calls of macros and includes are written out in place; past this many of one view they are taken as given. */
const MOST_COPIES = 400

export class Copies {
  /** What is being written now: what calls itself is written once. */
  readonly #open = new Set<object>()
  #count = 0

  /** True while this is being written. */
  isOpen(what: object): boolean {
    return this.#open.has(what)
  }

  /** True if one more copy of this may be written; `done` when it is. */
  enter(what: object): boolean {
    if (this.#open.has(what) || this.#count >= MOST_COPIES) return false
    this.#count++
    this.#open.add(what)
    return true
  }

  leave(what: object): void {
    this.#open.delete(what)
  }
}
