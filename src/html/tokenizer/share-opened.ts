/** What a start tag has opened, for all paths through a template that lead through that tag. */

import { type Nesting, samePending } from "../elements/nesting.js"
import type { OpenElement } from "../elements/open-elements.js"
import type { TagIdentity } from "./tokenizer-state.js"

/** Paths that differ in a tag's attributes have the same element open behind it. */
export function shareOpened(identity: TagIdentity, before: Nesting, state: Nesting): void {
  const known = identity.opened?.find(
    (opened) => isSameNesting(opened.before, before) && isAlike(opened.after.open, state.open),
  )
  if (known === undefined) {
    identity.opened = [
      ...(identity.opened ?? []),
      { before, after: { open: state.open, pending: state.pending, at: state.at } },
    ]
    return
  }
  state.open = known.after.open
  state.pending = known.after.pending
}

function isSameNesting(a: Nesting, b: Nesting): boolean {
  return a.open === b.open && samePending(a.pending, b.pending)
}

/** True for what the same tag opens at the same point, if its attributes make no difference. */
function isAlike(a: OpenElement, b: OpenElement): boolean {
  return a.name === b.name && a.content === b.content && a.inShadow === b.inShadow && a.inScript === b.inScript
}
