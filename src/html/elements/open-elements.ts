/**
 * The stack of open elements, as the HTML parser keeps it: a persistent list, so a copy is a reference and two points of
 * a template have the same elements open exactly when they hold the same object. Knows which tags close others by
 * implication; knows nothing of characters (see `tokenizer.ts`).
 */

import { blocks, breakOut, formatting, headings, scopeEnds, specials, tableParts } from "./html-names.js"
import type { Namespace } from "./namespace.js"
import { isDataScript } from "./script-type.js"

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
  /** In a script of svg that runs. Unlike that of HTML its text is read as any other. */
  readonly inScript: boolean
  /** Where its start tag begins; null where the parser has put it in, or nobody said. */
  readonly at: TagPlace | null
  /** The parser has made it once more than it was written. */
  readonly again?: boolean
}

/** A place in a source: an offset into one of its texts. */
export interface TagPlace {
  readonly text: unknown
  readonly offset: number
}

/** The base of a template whose content stands in an element of this namespace. */
export function baseElement(namespace: Namespace): OpenElement {
  return { name: "", namespace, content: namespace, parent: null, inShadow: false, inScript: false, at: null }
}

/** True if `ancestor` is `element` or open around it. */
export function isOpenAround(ancestor: OpenElement, element: OpenElement | null): boolean {
  for (let node = element; node !== null; node = node.parent) if (node === ancestor) return true
  return false
}

/** The innermost open element of this name, unless one of `ends` is nearer. */
export function findOpen(from: OpenElement, name: string, ends: ReadonlySet<string>): OpenElement | undefined {
  for (let node: OpenElement | null = from; node !== null; node = node.parent) {
    if (node.name === name && node.namespace === "html") return node
    if ((node.content === "html" && ends.has(node.name)) || isIntegrationPoint(node)) return undefined
  }
  return undefined
}

/** `<foreignObject>`, `<mi>` and the like: HTML inside of svg or math, which nothing inside reaches out of. */
export function isIntegrationPoint({ name, namespace, content }: OpenElement): boolean {
  return (
    namespace !== "html" &&
    (content === "html" || (namespace === "math" && (mathText.has(name) || name === "annotation-xml")))
  )
}

/** True if a start tag in svg or math opens an element of svg or math. */
export function staysForeign(top: OpenElement, name: string): boolean {
  const html = top.content === "math" && mathText.has(top.name) && name !== "mglyph" && name !== "malignmark"
  return !html && !breakOut.has(name)
}

/** The attribute that makes a `<template>` a declarative shadow root. */
export const SHADOW_MODE = "shadowrootmode"

/** The element that an end tag closes in svg or math: they close by name alone. */
export function foreignParent(top: OpenElement, name: string): OpenElement | undefined {
  for (let node: OpenElement | null = top; node !== null && node.namespace !== "html"; node = node.parent) {
    if (node.name === name && node.parent !== null) return node
  }
  return undefined
}

/** What an end tag of this name does not reach across. */
export function endsOfScope(name: string): ReadonlySet<string> {
  if (name === "template") return none
  if (tableParts.has(name)) return tableEnds
  if (name === "p") return paragraphEnds
  if (name === "li") return listEnds
  if (blocks.has(name) || headings.has(name) || formatting.has(name) || scoped.has(name)) return scopeEnds
  return specials
}

/** Any heading's end tag closes any heading. */
export function findHeading(top: OpenElement): OpenElement | undefined {
  for (let node: OpenElement | null = top; node !== null; node = node.parent) {
    if (isIntegrationPoint(node)) return undefined
    if (node.namespace !== "html") continue
    if (headings.has(node.name)) return node
    if (scopeEnds.has(node.name)) return undefined
  }
  return undefined
}

