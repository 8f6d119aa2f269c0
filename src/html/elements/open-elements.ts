/**
 * The stack of open elements, as the HTML parser keeps it: a persistent list, so a copy is a reference and two points of
 * a template have the same elements open exactly when they hold the same object. Knows how far an end tag reaches; knows
 * nothing of characters (see `tokenizer.ts`).
 */

import { blocks, formatting, headings, scopeEnds, specials, tableParts } from "./html-names.js"
import type { Namespace } from "./namespace.js"

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
  readonly at: SourcePosition | null
  /** The parser has made it once more than it was written. */
  readonly again?: boolean
}

/** A place in a source: an offset into one of its texts. */
export interface SourcePosition {
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

/** The attribute that makes a `<template>` a declarative shadow root. */
export const SHADOW_MODE = "shadowrootmode"

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
/** What a paragraph is not looked for behind. */
export const paragraphEnds: ReadonlySet<string> = new Set([...scopeEnds, "button"])
const listEnds: ReadonlySet<string> = new Set([...scopeEnds, "ol", "ul"])
/** What parts of tables are looked for in. */
export const tableEnds: ReadonlySet<string> = new Set(["table", "template"])
/** Elements of math that hold text. */
export const mathText: ReadonlySet<string> = new Set(["mi", "mo", "mn", "ms", "mtext"])

/** Opens an element of HTML. */
export function push(parent: OpenElement, name: string, at: SourcePosition | null = null): OpenElement {
  const { inShadow, inScript } = parent
  return { name, namespace: "html", content: "html", parent, inShadow, inScript, at }
}

/** True where no table, no part of one and no `<template>` is open. */
export function isOutsideTables(top: OpenElement): boolean {
  for (let node: OpenElement | null = top; node !== null; node = node.parent) {
    if (tableParts.has(node.name) || node.name === "template") return false
  }
  return true
}

/** True if nothing keeps an end tag from reaching out of the template. */
export function reachesBase(top: OpenElement, ends: ReadonlySet<string>): boolean {
  for (let node: OpenElement | null = top; node !== null; node = node.parent) {
    if (node.parent === null) return true
    if (ends.has(node.name) || isIntegrationPoint(node)) return false
  }
  return false
}

/** A base that is no point of the template: something outside of it was closed. */
export function otherBase(top: OpenElement): OpenElement {
  return { ...baseElement(top.namespace) }
}

/** What is open around an element. */
export function parentOf(node: OpenElement): OpenElement {
  return node.parent ?? node
}

/** What is open when this one is taken out from under what stands in it. */
export function without(top: OpenElement, open: OpenElement): OpenElement {
  if (top === open || top.parent === null) return parentOf(open)
  return { ...top, parent: without(top.parent, open) }
}
