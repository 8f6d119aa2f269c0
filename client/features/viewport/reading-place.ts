/**
 * Where the user reads in a container, while rows come and go around it: what is in sight before a frame stands where it
 * stood after it. Some browsers do that by themselves, but none of them at the very top, and Safari not at all.
 */
import {
  bodyOfPage,
  contains,
  elementsIn,
  focusedInPage,
  hasAttribute,
  isInPage,
  parentOf,
} from "../../dom/nodes/members.js"
import { rowAt } from "./rows.js"
import { scrollDown, scrollerOf, sightOf } from "./scroller.js"

/** In px: less is rounding. */
const LEAST = 0.5

export class ReadingPlace {
  readonly #container: Element
  /** Rows that were in sight, and how far below the top of the sight each stood. */
  readonly #rows: readonly (readonly [row: Element, top: number])[]
  /** What has the focus, if that stands in a row. */
  readonly #focused: Element | null

  /** To be called before a frame writes to the page. `isHeldAtTop`: also where nothing is scrolled yet. */
  constructor(container: Element, isHeldAtTop: boolean) {
    this.#container = container
    const focused = focusedInPage()
    this.#focused = focused !== container && contains(container, focused) ? focused : null
    const scroller = scrollerOf(container)
    this.#rows = isHeldAtTop || scroller.scrollTop > 0 ? rowsInSight(container, scroller) : []
  }

  /** The frame has been written. */
  restore(): void {
    const container = this.#container
    if (!isInPage(container)) return
    const scroller = scrollerOf(container)
    const { top } = sightOf(scroller)
    const shifts: number[] = []
    for (const [row, before] of this.#rows) {
      if (parentOf(row) !== container) continue
      const shift = row.getBoundingClientRect().top - top - before
      // Where the user types nothing moves.
      if (contains(row, this.#focused)) return shiftBack(scroller, shift)
      shifts.push(shift)
    }
    shiftBack(scroller, commonShift(shifts))
    this.#keepFocus()
  }

  /** The row with the focus has gone: keys go on from the container, and not from the top of the page. */
  #keepFocus(): void {
    const focused = this.#focused
    if (focused === null || isInPage(focused) || (focusedInPage() ?? bodyOfPage()) !== bodyOfPage()) return
    const container = this.#container as HTMLElement
    if (!hasAttribute(container, "tabindex")) {
      container.tabIndex = -1
      container.addEventListener("blur", () => container.removeAttribute("tabindex"), { once: true })
    }
    container.focus({ preventScroll: true })
  }
}

function rowsInSight(container: Element, scroller: Element): (readonly [Element, number])[] {
  const { top, bottom } = sightOf(scroller)
  const rows = elementsIn(container)
  const found: [Element, number][] = []
  for (let i = rowAt(container, top); i < rows.length; i++) {
    const row = rows[i] as Element
    const box = row.getBoundingClientRect()
    if (box.top >= bottom) break
    found.push([row, box.top - top])
  }
  return found
}

/** The shift of the first row that has a neighbour with the same: one that goes its own way was moved. */
function commonShift(shifts: readonly number[]): number {
  const shared = shifts.find((shift, i) => Math.abs(shift - (shifts[i + 1] ?? Number.NaN)) < LEAST)
  return shared ?? shifts[0] ?? 0
}

function shiftBack(scroller: Element, shift: number): void {
  if (Math.abs(shift) >= LEAST) scrollDown(scroller, shift)
}
