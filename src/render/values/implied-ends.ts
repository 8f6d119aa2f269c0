/**
 * Elements that a start tag closes though it stands in another template: a `<div>` in what is put into a `<p>`. Where
 * nobody knows before the render what is put there, the tree is looked at then. Kinds of elements are bits.
 */

import { blocks, headings, scopeEnds, specials, tableParts } from "../../html/elements/html-names.js"
import type { OpenElement } from "../../html/elements/open-elements.js"
import { feed } from "../../html/tokenizer/tokenizer.js"
import { initialState } from "../../html/tokenizer/tokenizer-state.js"
import type { Template } from "../template/template.js"
import { List, Region, type Rendered, type Value } from "./values.js"

/** Elements that start tags close by implication. */
interface Kind {
  readonly bit: number
  readonly elements: ReadonlySet<string>
  /** Start tags that close them. */
  isClosedBy(tag: string): boolean
  /** True for an element that hides those around it. */
  ends(name: string): boolean
}

function kind(
  index: number,
  elements: readonly string[],
  tags: readonly ReadonlySet<string>[],
  ends: (name: string) => boolean,
): Kind {
  return { bit: 1 << index, elements: new Set(elements), isClosedBy: (tag) => tags.some((set) => set.has(tag)), ends }
}

const items = new Set(["li"])
const definitions = new Set(["dd", "dt"])
const ruby = new Set(["rb", "rt", "rtc", "rp"])
/** Start tags of table parts without these: a `<table>` in a cell closes nothing. */
const partsBut = (...names: readonly string[]): ReadonlySet<string> =>
  new Set(Array.from(tableParts).filter((name) => name !== "table" && !names.includes(name)))

const inScope = (name: string): boolean => scopeEnds.has(name)
const always = (): boolean => true
const inList = (name: string): boolean => specials.has(name) && name !== "address" && name !== "div" && name !== "p"
const inTable = (name: string): boolean => name === "table" || name === "template"

const selectable = new Set(["option", "optgroup", "hr", "script", "template"])

/**
 * In a `<select>`. Browsers leave other elements out there, or do not, by their age; so nobody knows that of a branch or
 * a loop before the render either.
 */
export const IN_SELECT: number = 1 << 14

/** In svg or math: HTML ends it, or is parsed otherwise there than alone. */
const IN_FOREIGN = 1 << 15

const kinds: readonly Kind[] = [
  kind(0, ["p"], [blocks, headings, items, definitions], (name) => name === "button" || scopeEnds.has(name)),
  kind(1, ["li"], [items], inList),
  kind(2, ["dd", "dt"], [definitions], inList),
  kind(3, ["a"], [new Set(["a"])], inScope),
  kind(4, ["button"], [new Set(["button"])], inScope),
  kind(5, ["nobr"], [new Set(["nobr"])], inScope),
  kind(6, Array.from(headings), [headings], always),
  kind(7, ["option"], [new Set(["option", "optgroup", "hr"])], always),
  kind(8, ["optgroup"], [new Set(["optgroup", "hr"])], (name) => name !== "option"),
  kind(9, Array.from(ruby), [ruby], always),
  kind(10, ["td", "th"], [partsBut()], inTable),
  kind(11, ["tr", "caption", "colgroup"], [partsBut("td", "th")], inTable),
  kind(12, ["tbody", "thead", "tfoot"], [partsBut("td", "th", "tr")], inTable),
  // Not closed but left out, with the same effect: forms in forms, and what is no option.
  kind(13, ["form"], [new Set(["form"])], (name) => name === "template"),
  {
    bit: IN_SELECT,
    elements: new Set(["select"]),
    isClosedBy: (tag) => !selectable.has(tag),
    ends: (name) => name === "template",
  },
  { bit: IN_FOREIGN, elements: new Set(), isClosedBy: () => true, ends: () => false },
]

const none = 0

/** Kinds of which one is open here, so that what is put here might close it. */
export function closableAt(open: OpenElement): number {
  return open.content === "html" ? kindsWhere(open, true) : IN_FOREIGN
}

/** Kinds of which one may be open further out, around the template that this place is in. */
function reachedFrom(open: OpenElement): number {
  return open.content === "html" ? kindsWhere(open, false) : none
}

function kindsWhere(open: OpenElement, found: boolean): number {
  let bits = none
  for (const { bit, elements, ends } of kinds) if (isOpenAt(open, elements, ends) === found) bits |= bit
  return bits
}

/** Undefined if something hides what may be open further out. */
function isOpenAt(
  open: OpenElement,
  elements: ReadonlySet<string>,
  ends: (name: string) => boolean,
): boolean | undefined {
  for (let node: OpenElement = open; node.parent !== null; node = node.parent) {
    if (node.namespace !== "html") {
      if (node.content === "html") return undefined
    } else if (elements.has(node.name)) return true
    else if (ends(node.name)) return undefined
  }
  return false
}

/** What a text would close around it, and what may be closed by something behind each of its parts. */
interface Outline {
  readonly closes: number
  readonly reached: readonly number[]
  /** All kinds that matter anywhere in it. */
  readonly all: number
}

const outlines = new WeakMap<Template, Outline>()

function outlineOf(template: Template): Outline {
  let outline = outlines.get(template)
  if (outline === undefined) outlines.set(template, (outline = readOutline(template)))
  return outline
}

function readOutline({ statics, slots, namespace }: Template): Outline {
  const state = initialState(namespace)
  let closes = none
  const reached: number[] = []
  const startTag = (name: string): void => {
    const open = reachedFrom(state.open)
    if (open !== none)
      for (const { bit, isClosedBy } of kinds) if ((open & bit) !== 0 && isClosedBy(name)) closes |= bit
  }
  statics.forEach((text, part) => {
    feed(state, text, { startTag, endTag: () => undefined })
    const slot = slots[part]
    if (slot !== undefined)
      reached.push(slot.kind === "content" || slot.kind === "region" ? reachedFrom(state.open) : none)
  })
  return { closes, reached, all: reached.reduce((bits, more) => bits | more, closes) }
}

/**
 * Which of these kinds of elements a value would close that are open around it.
 *
 * @param among - Bits, as {@link closableAt} gives them.
 * @returns Bits; 0 for texts, and for what closes nothing.
 */
export function closedBy(value: Value, among: number): number {
  if (Array.isArray(value)) return closedByTree(value, among)
  if (value instanceof List) return closedByList(value, among)
  return value instanceof Region ? closedByText(value.html) & among & ~IN_FOREIGN : none
}

function closedByTree(tree: Rendered, among: number): number {
  const { closes, reached, all } = outlineOf(tree[0])
  if ((all & among) === none) return none
  let found = closes & among
  for (const [index, bits] of reached.entries()) {
    const rest = bits & among
    const value = tree[index + 1] as Value
    if (rest !== none && typeof value === "object") found |= closedBy(value, rest)
  }
  return found
}

function closedByList({ items: all, template }: List, among: number): number {
  if (template !== null && (outlineOf(template).all & among) === none) return none
  return all.reduce((bits, item) => bits | closedByTree(item, among), none)
}

function closedByText(html: string): number {
  return readOutline({ statics: [html], slots: [], namespace: "html" } as unknown as Template).closes
}

/** The name of the nearest element of these kinds that is open here, for messages. */
export function nearestAmong(open: OpenElement, bits: number): string {
  if (open.content !== "html") return open.name === "" ? open.content : open.name
  for (let node: OpenElement | null = open; node !== null; node = node.parent) {
    const { name } = node
    if (kinds.some(({ bit, elements }) => (bits & bit) !== none && elements.has(name))) return name
  }
  return ""
}
