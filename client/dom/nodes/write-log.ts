/**
 * What a frame does to the page, node by node. It is noted where it is done, so it follows the change and not the page; what it
 * amounts to is found out by who asks (`patch-record.ts`), which in most pages is nobody.
 */

import { firstChildOf, insertBefore, isInPage, nextOf, parentOf, remove } from "./members.js"

export type Move = "came" | "went"

/** In the order of the frame. A node that stands alone has changed, as most do. */
export type WriteLog = (Node | readonly [move: Move, node: Node])[]

/** Frames of several roots may stand in each other: a custom element starts a view when it comes into the page. */
let current: WriteLog | undefined

/** Told right before a frame writes to what is in the page. As long as nobody wants to know, as in most pages, frames keep no log either. */
let watcher: ((node: Node) => void) | undefined

/** From the next frame on each has a log, and `watch` is told of each node right before it is changed, as `changed` notes it. */
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

/** A frame begins; returns the log of the one around it, to go on with behind it. */
export function beginLog(): WriteLog | undefined {
  const outer = current
  current = watcher && []
  return outer
}

/** The frame is at its end; returns its log, if anybody wants one. */
export function endLog(outer: WriteLog | undefined): WriteLog | undefined {
  const log = current
  current = outer
  return log
}

/** Notes what was done to a node that is, or was, in the page. */
export function note(move: Move, node: Node): void {
  current?.push([move, node])
}

/**
 * Notes that an element, or the text in it, will not be as it was, if it is in the page: to be called right before it is written
 * to. Of a text its element is not looked for: that takes as long as to write it.
 */
export function changed(node: Node | null): void {
  if (current === undefined || node === null || !isInPage(node)) return
  watcher?.(node)
  current.push(node)
}

/** Puts new nodes into the page, or into what is not in the page yet. */
export function bringIn(parent: Node, nodes: Node, before: Node | null): void {
  if (current !== undefined && isInPage(parent)) {
    changed(parent)
    current.push(["came", nodes])
    if (nodes instanceof DocumentFragment) childrenCame(nodes)
  }
  insertBefore(parent, nodes, before)
}

/** Takes a node out of wherever it stands. */
export function takeOut(node: Node): void {
  if (current !== undefined && isInPage(node)) {
    changed(parentOf(node))
    current.push(["went", node])
  }
  remove(node)
}

/** Notes that all that stands in a node has come. */
export function childrenCame(parent: Node): void {
  for (let node = firstChildOf(parent); node !== null; node = nextOf(node)) note("came", node)
}