const none: ReadonlySet<string> = new Set()
export const templateOnly: ReadonlySet<string> = new Set(["template"])
const scoped: ReadonlySet<string> = new Set(["applet", "button", "dd", "dt", "marquee", "object"])
const listEnds: ReadonlySet<string> = new Set([...scopeEnds, "ol", "ul"])
const tableEnds: ReadonlySet<string> = new Set(["table", "template"])
const mathText: ReadonlySet<string> = new Set(["mi", "mo", "mn", "ms", "mtext"])
const svgHtml: ReadonlySet<string> = new Set(["foreignobject", "desc", "title"])

export function push(parent: OpenElement, name: string, at: TagPlace | null = null): OpenElement {
  const { inShadow, inScript } = parent
  return { name, namespace: "html", content: "html", parent, inShadow, inScript, at }
}

export function pushForeign(
  { parent, name, namespace, at }: Pick<OpenElement, "name" | "namespace" | "at"> & { readonly parent: OpenElement },
  { attribute }: { attribute(name: string): string | undefined },
): OpenElement {
  const encoding = name === "annotation-xml" ? attribute("encoding")?.toLowerCase() : undefined
  const html =
    (namespace === "svg" && svgHtml.has(name)) || encoding === "text/html" || encoding === "application/xhtml+xml"
  const isScript = namespace === "svg" && name === "script" && !isDataScript(attribute("type") ?? "")
  const { inShadow, inScript } = parent
  return { name, namespace, content: html ? "html" : namespace, parent, inShadow, inScript: inScript || isScript, at }
}

export function leaveForeign(top: OpenElement): OpenElement {
  let node = top
  while (node.content !== "html" && !isIntegrationPoint(node) && node.parent !== null) node = node.parent
  return node.content === "html" || isIntegrationPoint(node) ? node : { ...node, content: "html" }
}

/** Closes what a start tag closes without an end tag of its own. */
export function closeImplied(top: OpenElement, name: string): OpenElement {
  return (tableParts.has(name) || name === "col" ? closeForTable(top, name) : undefined) ?? closeForContent(top, name)
}

function closeForTable(top: OpenElement, name: string): OpenElement | undefined {
  switch (name) {
    case "td":
    case "th":
      return intoTable(toContext(closeInTable(top, cells), rowContext), "tr")
    case "tr":
      return intoTable(toContext(closeInTable(top, rows), sectionContext), "tbody")
    case "col":
      return intoColgroup(toContext(closeInTable(top, notColgroup), colgroupContext))
    case "table":
      return undefined
    default:
      return toContext(closeInTable(top, sections), tableOnly)
  }
}

/** Closes what stands directly in a table and does not belong there. */
function toContext(top: OpenElement, names: ReadonlySet<string>): OpenElement {
  for (let node: OpenElement = top; node.parent !== null && node.name !== "template"; node = node.parent) {
    if (names.has(node.name)) return node
  }
  return top
}

function intoColgroup(top: OpenElement): OpenElement {
  return top.name === "table" ? push(top, "colgroup") : top
}

const tableOnly: ReadonlySet<string> = new Set(["table"])
const sectionContext: ReadonlySet<string> = new Set(["table", "tbody", "thead", "tfoot"])
const rowContext: ReadonlySet<string> = new Set([...sectionContext, "tr"])
const colgroupContext: ReadonlySet<string> = new Set(["table", "colgroup"])
const notColgroup: ReadonlySet<string> = new Set(["td", "th", "tr", "tbody", "thead", "tfoot", "caption"])

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
    case "button":
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

export function reachesBase(top: OpenElement, ends: ReadonlySet<string>): boolean {
  for (let node: OpenElement | null = top; node !== null; node = node.parent) {
    if (node.parent === null) return true
    if (ends.has(node.name) || isIntegrationPoint(node)) return false
  }
  return false
}

export function otherBase(top: OpenElement): OpenElement {
  return { ...baseElement(top.namespace) }
}

export function without(top: OpenElement, open: OpenElement): OpenElement {
  if (top === open || top.parent === null) return parentOf(open)
  return { ...top, parent: without(top.parent, open) }
}
