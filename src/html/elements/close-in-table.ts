/** What the start tags of a table's parts close, and which parts the parser puts in that the source leaves out. */

import { type OpenElement, parentOf, push, tableEnds } from "./open-elements.js"

/** What is open once this part of a table may be opened. */
export function closeInTable(top: OpenElement, name: string): OpenElement {
  switch (name) {
    case "td":
    case "th":
      return intoRow(toContext(closeParts(top, cells), rowContext))
    case "tr":
      return intoSection(toContext(closeParts(top, rows), sectionContext))
    case "col":
      return intoColgroup(toContext(closeParts(top, notColgroup), colgroupContext))
    default:
      return toContext(closeParts(top, sections), tableOnly)
  }
}

const cells: ReadonlySet<string> = new Set(["td", "th"])
const rows: ReadonlySet<string> = new Set(["td", "th", "tr", "caption", "colgroup"])
const sections: ReadonlySet<string> = new Set(["td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"])
const notColgroup: ReadonlySet<string> = new Set(["td", "th", "tr", "tbody", "thead", "tfoot", "caption"])

/** Closes the parts of these names that stand open, up to the table. */
function closeParts(top: OpenElement, names: ReadonlySet<string>): OpenElement {
  let outer = top
  for (let node: OpenElement | null = top; node !== null && !tableEnds.has(node.name); node = node.parent) {
    if (names.has(node.name)) outer = parentOf(node)
  }
  return outer
}

const tableOnly: ReadonlySet<string> = new Set(["table"])
const sectionContext: ReadonlySet<string> = new Set(["table", "tbody", "thead", "tfoot"])
const rowContext: ReadonlySet<string> = new Set([...sectionContext, "tr"])
const colgroupContext: ReadonlySet<string> = new Set(["table", "colgroup"])

/** Closes what stands directly in a table and does not belong there. */
function toContext(top: OpenElement, names: ReadonlySet<string>): OpenElement {
  for (let node: OpenElement = top; node.parent !== null && node.name !== "template"; node = node.parent) {
    if (names.has(node.name)) return node
  }
  return top
}

function intoRow(top: OpenElement): OpenElement {
  const section = intoSection(top)
  return section.name === "tbody" || section.name === "thead" || section.name === "tfoot" ? push(section, "tr") : top
}

function intoSection(top: OpenElement): OpenElement {
  return top.name === "table" ? push(top, "tbody") : top
}

function intoColgroup(top: OpenElement): OpenElement {
  return top.name === "table" ? push(top, "colgroup") : top
}
