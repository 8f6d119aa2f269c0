/** The rows of a container: its children, in the order of the page. */
import { elementsIn } from "../../dom/nodes/members.js"

/** The first row that ends below a height of the window; found by halves, as there may be very many. */
export function rowAt(container: Element, top: number): number {
  const rows = elementsIn(container)
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle] as Element).getBoundingClientRect().bottom > top) high = middle
    else low = middle + 1
  }
  return low
}

/** The first or the last row that has a place in the page: a template or a script has none. */
export function rowAtEnd(container: Element, isFirst: boolean): Element | undefined {
  const rows = elementsIn(container)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[isFirst ? i : rows.length - 1 - i] as Element
    if (row.getClientRects().length > 0) return row
  }
  return undefined
}
