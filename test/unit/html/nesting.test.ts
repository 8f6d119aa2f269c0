/** What is open, and what the parser will open again, is what parse5 has; however tags are nested. */

import fc from "fast-check"
import { type DefaultTreeAdapterMap, defaultTreeAdapter, html as names, Parser } from "parse5"
import { feed } from "../../../src/html/tokenizer/tokenizer.js"
import { initialState, type TokenizerState } from "../../../src/html/tokenizer/tokenizer-state.js"

interface Nested {
  readonly open: string
  readonly pending: string
}

function inParse5(source: string): Nested {
  const context = defaultTreeAdapter.createElement("div", names.NS.HTML, [])
  const parser = Parser.getFragmentParser<DefaultTreeAdapterMap>(context)
  parser.tokenizer.write(`${source}<!---->`, false)
  const { items, stackTop } = parser.openElements
  const open = items.slice(1, stackTop + 1)
  const pending: string[] = []
  for (let entry = parser.activeFormattingElements.newest; entry !== null; entry = entry.older) {
    // What the parser opens again.
    if ("element" in entry && !open.includes(entry.element)) pending.unshift(entry.element.nodeName)
  }
  if (parser.formElement !== null && !open.includes(parser.formElement)) pending.push("form")
  return { open: open.map(({ nodeName }) => nodeName.toLowerCase()).join(" "), pending: pending.join(" ") }
}

function inModel(state: TokenizerState): Nested {
  const open: string[] = []
  for (let node = state.open; node.parent !== null; node = node.parent) open.unshift(node.name)
  const pending = state.pending
    .map(({ element }) => element.name)
    .sort((a, b) => Number(a === "form") - Number(b === "form"))
  return { open: open.join(" "), pending: pending.join(" ") }
}

function sorted(names: string): string {
  return names.split(" ").sort().join(" ")
}

function baseOf({ open }: TokenizerState): object {
  let node = open
  while (node.parent !== null) node = node.parent
  return node
}

/** Compares after each tag, for as long as all end tags stay inside of the text; gives how many were compared. */
function compare(tags: readonly string[]): number {
  const state = initialState()
  const base = baseOf(state)
  let source = ""
  for (const [index, tag] of tags.entries()) {
    source += tag
    feed(state, tag)
    if (baseOf(state) !== base) return index
    const model = inModel(state)
    const parse5 = inParse5(source)
    // In which order they are opened again is not kept where blocks stand in them.
    if (model.pending !== parse5.pending && sorted(model.pending) === sorted(parse5.pending)) return index
    expect({ source, ...model }).toEqual({ source, ...parse5 })
  }
  return tags.length
}

test.each([
  "<p>|<b>|one|</p>|<p>|two|</b>|</p>",
  "<a>|<p>|t|</a>|</p>",
  "<b>|<i>|x|</b>|y|</i>",
  "<b>|<p>|<i>|x|</b>|y|</i>|</p>",
  "<b>|<p>|<b>|x|</p>|</b>|y|</b>",
  "<b>|<span>|<div>|x|</b>|y|</div>",
  "<a>|<b>|<u>|<i>|<code>|<p>|x|</a>|y|</p>",
  "<a>|<a>|x|</a>",
  "<a>|<div>|1|<a>|2|</a>|</div>",
  "<nobr>|<i>|<nobr>|x",
  "<table>|<tr>|<td>|<b>|x|</td>|<td>|y|</td>|</tr>|</table>|z",
  "<p>|<b>|<table>|<tr>|<td>|<i>|x|</td>|</tr>|</table>|z",
  "<li>|<math>|<mi>|x|</li>|<li>|y",
  "<svg>|<foreignObject>|<b>|<p>|x|</b>|y|</p>|</foreignObject>|</svg>",
  "<b>|<svg>|<foreignObject>|x|</b>|y",
  "<svg>|<g>|<p>|x|</p>",
  "<p>|<svg>|<g>|</p>|x",
  "<form>|<div>|x|</form>|y|</div>",
  "<object>|<b>|x|</object>|y",
  "<div>|</br>|<b>|</br>|x|</b>|</div>",
  "<div>|</input>|x|</div>",
  "<ul>|<li>|<b>|x|</li>|<li>|y|</li>",
  "<button>|<b>|<button>|x",
  "<p>|<b>|</p>|<ul>|<li>|x",
  "<p>|<b>|</p>|<input>|x",
  "<p>|<b>|</p>|<textarea>|</textarea>|<table>|<tr>|<td>|x|</td>",
])("%s", (tags) => {
  const parts = tags.split("|")
  expect(compare(parts)).toBe(parts.length)
})

test("any tags in any order", () => {
  const elements = "a b i u nobr code font p div span ul li dl dt h1 h2 form button object svg g math mi".split(" ")
  const tag = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...elements).map((name) => `<${name}>`) },
    { weight: 5, arbitrary: fc.constantFrom(...elements).map((name) => `</${name}>`) },
    { weight: 2, arbitrary: fc.constantFrom("x", " ", "<br>", "<input>", "</br>", "<!-- c -->") },
  )
  let compared = 0
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 12 }), (tags) => {
      compared += compare(tags)
    }),
    { numRuns: Number(process.env["FUZZ_RUNS"] ?? 2000) },
  )
  expect(compared).toBeGreaterThan(1000)
})
