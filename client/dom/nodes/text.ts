/** Writes text nodes so that a selection in them survives. */

import { changedMiddle } from "./changed-middle.js"
import { listenTo } from "./members.js"
import { changed } from "./write-log.js"

/** The nodes in which the user's selection begins and ends, as the last `selectionchange` left it. */
let selected: readonly (Node | null)[] = []
let isWatched = false

/** Follows the selection. To ask for it at each write would make the browser lay out the page each time. */
export function watchSelection(): void {
  if (isWatched) return
  isWatched = true
  listenTo(document, "selectionchange", () => {
    const selection = getSelection()
    selected = selection === null || selection.isCollapsed ? [] : [selection.anchorNode, selection.focusNode]
  })
}

/** Writes the text of a node. Where the user has selected something in it, only the changed middle is replaced. */
export function writeText(node: Text, value: string): void {
  const { data } = node
  // An equal write would clear the selection too.
  if (data === value) return
  changed(node)
  if (!isSelected(node)) {
    node.data = value
    return
  }
  const [start, end, middle] = changedMiddle(data, value)
  node.replaceData(start, end - start, middle)
}

function isSelected(node: Text): boolean {
  return selected.includes(node)
}
