/** Values in places where escaping does not help: the render that comes to such a place fails, others do not. */

import nunjucks from "nunjucks"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import {
  changesBetween,
  type Files,
  MemoryLoader,
  plainHtml,
  renderFirst,
  setUp,
} from "../../support/nunjucks-setup.js"

const listeners =
  "{% macro button(params) %}<button>{{ params.text }}</button>{% if params.listeners %}<script>" +
  "document.addEventListener('{{ params.listeners }}')</script>{% endif %}{% endmacro %}"

const branches: readonly (readonly [where: string, files: Files])[] = [
  ["a branch", { main: "<b>{{ a }}</b>{% if on %}<script>let v = {{ v }}</script>{% endif %}" }],
  ["a loop", { main: "<b>{{ a }}</b>{% for v in on or [] %}<a onclick='f({{ v }})'></a>{% endfor %}" }],
  ["a case", { main: "<b>{{ a }}</b>{% switch on %}{% case true %}<script src='{{ v }}'></script>{% endswitch %}" }],
  ["a branch in an attribute", { main: "<b>{{ a }}</b><a onclick='f({% if on %}{{ v }}{% endif %})'></a>" }],
  ["a branch in a script", { main: "<b>{{ a }}</b><script>let x{% if on %} = {{ v }}{% endif %}</script>" }],
  [
    "a branch in a shadow root",
    { main: '<b>{{ a }}</b>{% if on %}<template shadowrootmode="open">{{ v }}</template>{% endif %}' },
  ],
  [
    "a text that is set",
    { main: "<b>{{ a }}</b>{% if on %}{% set s %}<script>{{ v }}</script>{% endset %}{{ s | safe }}{% endif %}" },
  ],
  [
    "an attribute in a text that is set",
    { main: "<b>{{ a }}</b>{% set s %}<i{% if on %} onclick='f({{ v }})'{% endif %}>x</i>{% endset %}{{ s | safe }}" },
  ],
  [
    "a name in a text that is set",
    {
      main: "<b>{{ a }}</b>{% set s %}<i {{ 'onclick' if on else 'title' }}='{{ v }}'>x</i>{% endset %}{{ s | safe }}",
    },
  ],
  [
    "a block of a filter",
    { main: "<b>{{ a }}</b>{% if on %}{% filter safe %}<script>{{ v }}</script>{% endfilter %}{% endif %}" },
  ],
  ["a macro", { main: "{% macro m() %}<script>{{ v }}</script>{% endmacro %}<b>{{ a }}</b>{{ m() if on }}" }],
  [
    "a macro of another file",
    { main: '{% from "lib" import button %}<b>{{ a }}</b>{{ button({ text: a, listeners: on }) }}', lib: listeners },
  ],
  [
    "an included file",
    { main: '<b>{{ a }}</b>{% include "p" %}', p: "{% if on %}<script>{{ v }}</script>{% endif %}" },
  ],
  [
    "a file that is included in a script",
    { main: '<b>{{ a }}</b><script>{% include "p" %}</script>', p: "let x{% if on %} = {{ v }}{% endif %}" },
  ],
  [
    "a file of a computed name in a script",
    { main: '<b>{{ a }}</b><script>{% include "p" if on else "q" %}</script>', p: "let x = {{ v }}", q: "let y" },
  ],
  [
    "a block of a child in a script",
    {
      main: '{% extends "base" %}{% block s %}let x{% if on %} = {{ v }}{% endif %}{% endblock %}',
      base: "<b>{{ a }}</b><script>{% block s %}{% endblock %}</script>",
    },
  ],
  ["a block in an attribute", { main: "<b>{{ a }}</b><a onclick='{% block s %}f({{ v if on }}){% endblock %}'></a>" }],
  ["a custom call", { main: "<b>{{ a }}</b>{% if on %}<script>{% call m() %}x{% endcall %}</script>{% endif %}" }],
]

