/** Puts another page's root, or its whole body, in the place of this one's. What is permanent goes along. */
import { ROOT_ATTRIBUTE } from "../../../src/protocol/markup.js"
import {
  bodyOf,
  bodyOfPage,
  childrenOf,
  find,
  findAll,
  findAllInPage,
  findInPage,
  getAttribute,
  hasAttribute,
  importNode,
  insertBefore,
  isInPage,
  nextOf,
  parentOf,
  remove,
} from "../../dom/nodes/members.js"
import { moveNode } from "../../dom/nodes/moves.js"
import type { Toolbox } from "../../dom/toolbox.js"
import { PLACE_ATTRIBUTE, type ServerPage } from "./server-page.js"

/**
 * Puts in the next page's root. `shown` is the root that stands in the page, or what the shell has left of it: where its place
 * is elsewhere now, an empty element holds that.
 */
export function exchangeRoot(shown: Element, next: ServerPage, permanent: string): void {
  const place = isInPage(shown) ? shown : findInPage(`[${PLACE_ATTRIBUTE}]`)
  const fresh = next.takeRoot()
  if (place === null || fresh === undefined) throw new Error("The page has no place for the root of the next one.")
  const root = importNode(fresh, true)
  // Beside each other in the page, so that what moves from one to the other keeps what it does.
  const parent = parentOf(place) as Element
  insertBefore(parent, root, place)
  takeAlong(parent, permanent)
  remove(place)
}

/** What scripts have moved out of a root is its view's, and goes with that: nobody would answer there. */
export function removeStrays({ rootOf }: Toolbox, permanent: string): void {
  for (const element of findAllInPage(`body :not([${ROOT_ATTRIBUTE}],[${ROOT_ATTRIBUTE}] *)`)) {
    const root = rootOf(element)
    if (root !== null && !isInPage(root) && isInPage(element) && !hasAttribute(element, permanent)) remove(element)
  }
}

/** Puts in the whole body of a page that has islands only. */
export function exchangeBody(next: ServerPage, permanent: string): void {
  const body = bodyOfPage()
  const end = new Comment()
  body.prepend(...childrenOf(importNode(bodyOf(next.document), true)), end)
  takeAlong(body, permanent)
  for (let old = nextOf(end); old !== null; old = nextOf(end)) remove(old)
  remove(end)
}

/**
 * What stays as it is takes the place of what has the same id in the new content. Both stand in this element, the new content
 * before the old.
 */
function takeAlong(within: Element, permanent: string): void {
  const idOf = (element: Element): string => getAttribute(element, "id") ?? ""
  const all = [...findAll(within, `[id][${permanent}]`)]
  const last = new Map(all.map((element) => [idOf(element), element]))
  for (const fresh of all) {
    const kept = last.get(idOf(fresh)) as Element
    // In one that has been replaced already.
    if (!isInPage(fresh)) continue
    if (kept === fresh || find(kept, `[id="${CSS.escape(idOf(kept))}"]`) !== null) continue
    moveNode(parentOf(fresh) as Node, kept, fresh)
    remove(fresh)
  }
}
