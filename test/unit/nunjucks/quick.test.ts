import { toHtml } from "../../../src/render/write-html.js"
import { plainHtml, renderFirst, setUp } from "./support.js"

test.each([
  ["<p>{{ x }}</p>", { x: "<a>" }],
  ["<p class='{{ x }} b'>{{ x }} {{ y }}</p>", { x: "<a>", y: 3 }],
  ["{% if x %}<b>{{ x }}</b>{% else %}no{% endif %}", { x: 1 }],
  [
    "<ul>{% for r in rows %}<li>{{ loop.index }} {{ r.name }}</li>{% else %}none{% endfor %}</ul>",
    { rows: [{ name: "a" }, { name: "b" }] },
  ],
  [
    "{% set a = x %}{{ a }}{% macro m(p, q=2) %}<i>{{ p }}{{ q }}</i>{% endmacro %}{{ m(1) }}{{ m(1, q=3) }}{{ m('x') | upper }}",
    { x: 1 },
  ],
  ["{% macro m(p) %}<i>{{ p }}{{ caller() }}</i>{% endmacro %}{% call m(1) %}hey {{ x }}{% endcall %}", { x: 1 }],
  ["{% switch x %}{% case 1 %}one{% case 2 %}{% case 3 %}three{% default %}d{% endswitch %}", { x: 2 }],
  ["{% filter upper %}a{{ x }}{% endfilter %}", { x: "b" }],
  ["<div>{% if x %}<a>{% endif %}t{% if x %}</a>{% endif %}</div>{{ x }}", { x: "b" }],
])("equals nunjucks: %s", (main, context) => {
  const { renderer } = setUp({ main })
  expect(toHtml(renderFirst(renderer, context))).toBe(plainHtml({ main }, context))
})
