/**
 * Kinds of elements that start tags close by implication, as bits: which of them are open at a place, which may be open further
 * out, and which of those a start tag closes. For templates that do not know what they will stand in; what a start tag does to
 * elements that are known says `close-implied.ts`.
 */

import {
  definitions,
  headings,
  listItemEnds,
  listItems,
  paragraphClosers,
  rubyTexts,
  scopeEnds,
  specials,
  strictContent,
  tableParts,
} from "./html-names.js"
import { type OpenElement, paragraphEnds, tableEnds, templateOnly } from "./open-elements.js"

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
  elements: ReadonlySet<string>,
  tags: ReadonlySet<string>,
  ends: (name: string) => boolean,
): Kind {
  return { bit: 1 << index, elements, isClosedBy: (tag) => tags.has(tag), ends }
}

const only = (...names: readonly string[]): ReadonlySet<string> => new Set(names)

/** Start tags of table parts without these: a `<table>` in a cell closes nothing. */
const partsBut = (...names: readonly string[]): ReadonlySet<string> =>
  new Set([...tableParts, "col"].filter((name) => name !== "table" && !names.includes(name)))

const inScope = (name: string): boolean => scopeEnds.has(name)
const always = (): boolean => true
const inList = (name: string): boolean => listItemEnds.has(name)
const inTable = (name: string): boolean => tableEnds.has(name)
const inTemplate = (name: string): boolean => templateOnly.has(name)

const selectable = strictContent.get("select") as ReadonlySet<string>

/**
 * In a `<select>`. Browsers leave other elements out there, or do not, by their age; so nobody knows that of a branch or
 * a loop before the render either.
 */
export const IN_SELECT: number = 1 << 14

/** In svg or math: HTML ends it, or is parsed otherwise there than alone. */
export const IN_FOREIGN: number = 1 << 15

const kinds: readonly Kind[] = [
  kind(0, only("p"), paragraphClosers, (name) => paragraphEnds.has(name)),
  kind(1, listItems, listItems, inList),
  kind(2, definitions, definitions, inList),
  kind(3, only("a"), only("a"), inScope),
  kind(4, only("button"), only("button"), inScope),
  kind(5, only("nobr"), only("nobr"), inScope),
  kind(6, headings, headings, always),
  kind(7, only("option"), only("option", "optgroup", "hr"), always),
  kind(8, only("optgroup"), only("optgroup", "hr"), (name) => name !== "option"),
  kind(9, rubyTexts, rubyTexts, always),
  kind(10, only("td", "th"), partsBut(), inTable),
  kind(11, only("tr"), partsBut("td", "th"), inTable),
  kind(12, only("tbody", "thead", "tfoot"), partsBut("td", "th", "tr"), inTable),
  // Not closed but left out, with the same effect: forms in forms, and what is no option.
  kind(13, only("form"), only("form"), inTemplate),
  kind(16, only("caption"), partsBut(), inTable),
  kind(17, only("colgroup"), partsBut("col"), inTable),
  { bit: IN_SELECT, elements: only("select"), isClosedBy: (tag) => !selectable.has(tag), ends: inTemplate },
  { bit: IN_FOREIGN, elements: only(), isClosedBy: () => true, ends: () => false },
]

const none = 0

const ALL: number = kinds.reduce((bits, { bit }) => bits | bit, none)

/** What an element, or the start tag of its name, is to the kinds. */
interface Named {
  /** Kinds that it is of. */
  readonly is: number
  /** Kinds that it hides further out. */
  readonly hides: number
  /** Kinds that its start tag closes. */
  readonly closes: number
}

function named(name: string): Named {
  const where = (holds: (kind: Kind) => boolean): number =>
    kinds.reduce((bits, each) => (holds(each) ? bits | each.bit : bits), none)
  return {
    is: where(({ elements }) => elements.has(name)),
    hides: where(({ ends }) => ends(name)),
    closes: where(({ isClosedBy }) => isClosedBy(name)),
  }
}

const byName: ReadonlyMap<string, Named> = new Map(
  [
    ...specials,
    ...scopeEnds,
    ...selectable,
    ...paragraphClosers,
    ...rubyTexts,
    ...kinds.flatMap((each) => [...each.elements]),
  ].map((name) => [name, named(name)]),
)

/** All that nothing of the above asks for by name. */
const other = named("")

/** Kinds of which one is open here, so that what is put here might close it. */
export function closableAt(open: OpenElement): number {
  return open.content === "html" ? look(open, true) : IN_FOREIGN
}

/** Kinds of which one may be open further out, around the template that this place is in. */
export function reachedFrom(open: OpenElement): number {
  return open.content === "html" ? look(open, false) : none
}

/** Those of these kinds that a start tag closes. */
export function closedByTag(tag: string, among: number): number {
  return (byName.get(tag) ?? other).closes & among
}

/** Looks outwards. Kinds of which one is open; or else those of which none is, and that nothing hides. */
function look(open: OpenElement, found: boolean): number {
  let seen = none
  let sought = ALL
  for (let node: OpenElement = open; node.parent !== null; node = node.parent) {
    if (node.namespace === "html") {
      const { is, hides } = byName.get(node.name) ?? other
      seen |= is & sought
      sought &= ~(is | hides)
    } else if (node.content === "html") {
      sought = none
      break
    }
  }
  return found ? seen : sought
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
