/** Puts nodes at another place of the page. */

import { insertBefore, isInPage } from "./members.js"

interface MovingParent {
  moveBefore?(node: Node, child: Node | null): void
}

/** Of elements taken from their prototype: a form may have a control of that name. */
function moverOf(parent: Node): MovingParent["moveBefore"] {
  return ((parent instanceof Element ? Element.prototype : parent) as MovingParent).moveBefore
}

/** True if moving keeps focus, selection, playing media and frames. */
export function keepsState(parent: Node): boolean {
  return moverOf(parent) !== undefined
}

/** Moves a node, with all its state where the browser can. */
export function moveNode(parent: Node, node: Node, before: Node | null): void {
  const moveBefore = moverOf(parent)
  // It throws for nodes that are not in the same document already.
  if (moveBefore !== undefined && isInPage(node) && isInPage(parent)) moveBefore.call(parent, node, before)
  else {
    const { selected } = node as HTMLOptionElement
    insertBefore(parent, node, before)
    // Taken out, it has left its choice to another option.
    if (selected) (node as HTMLOptionElement).selected = true
  }
}
