/** What a start tag does to what is open: it closes some by implication, opens some again, and opens its own. */

import { HOLE } from "../../protocol/markup.js"
import { closeFormatting } from "./adoption.js"
import { closeImplied } from "./close-implied.js"
import { leaveForeign, pushForeign, staysForeign } from "./foreign-elements.js"
import { keepsPending, tableContext, tableParts, voids } from "./html-names.js"
import type { Namespace } from "./namespace.js"
import { isFormLost, lastFormatting, leave, type Nesting, type NestingListener, reopen } from "./nesting.js"
import {
  findOpen,
  isOpenAround,
  isOutsideTables,
  type OpenElement,
  push,
  SHADOW_MODE,
  templateOnly,
  without,
} from "./open-elements.js"

/** A start tag. */
export interface StartTag {
  readonly name: string
  readonly selfClosing: boolean
  attribute(name: string): string | undefined
}

/** Reads a start tag. */
export function openTag(nesting: Nesting, tag: StartTag, listener: NestingListener): void {
  const { name } = tag
  if (nesting.open.content !== "html") {
    if (staysForeign(nesting.open, name)) return openForeign(nesting, tag, nesting.open.content)
    leave(nesting, leaveForeign(nesting.open), { by: name, listener })
  }
  openHtml(nesting, tag, listener)
}

/** In svg or math a start tag that closes itself does. */
function openForeign(nesting: Nesting, tag: StartTag, namespace: Namespace): void {
  const { open, at } = nesting
  if (!tag.selfClosing) nesting.open = pushForeign({ parent: open, name: tag.name, namespace, at }, tag)
}

function openHtml(nesting: Nesting, tag: StartTag, listener: NestingListener): void {
  const { name } = tag
  if (isOutOfPlace(nesting, tag, listener)) return
  if (name === "nobr") reopen(nesting)
  if (name === "a" || name === "nobr") closeSame(nesting, name, listener)
  else leave(nesting, closeImplied(nesting.open, name), { by: name, listener })
  if (!keepsPending.has(name)) reopen(nesting)
  if (name === "svg" || name === "math") return openForeign(nesting, tag, name)
  if (voids.has(name)) return
  const opened = push(nesting.open, name, nesting.at)
  const isShadow = name === "template" && isShadowMode(tag.attribute(SHADOW_MODE))
  nesting.open = isShadow ? { ...opened, inShadow: true } : opened
  listener.opened?.(nesting.open)
}

/** Tells of a tag that is out of place; true if the parser leaves it out. */
function isOutOfPlace(nesting: Nesting, tag: StartTag, listener: NestingListener): boolean {
  const { open, at } = nesting
  if (movesOut(open, tag)) {
    listener.misplaced?.(tag.name, at, open)
    listener.unsettled?.(tableAround(open))
    return false
  }
  if (!isLeftOut(nesting, tag.name)) return false
  listener.misplaced?.(tag.name, at, open)
  if (open.parent !== null) listener.unsettled?.(open)
  return true
}

function isShadowMode(mode: string | undefined): boolean {
  return mode !== undefined && (mode.includes(HOLE) || /^(?:open|closed)$/i.test(mode))
}

/** A link ends the link that it stands in. */
function closeSame(nesting: Nesting, name: string, listener: NestingListener): void {
  const found = lastFormatting(nesting, name)
  if (found === undefined || (name === "nobr" && !found.inScope)) return
  if (found.pending === undefined) listener.dropped?.(found.element, name)
  closeFormatting(nesting, name, listener)
  if (found.pending === undefined && isOpenAround(found.element, nesting.open)) {
    nesting.open = without(nesting.open, found.element)
    listener.scattered?.(found.element)
  }
}

const stayInTable: ReadonlySet<string> = new Set([...tableParts, "col", "script", "style", "template"])

/** What does not belong directly into a table is moved out in front of it. */
function movesOut({ name: around, namespace, parent }: OpenElement, { name, attribute }: StartTag): boolean {
  if (parent === null || namespace !== "html" || !tableContext.has(around)) return false
  return name === "input" ? attribute("type")?.toLowerCase() !== "hidden" : !stayInTable.has(name)
}

function tableAround(open: OpenElement): OpenElement {
  let node = open
  while (node.name !== "table" && node.parent !== null && tableContext.has(node.parent.name)) node = node.parent
  return node
}

/** Parts of tables stand in tables only, and forms in no form. */
function isLeftOut(nesting: Nesting, name: string): boolean {
  const { open } = nesting
  if (name === "form") return isFormLost(nesting) || findOpen(open, "form", templateOnly) !== undefined
  if (open.parent === null || name === "table" || !(tableParts.has(name) || name === "col")) return false
  return isOutsideTables(open)
}
