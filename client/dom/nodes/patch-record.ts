/**
 * What a frame has done to the page, as elements. It is noted where it is done, so it follows the change and not the
 * page; what it amounts to is found out when somebody asks.
 *
 *   WriteLog ── came · went · changed, in the order of the frame ──► PatchRecord ── added · removed · updated
 */

import { firstChildOf, insertBefore, isInPage, nextOf, parentOf, remove } from "./members.js"

/** What came of a frame. Read it while `written` runs. */
export interface PatchRecord {
  /** Roots of what has come into the page: what stands in them has come with them. What was moved has not come. */
  readonly added: readonly Element[]
  /** What has left the page, with all that stands in it. */
  readonly removed: readonly Element[]
  /**
   * What was there before and is still: an attribute, a property, its own text, or the row of its children has changed. Of
   * what changed deeper in it that element tells: who follows one asks whether any of these stands in it.
   */
  readonly updated: readonly Element[]
}

export type Change = "came" | "went" | "changed"

/** Frames of several roots may stand in each other: a custom element starts a view when it comes into the page. */
let current: WriteLog | undefined

/** Told right before a frame writes to what is in the page; undefined as long as nobody wants to know. */
let watcher: ((node: Node) => void) | undefined

/** From now on `watch` is told of each node right before a frame changes it, as `changed` notes it. */
export function watchWrites(watch: (node: Node) => void): void {
  const others = watcher
  watcher = (node) => {
    others?.(node)
    watch(node)
  }
}

/** Says that something may be written to this node, by who notes only afterwards what was. */
export function willWrite(node: Node): void {
  if (current !== undefined) watcher?.(node)
}

/** From now on what is done is noted here; returns where it was noted before, to go back to. */
export function noteIn(record: WriteLog | undefined): WriteLog | undefined {
  const last = current
  current = record
  return last
}

export class WriteLog implements PatchRecord {
  readonly #log: (readonly [change: Change, element: Element])[] = []

  get added(): readonly Element[] {
    const { came } = this.#sums()
    return [...came].filter((element) => isInPage(element) && !isWithin(parentOf(element), came))
  }

  get removed(): readonly Element[] {
    return [...this.#sums().went].filter((element) => !isInPage(element))
  }

  get updated(): readonly Element[] {
    const { came, changed } = this.#sums()
    return [...changed].filter((element) => isInPage(element) && !isWithin(element, came))
  }

  note(change: Change, node: Node): void {
    if (node instanceof Element) this.#log.push([change, node])
  }

  /** What came and went again, or went and came back, has done neither. */
  #sums(): Readonly<Record<Change, ReadonlySet<Element>>> {
    const sums = { came: new Set<Element>(), went: new Set<Element>(), changed: new Set<Element>() }
    for (const [change, element] of this.#log) {
      const isUndone = change !== "changed" && sums[change === "came" ? "went" : "came"].delete(element)
      if (!isUndone) sums[change].add(element)
    }
    return sums
  }
}

/** Notes what was done to a node that is, or was, in the page. */
export function note(change: Change, node: Node): void {
  current?.note(change, node)
}

/** Notes that an element will not be as it was, if it is in the page: to be called right before it is written to. */
export function changed(node: Node | null): void {
  if (current === undefined || node === null || !isInPage(node)) return
  watcher?.(node)
  current.note("changed", node)
}

/** Puts new nodes into the page, or into what is not in the page yet. */
export function bringIn(parent: Node, nodes: Node, before: Node | null): void {
  if (current !== undefined && isInPage(parent)) {
    changed(parent)
    current.note("came", nodes)
    if (nodes instanceof DocumentFragment) childrenCame(nodes)
  }
  insertBefore(parent, nodes, before)
}

/** Takes a node out of wherever it stands. */
export function takeOut(node: Node): void {
  if (current !== undefined && isInPage(node)) {
    changed(parentOf(node))
    current.note("went", node)
  }
  remove(node)
}

/** Notes that all that stands in a node has come. */
export function childrenCame(parent: Node): void {
  for (let node = firstChildOf(parent); node !== null; node = nextOf(node)) note("came", node)
}

function isWithin(node: Node | null, roots: ReadonlySet<Node>): boolean {
  for (let one = node; one !== null; one = parentOf(one)) if (roots.has(one)) return true
  return false
}
