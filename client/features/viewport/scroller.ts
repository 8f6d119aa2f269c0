/** What an element scrolls in, and what can be seen there. */
import { bodyOfPage, findInPage, parentOf, scrollerOfPage } from "../../dom/nodes/members.js"

/** From the top of the window, in px. */
export interface Sight {
  readonly top: number
  readonly bottom: number
}

/** The nearest element around it (or itself) that scrolls up and down, or the page. */
export function scrollerOf(element: Element): Element {
  const page = pageScroller()
  for (let one: Node | null = element; one instanceof Element && one !== bodyOfPage() && one !== page; ) {
    // Whatever is cut off sideways counts as "auto": what has nothing to scroll is none.
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY)) return one
    one = parentOf(one)
  }
  return page
}

export function sightOf(scroller: Element): Sight {
  if (scroller === pageScroller()) return { top: 0, bottom: innerHeight }
  const top = scroller.getBoundingClientRect().top + scroller.clientTop
  return { top, bottom: top + scroller.clientHeight }
}

function pageScroller(): Element {
  return scrollerOfPage() ?? (findInPage("html") as Element)
}

/** Scrolls at once, whatever the style says. */
export function scrollDown(scroller: Element, by: number): void {
  scroller.scrollBy({ top: by, behavior: "instant" })
}
