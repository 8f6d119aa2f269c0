/**
 * The stack of open elements, as the HTML parser keeps it: a persistent list, so a copy is a reference and two points of
 * a template have the same elements open exactly when they hold the same object. Knows which tags close others by
 * implication; knows nothing of characters (see `tokenizer.ts`).
 */

import { HOLE } from "../protocol/markup.js"
import { blocks, breakOut, formatting, headings, scopeEnds, specials, tableParts, voids } from "./html-names.js"
import type { Namespace } from "./template.js"

/** An element that is open, and what is open around it. */
export interface OpenElement {
  /** Lower case. "" at the base, where the template's own content begins. */
  readonly name: string
  /** The element's own namespace. */
  readonly namespace: Namespace
  /** The namespace that its content is parsed in: inside `<foreignObject>` it is HTML again. */
  readonly content: Namespace
  readonly parent: OpenElement | null
  /** In a declarative shadow root. */
  readonly inShadow: boolean
}

/** The base of a template whose content stands in an element of this namespace. */
export function baseElement(namespace: Namespace): OpenElement {
  return { name: "", namespace, content: namespace, parent: null, inShadow: false }
}

/** True if `ancestor` is `element` or open around it. */
export function isOpenAround(ancestor: OpenElement, element: OpenElement | null): boolean {
  for (let node = element; node !== null; node = node.parent) if (node === ancestor) return true
  return false
}

/** The innermost open element of this name, unless one of `ends` is nearer. */
export function findOpen(from: OpenElement, name: string, ends: ReadonlySet<string>): OpenElement | undefined {
  for (let node: OpenElement | null = from; node !== null; node = node.parent) {
    if (node.name === name) return node
    if (node.content === "html" && (ends.has(node.name) || isIntegrationPoint(node))) return undefined
  }
  return undefined
}

/** `<foreignObject>` and the like: HTML inside of svg or math, which nothing inside reaches out of. */
function isIntegrationPoint({ namespace, content }: OpenElement): boolean {
  return namespace !== "html" && content === "html"
}

/** What is open after a start tag. */
export function afterStartTag(
  top: OpenElement,
  name: string,
  selfClosing: boolean,
  attribute: (name: string) => string | undefined,
): OpenElement {
  if (top.content !== "html") {
    const html = top.content === "math" && top.name !== "" && mathText.has(top.name) && name !== "mglyph"
    if (!html && !breakOut.has(name)) return selfClosing ? top : pushForeign(top, name, top.content, attribute)
    if (!html) return afterStartTag(leaveForeign(top), name, selfClosing, attribute)
  }
  if (name === "svg" || name === "math") {
    const outer = closeParagraphFor(top, name)
    return selfClosing ? outer : pushForeign(outer, name, name, attribute)
  }
  const outer = closeImplied(top, name)
  if (voids.has(name) || (name === "form" && findOpen(outer, "form", templateOnly) !== undefined)) return outer
  const opened = push(outer, name)
  return name === "template" && isShadowMode(attribute(SHADOW_MODE)) ? { ...opened, inShadow: true } : opened
}

/** The attribute that makes a `<template>` a declarative shadow root. */
export const SHADOW_MODE = "shadowrootmode"

function isShadowMode(mode: string | undefined): boolean {
  return mode !== undefined && (mode.includes(HOLE) || /^(?:open|closed)$/i.test(mode))
}

/** What is open after an end tag. An end tag that matches nothing inside the base makes another base: it reaches outside. */
export function afterEndTag(top: OpenElement, name: string): OpenElement {
  const foreign = foreignParent(top, name)
  if (foreign !== undefined) return foreign
  if (name === "br") return top
  const ends = endsOfScope(name)
  const open = headings.has(name) ? findHeading(top) : findOpen(top, name, ends)
  if (open === undefined || open.parent === null) return reachesBase(top, ends) ? otherBase(top) : top
  if (!formatting.has(name) || findSpecialAbove(top, open) === undefined) return open.parent
  return without(top, open) // misnested: what stands inside stays open
}

/** Svg and math close by name alone. */
function foreignParent(top: OpenElement, name: string): OpenElement | undefined {
  for (let node: OpenElement | null = top; node !== null && node.namespace !== "html"; node = node.parent) {
    if (node.name === name && node.parent !== null) return node.parent
  }
  return undefined
}

/** What an end tag of this name does not reach across. */
function endsOfScope(name: string): ReadonlySet<string> {
  if (name === "template") return none
  if (tableParts.has(name)) return tableEnds
  if (blocks.has(name) || headings.has(name) || formatting.has(name) || name === "li") return scopeEnds
  return specials
}

/** Any heading's end tag closes any heading. */
function findHeading(top: OpenElement): OpenElement | undefined {
  for (let node: OpenElement | null = top; node !== null && !scopeEnds.has(node.name); node = node.parent) {
    if (isIntegrationPoint(node)) return undefined
    if (headings.has(node.name)) return node
  }
  return undefined
}

const none: ReadonlySet<string> = new Set()
const templateOnly: ReadonlySet<string> = new Set(["template"])
const tableEnds: ReadonlySet<string> = new Set(["table", "template"])
const mathText: ReadonlySet<string> = new Set(["mi", "mo", "mn", "ms", "mtext"])
const svgHtml: ReadonlySet<string> = new Set(["foreignobject", "desc", "title"])

function push(parent: OpenElement, name: string): OpenElement {
  return { name, namespace: "html", content: "html", parent, inShadow: parent.inShadow }
}

