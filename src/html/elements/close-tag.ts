/** What an end tag does to what is open. */

import { closeFormatting } from "./adoption.js"
import { foreignParent, leaveForeign } from "./foreign-elements.js"
import { formatting, headings, tableParts, voids } from "./html-names.js"
import { endLostForm, leave, type Nesting, type NestingListener, reopen, silent } from "./nesting.js"
import {
  endsOfScope,
  findHeading,
  findOpen,
  isOutsideTables,
  type OpenElement,
  otherBase,
  reachesBase,
  without,
} from "./open-elements.js"

/** Reads an end tag. One that matches nothing inside of the base makes another base: it reaches outside. */
export function closeTag(nesting: Nesting, name: string, listener: NestingListener): void {
  const { open: top, at } = nesting
  // By far the most: it closes the innermost element.
  if (top.name === name && top.parent !== null && nesting.pending.length === 0) {
    nesting.open = top.parent
    listener.ended?.(top, at)
    return
  }
  if (top.namespace !== "html" && closeForeign(nesting, name, listener)) return
  if (meansNothing(nesting, name)) {
    listener.stray?.(name, nesting, false)
    if (name === "br") reopen(nesting)
  } else if (!formatting.has(name) || !closeFormatting(nesting, name, listener)) closeHtml(nesting, name, listener)
}

/** In svg or math; false if the tag closes something further out. */
function closeForeign(nesting: Nesting, name: string, listener: NestingListener): boolean {
  if (name === "p" || name === "br") leave(nesting, leaveForeign(nesting.open), { by: `/${name}`, listener })
  const found = foreignParent(nesting.open, name)
  if (found === undefined) return false
  listener.ended?.(found, nesting.at)
  leave(nesting, found.parent as OpenElement, { by: `/${name}`, own: found, listener })
  return true
}

function meansNothing(nesting: Nesting, name: string): boolean {
  return name === "br" || voids.has(name) || isLeftOut(nesting.open, name) || (name === "form" && endLostForm(nesting))
}

function closeHtml(nesting: Nesting, name: string, listener: NestingListener): void {
  const { open: top, at } = nesting
  const by = `/${name}`
  const ends = endsOfScope(name)
  const found = headings.has(name) ? findHeading(top) : findOpen(top, name, ends)
  if (found === undefined || found.parent === null) {
    const reachesOut = reachesBase(top, ends)
    listener.stray?.(name, nesting, reachesOut)
    if (reachesOut) leave(nesting, otherBase(top), { by, listener: silent })
    return
  }
  const own = found.name === name ? found : undefined
  if (own === undefined) listener.stray?.(name, nesting, false)
  else listener.ended?.(own, at)
  if (name === "form") closeForm(nesting, found, listener)
  else leave(nesting, found.parent, { by, own, listener })
}

/** The end tag of a table's part means nothing where no table is open. */
function isLeftOut(top: OpenElement, name: string): boolean {
  return name !== "table" && tableParts.has(name) && top.parent !== null && isOutsideTables(top)
}

/** A form is taken out from around what is still open in it. */
function closeForm(nesting: Nesting, form: OpenElement, listener: NestingListener): void {
  let inner = nesting.open
  while (inner !== form && impliedEnds.has(inner.name) && inner.parent !== null) inner = inner.parent
  leave(nesting, inner === form ? (form.parent as OpenElement) : inner, { by: "/form", own: form, listener })
  if (inner === form) return
  listener.scattered?.(form)
  nesting.open = without(nesting.open, form)
}

const impliedEnds: ReadonlySet<string> = new Set("dd dt li optgroup option p rb rp rt rtc".split(" "))
