/** What only the render decides, and closes an element that it stands in: then the view is a region, and a warning says where. */

import { Region, type Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { changesBetween, type Files, plainHtml, renderFirst, setUp } from "../../support/nunjucks-setup.js"

function isWhole(tree: Rendered): boolean {
  return tree.length === 2 && tree[1] instanceof Region
}

/** Renders with `a` true, false, true; tells when the view was a region, and the warnings. */
function follow(source: Files | string): { readonly whole: readonly boolean[]; readonly warnings: readonly string[] } {
  const files = typeof source === "string" ? { main: source } : source
  const { renderer, warnings } = setUp(files)
  let context = { a: true, b: "b" }
  let tree = renderFirst(renderer, context)
  const whole = [isWhole(tree)]
  for (const a of [false, true]) {
    const next = { ...context, a }
    tree = renderer.render(next, changesBetween(context, next), tree) as Rendered
    context = next
    expect(toHtml(tree)).toBe(plainHtml(files, context))
    whole.push(isWhole(tree))
  }
  return { whole, warnings: warnings.filter((text) => text.startsWith("LV_REGION")) }
}

const inside = (element: string): string => `{% macro m() %}<${element}>{{ caller() }}</${element}>{% endmacro %}`
const call = (content: string): string => `{% call m() %}${content}{% endcall %}`

test.each<[where: string, files: Files | string]>([
  ["the body of a call, in a <p> of the macro", `${inside("p")}{{ a }}${call("<div>x</div>")}`],
  [
    "a block of a child",
    { main: `{% extends "base" %}{% block c %}<ul></ul>{% endblock %}`, base: "<p>{% block c %}{% endblock %}</p>" },
  ],
  [
    "a macro as a value",
    `{% macro t() %}<div>x</div>{% endmacro %}{% macro m(f) %}<p>{{ f() }}</p>{% endmacro %}{{ m(t) }}`,
  ],
  ["a tree that was set", `{% macro t() %}<div>x</div>{% endmacro %}{% set v = t() %}<p>{{ v }}</p>`],
  ["an `or`", `{% macro t() %}<div>x</div>{% endmacro %}<p>{{ u or t() }}</p>`],
  ["a list in the body of a call", `${inside("p")}${call("{% for x in [1, 2] %}<h2>{{ x }}</h2>{% endfor %}")}`],
  [
    "what the body of a call includes",
    { main: `${inside("p")}${call("<b>{% include 'd' %}</b>")}`, d: "<div>{{ b }}</div>" },
  ],
  ["a list item in a list item", `${inside("li")}${call("<b><li>x</li></b>")}`],
  ["a link in a link", `${inside("a")}${call("<b><a>x</a></b>")}`],
  ["a button in a button", `${inside("button")}${call("<div><button>x</button></div>")}`],
  ["a heading in a heading", `${inside("h1")}${call("<h2>x</h2>")}`],
  ["an option in an option", `<select>${inside("option")}${call("<option>x</option>")}</select>`],
  [
    "a row in a cell",
    `{% macro m() %}<table><tbody><tr><td>{{ caller() }}</td></tr></tbody></table>{% endmacro %}${call("<tr><td>x</td></tr>")}`,
  ],
  ["a definition in a definition", `${inside("dd")}<dl>${call("<dt>x</dt>")}</dl>`],
  [
    "an element in an option, in a branch",
    "<select>{% for x in [1] %}<option>{% if b %}<i>x</i>{% endif %}</option>{% endfor %}</select>",
  ],
  ["HTML in svg", `{% macro m() %}<svg><text>{{ caller() }}</text></svg>{% endmacro %}${call("<i>{{ b }}</i>")}`],
  ["a form in a form", `${inside("form")}${call("<div><form>x</form></div>")}`],
])("%s", (_where, files) => {
  const { whole, warnings } = follow(files)
  expect(whole).toEqual([true, true, true])
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/:1:\d+: what stands here in this render closes the <\w+> around it/)
})

test.each<[where: string, files: Files | string]>([
  [
    "options of a loop",
    "<select>{% for x in [1, 2] %}<option{% if a %} selected{% endif %}>{{ x }}</option>{% endfor %}</select>",
  ],
  ["text in a <p>", `${inside("p")}${call("<b>{{ a }}</b>")}`],
  ["a block in a button in a <p>", `${inside("p")}${call("<button><div>{{ a }}</div></button>")}`],
  ["a list in a list item", `${inside("li")}${call("<ul><li>{{ a }}</li></ul>")}`],
  [
    "a table in a cell",
    `${inside("td")}<table><tbody><tr>${call("<table><tr><td>{{ a }}</td></tr></table>")}</tr></tbody></table>`,
  ],
  [
    "a block in a <div> in a list item",
    `{% macro m() %}<li><div>{{ caller() }}</div></li>{% endmacro %}${call("<div>{{ a }}</div>")}`,
  ],
  ["a <p> behind a <p>", `{% macro m() %}<div><p>x</p>{{ caller() }}</div>{% endmacro %}${call("<p>{{ a }}</p>")}`],
])("what closes nothing stays a tree: %s", (_where, files) => {
  const { whole, warnings } = follow(files)
  expect(whole).toEqual([false, false, false])
  expect(warnings).toEqual([])
})

test("the view is a region only in renders in which something closes an element", () => {
  const files = { main: `<p>{% include "d" if a else "e" %}</p>`, d: "<div>{{ b }}</div>", e: "<b>{{ b }}</b>" }
  expect(follow(files).whole).toEqual([true, false, true])
})
