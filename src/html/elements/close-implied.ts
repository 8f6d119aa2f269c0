/** What start tags close without an end tag of its own: `<li>` the item before it, a block the paragraph it stands in. */

import { closeInTable } from "./close-in-table.js"
import {
  definitions,
  headings,
  listItemEnds,
  listItems,
  paragraphClosers,
  rubyTexts,
  scopeEnds,
  tableParts,
} from "./html-names.js"
import { findOpen, isIntegrationPoint, type OpenElement, paragraphEnds, parentOf } from "./open-elements.js"

/** What is open once an element of this name may be opened. */
export function closeImplied(top: OpenElement, name: string): OpenElement {
  if ((tableParts.has(name) && name !== "table") || name === "col") return closeInTable(top, name)
  return (closers.get(name) ?? closeParagraph)(top, name)
}

type Close = (top: OpenElement, name: string) => OpenElement

const closeItem: Close = (top, name) => closeParagraph(closeListItem(top, listItems), name)
const closeDefinition: Close = (top, name) => closeParagraph(closeListItem(top, definitions), name)
const closeRuby: Close = (top) => closeTop(top, rubyTexts)
const closeHeading: Close = (top, name) => closeTop(closeParagraph(top, name), headings)

const closeOption: Close = (top) => closeTop(top, option)

const closeGroup: Close = (top) => closeTop(closeTop(top, option), optgroup)

const closeForRule: Close = (top, name) => {
  const outer = closeTop(top, option)
  return outer.name === "optgroup" ? parentOf(outer) : closeParagraph(outer, name)
}

const closeSame: Close = (top, name) => {
  const open = findOpen(top, name, scopeEnds)
  return open === undefined ? top : parentOf(open)
}

/** By the name of the start tag, where it closes anything but a paragraph. */
const closers: ReadonlyMap<string, Close> = new Map([
  ["li", closeItem],
  ["dd", closeDefinition],
  ["dt", closeDefinition],
  ["option", closeOption],
  ["optgroup", closeGroup],
  ["hr", closeForRule],
  ["button", closeSame],
  ...[...rubyTexts].map((name) => [name, closeRuby] as const),
  ...[...headings].map((name) => [name, closeHeading] as const),
])

const option: ReadonlySet<string> = new Set(["option"])
const optgroup: ReadonlySet<string> = new Set(["optgroup"])

function closeTop(top: OpenElement, names: ReadonlySet<string>): OpenElement {
  return names.has(top.name) ? parentOf(top) : top
}

function closeParagraph(top: OpenElement, name: string): OpenElement {
  if (!paragraphClosers.has(name)) return top
  const paragraph = findOpen(top, "p", paragraphEnds)
  return paragraph === undefined ? top : parentOf(paragraph)
}

function closeListItem(top: OpenElement, names: ReadonlySet<string>): OpenElement {
  for (let node: OpenElement | null = top; node !== null; node = node.parent) {
    if (names.has(node.name)) return parentOf(node)
    if (isIntegrationPoint(node) || listItemEnds.has(node.name)) return top
  }
  return top
}
