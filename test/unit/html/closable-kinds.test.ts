/** What a template is said to close around it is what the same tags close where they stand in one text with it. */

import { closableAt, closedByTag, IN_FOREIGN, IN_SELECT } from "../../../src/html/elements/closable-kinds.js"
import {
  definitions,
  formatting,
  headings,
  listItems,
  rawText,
  rubyTexts,
  specials,
  tableParts,
} from "../../../src/html/elements/html-names.js"
import { isOpenAround, type OpenElement } from "../../../src/html/elements/open-elements.js"
import { feed } from "../../../src/html/tokenizer/tokenizer.js"
import { initialState } from "../../../src/html/tokenizer/tokenizer-state.js"

/** Text, or of another kind, which is not one of elements that are closed. */
const others = new Set([...rawText, "html", "plaintext", "script", "select", "template", "textarea", "title"])

const tags = [
  ...new Set([
    ...specials,
    ...formatting,
    ...rubyTexts,
    ...tableParts,
    "datalist",
    "option",
    "optgroup",
    "ruby",
    "span",
    "x-y",
  ]),
].filter((name) => !others.has(name))

const places = [
  ...["p", "a", "button", "nobr", "span", "div", ...headings].map((name) => `<${name}>`),
  ...[...listItems].map((name) => `<ul><${name}>`),
  ...[...definitions].map((name) => `<dl><${name}>`),
  ...[...rubyTexts].map((name) => `<ruby><${name}>`),
  ...["<option>", "<optgroup>", "<optgroup><option>"].map((inside) => `<datalist>${inside}`),
  ...["<tr><td>", "<tr><th>", "<tr>", "<caption>", "<colgroup>", "<tbody>", "<thead>", "<tfoot>"].map(
    (inside) => `<table>${inside}`,
  ),
]

const closed = new Set([
  "p",
  "a",
  "button",
  "nobr",
  "option",
  "optgroup",
  "td",
  "th",
  "tr",
  "caption",
  "colgroup",
  "tbody",
  "thead",
  "tfoot",
  ...headings,
  ...listItems,
  ...definitions,
  ...rubyTexts,
])

/** Another form is left out, and what a select keeps is its browser's matter. */
const FORM = 1 << 13
const KNOWN = ~(FORM | IN_SELECT | IN_FOREIGN)

/** Whether the tag closes an element that is open behind this text; undefined where the parser puts a tag elsewhere, or leaves it out. */
function closesIn(text: string, tag: string): boolean | undefined {
  let isInPlace = true
  const misplaced = (): void => {
    isInPlace = false
  }
  const state = feed(initialState(), text, { misplaced })
  const before: OpenElement[] = []
  for (let node: OpenElement | null = state.open; node !== null; node = node.parent) before.push(node)
  feed(state, `<${tag}>`, { misplaced })
  if (!isInPlace) return undefined
  return before.some((element) => closed.has(element.name) && !isOpenAround(element, state.open))
}

function isSaidToClose(text: string, tag: string): boolean {
  return closedByTag(tag, closableAt(feed(initialState(), text).open) & KNOWN) !== 0
}

/** Of these, what is said wrongly. */
function wrongly(text: string, asked: readonly string[]): string[] {
  return asked.filter((tag) => {
    const closes = closesIn(text, tag)
    return closes !== undefined && closes !== isSaidToClose(text, tag)
  })
}

it.each(places)("says of all start tags in %s what they close", (place) => {
  expect(tags.filter((tag) => closesIn(place, tag) !== undefined).length).toBeGreaterThan(8)
  expect(wrongly(place, tags)).toEqual([])
})

// In a group of columns stands nothing else.
it.each(places.filter((place) => !place.endsWith("<colgroup>")))("says what others hide in %s", (place) => {
  const asked = ["a", "button", "caption", "col", "dd", "div", "h1", "hr", "li", "nobr", "optgroup", "rt", "td", "tr"]
  const wrong = tags.flatMap((inner) => {
    const text = `${place}<${inner}>`
    return wrongly(text, asked).map((tag) => `${text}<${tag}>`)
  })
  expect(wrong).toEqual([])
})