function pushForeign(
  parent: OpenElement,
  name: string,
  namespace: Namespace,
  attribute: (name: string) => string | undefined,
): OpenElement {
  const encoding = name === "annotation-xml" ? attribute("encoding")?.toLowerCase() : undefined
  const html =
    (namespace === "svg" && svgHtml.has(name)) || encoding === "text/html" || encoding === "application/xhtml+xml"
  return { name, namespace, content: html ? "html" : namespace, parent, inShadow: parent.inShadow }
}

function leaveForeign(top: OpenElement): OpenElement {
  let node = top
  while (node.content !== "html" && node.parent !== null) node = node.parent
  return node.content === "html" ? node : { ...node, content: "html" }
}

/** Closes what a start tag closes without an end tag of its own. */
function closeImplied(top: OpenElement, name: string): OpenElement {
  return (tableParts.has(name) || name === "col" ? closeForTable(top, name) : undefined) ?? closeForContent(top, name)
}

function closeForTable(top: OpenElement, name: string): OpenElement | undefined {
  switch (name) {
    case "td":
    case "th":
      return intoTable(closeInTable(top, cells), "tr")
    case "tr":
      return intoTable(closeInTable(top, rows), "tbody")
    case "col":
      return top.name === "table" ? push(top, "colgroup") : top
    case "table":
      return undefined
    default:
      return closeInTable(top, sections)
  }
}

function closeForContent(top: OpenElement, name: string): OpenElement {
  switch (name) {
    case "li":
      return closeParagraphFor(closeListItem(top, item), name)
    case "dd":
    case "dt":
      return closeParagraphFor(closeListItem(top, definition), name)
    case "option":
      return top.name === "option" ? parentOf(top) : top
    case "optgroup":
    case "hr":
      return closeOption(top, name)
    case "rb":
    case "rt":
    case "rtc":
    case "rp":
      return ruby.has(top.name) ? parentOf(top) : top
    case "a":
    case "button":
    case "nobr":
      return closeOpen(top, name)
    default: {
      const outer = closeParagraphFor(top, name)
      return headings.has(name) && headings.has(outer.name) ? parentOf(outer) : outer
    }
  }
}

function closeOption(top: OpenElement, name: "optgroup" | "hr"): OpenElement {
  const outer = top.name === "option" ? parentOf(top) : top
  if (outer.name === "optgroup") return parentOf(outer)
  return name === "hr" ? closeParagraphFor(outer, name) : outer
}

const item: ReadonlySet<string> = new Set(["li"])
const definition: ReadonlySet<string> = new Set(["dd", "dt"])
const ruby: ReadonlySet<string> = new Set(["rb", "rt", "rtc", "rp"])
const cells: ReadonlySet<string> = new Set(["td", "th"])
const rows: ReadonlySet<string> = new Set(["td", "th", "tr", "caption", "colgroup"])
const sections: ReadonlySet<string> = new Set(["td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"])
const paragraphEnds: ReadonlySet<string> = new Set([...scopeEnds, "button"])

function parentOf(node: OpenElement): OpenElement {
  return node.parent ?? node
}

function closeParagraphFor(top: OpenElement, name: string): OpenElement {
  if (!blocks.has(name) && name !== "li" && name !== "dd" && name !== "dt" && !headings.has(name)) return top
  const paragraph = findOpen(top, "p", paragraphEnds)
  return paragraph === undefined ? top : parentOf(paragraph)
}

function closeListItem(top: OpenElement, names: ReadonlySet<string>): OpenElement {
  for (let node: OpenElement | null = top; node !== null; node = node.parent) {
    if (names.has(node.name)) return parentOf(node)
    if (isIntegrationPoint(node)) return top
    if (specials.has(node.name) && node.name !== "address" && node.name !== "div" && node.name !== "p") return top
  }
  return top
}

/** Pops the table parts of `names` that stand open, up to the table. */
function closeInTable(top: OpenElement, names: ReadonlySet<string>): OpenElement {
  let outer = top
  for (let node: OpenElement | null = top; node !== null && !tableEnds.has(node.name); node = node.parent) {
    if (names.has(node.name)) outer = parentOf(node)
  }
  return outer
}

/** The parser adds the `<tbody>` and `<tr>` that the source leaves out. */
function intoTable(top: OpenElement, needs: "tr" | "tbody"): OpenElement {
  if (top.name === "table") return needs === "tbody" ? push(top, "tbody") : push(push(top, "tbody"), "tr")
  if (needs === "tr" && (top.name === "tbody" || top.name === "thead" || top.name === "tfoot")) return push(top, "tr")
  return top
}

function closeOpen(top: OpenElement, name: string): OpenElement {
  const open = findOpen(top, name, scopeEnds)
  return open === undefined ? top : parentOf(open)
}

function reachesBase(top: OpenElement, ends: ReadonlySet<string>): boolean {
  for (let node: OpenElement | null = top; node !== null; node = node.parent) {
    if (node.parent === null) return true
    if (ends.has(node.name) || isIntegrationPoint(node)) return false
  }
  return false
}

function otherBase(top: OpenElement): OpenElement {
  return { ...baseElement(top.namespace) }
}

function findSpecialAbove(top: OpenElement, open: OpenElement): OpenElement | undefined {
  for (let node: OpenElement | null = top; node !== null && node !== open; node = node.parent) {
    if (specials.has(node.name)) return node
  }
  return undefined
}

function without(top: OpenElement, open: OpenElement): OpenElement {
  if (top === open || top.parent === null) return parentOf(open)
  return { ...top, parent: without(top.parent, open) }
}