test.each(branches.filter(([where]) => where !== "a block in an attribute"))(
  "a value in %s keeps only the render from working that comes there",
  (_, files) => {
    const { renderer } = setUp(files)
    const off = { a: 1, v: "VALUE", on: false }
    let tree = renderFirst(renderer, off)
    expect(toHtml(tree)).toBe(plainHtml(files, off))
    const next = { ...off, a: 2 }
    tree = renderer.render(next, changesBetween(off, next), tree) as typeof tree
    expect(toHtml(tree)).toContain("<b>2</b>")
    const on = { ...next, on: [1] }
    for (const render of [
      () => renderer.render({ ...next, on: true }, changesBetween(next, { ...next, on: true }), tree),
      () => renderer.render(on, changesBetween(next, on), tree),
      () => renderFirst(renderer, { ...off, on: [1] }),
      () => renderFirst(renderer, { ...off, on: true }),
    ]) {
      try {
        expect(toHtml(render() as typeof tree)).not.toContain("VALUE")
      } catch (error) {
        expect(error).toMatchObject({ code: "LV_TEMPLATE_COMPILE" })
      }
    }
    expect(() => [renderFirst(renderer, on), renderFirst(renderer, { ...on, on: true })]).toThrow(
      expect.objectContaining({ code: "LV_TEMPLATE_COMPILE" }),
    )
  },
)

test.each(branches)("a value in %s never comes out, whatever is chosen", (_, files) => {
  for (const autoescape of [true, false]) {
    const { renderer } = setUp(files, { autoescape })
    for (const on of [true, [1], "x", { a: 1 }]) {
      let html = ""
      try {
        html = toHtml(renderFirst(renderer, { a: 1, v: "VALUE", on }))
      } catch (error) {
        expect(error).toMatchObject({ code: "LV_TEMPLATE_COMPILE" })
      }
      expect(html).not.toContain("VALUE")
    }
  }
})

test("a warning tells of the place when the template is compiled, with the file that it is in and a code frame", () => {
  const { renderer, warnings } = setUp({
    main: '{% from "lib" import button %}\n\n  {{ button({ text: a }) }}',
    lib: listeners,
  })
  renderFirst(renderer, { a: 1 })
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/^LV_PLACE_REFUSED: lib:1:\d+: a value cannot stand in the source of a script/)
  expect(warnings[0]).toContain("> 1 | {% macro button(params) %}")
})

test("an error names the file that the place is in and shows its text, also where another file calls it", () => {
  const files = {
    main: '\n\n<p>main{% from "b" import n %}{{ n() }}</p>',
    b: "one\ntwo {% macro n() %}<script>{{ 1 }}</script>{% endmacro %}",
  }
  expect(() => renderFirst(setUp(files).renderer, {})).toThrow(/\(b:2:\d+\)\n\n.*> 2 \| two {% macro n/s)
})

test.each<[what: string, files: Files]>([
  ["a macro", { main: '\n{% from "b" import n %}\n\n{{ n() }}', b: "one\n{% macro n() %}{{ bad() }}{% endmacro %}" }],
  [
    "a module's macro",
    { main: '\n{% import "b" as b %}\n\n{{ b.n() }}', b: "1\n{% macro n() %}{{ bad() }}{% endmacro %}" },
  ],
  ["an include", { main: '\n\n\n{% include "b" %}', b: "one\n{{ bad() }}" }],
  ["a parent", { main: '{% extends "b" %}', b: "one\n{{ bad() }}" }],
])("what fails in %s of another file is told with that file's place", (_, files) => {
  expect(() => renderFirst(setUp(files).renderer, {})).toThrow(/\(b:2:\d+\)\n\n.*> 2 \| .*bad\(\)/s)
})

test("in production files are not looked at again in each render, in development they are", () => {
  const reads = (development: boolean): number => {
    const loader = new MemoryLoader({ main: '{% include "part" %}', part: "<b>{{ a }}</b>" })
    loader.noCache = true
    const read = jest.spyOn(loader, "getSource")
    const environment = new nunjucks.Environment(loader)
    const renderer = createNunjucksEngine({ environment, development, warn: () => undefined }).renderer("main")
    renderer.render({ a: 1 }, undefined, undefined)
    read.mockClear()
    for (let a = 2; a < 5; a++) renderer.render({ a }, undefined, undefined)
    return read.mock.calls.length
  }
  expect(reads(false)).toBe(0)
  expect(reads(true)).toBeGreaterThanOrEqual(3)
})
