/** Puts another page's root, or its whole body, in the place of this one's. What is permanent goes along. */
import {
  bodyOf,
  bodyOfPage,
  childrenOf,
  contains,
  elementsIn,
  find,
  findAll,
  findAllFrom,
  findInPage,
  getAttribute,
  importNode,
  insertBefore,
  isInPage,
  parentOf,
  remove,
} from "../../dom/nodes/members.js"
import { moveNode } from "../../dom/nodes/moves.js"
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
  insertBefore(parentOf(place) as Node, root, place)
  takeAlong(root, permanent, place)
  remove(place)
}

/** Puts in the whole body of a page that has islands only. */
export function exchangeBody(next: ServerPage, permanent: string): void {
  const body = bodyOfPage()
  const old = [...childrenOf(body)]
  const content = importNode(bodyOf(next.document), true)
  const fresh = [...elementsIn(content)]
  body.prepend(...childrenOf(content))
  const kept = fresh.flatMap((element) => takeAlong(element, permanent, body))
  for (const node of old) if (!(kept as Node[]).includes(node)) remove(node)
}

/** Elements of `from` that say so, and have the same id in what is new, take its place there. Returns these. */
function takeAlong(fresh: Element, permanent: string, from: Element): Element[] {
  const all: Element[] = []
  for (const other of findAllFrom(fresh, `[id][${permanent}]`)) {
    const id = getAttribute(other, "id") ?? ""
    const kept = [...findAll(from, `[id][${permanent}]`)].find((element) => {
      return getAttribute(element, "id") === id && !contains(fresh, element)
    })
    if (kept === undefined || find(kept, `[id="${CSS.escape(id)}"]`) !== null) continue
    moveNode(parentOf(other) as Node, kept, other)
    remove(other)
    all.push(kept)
  }
  return all
}
