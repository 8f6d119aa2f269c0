import nunjucks from "nunjucks"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"

/** What a developer is told of names, with these files; the view's template is `a.njk`. */
function told(files: Readonly<Record<string, string>>, assigns: object = { count: 1, step: 2 }): string[] {
  const loader = {
    getSource: (name: string) =>
      files[name] === undefined ? null : { src: files[name], path: `views/${name}`, noCache: false },
  }
  const environment = new nunjucks.Environment([loader as never])
  environment.addGlobal("site", "here")
  const warnings: string[] = []
  const engine = createNunjucksEngine({
    environment,
    development: true,
    warn: (code, text) => code === "LV_UNKNOWN_NAME" && warnings.push(text),
  })
  const renderer = engine.renderer("a.njk", "counter")
  void renderer.render(assigns, undefined, undefined)
  void renderer.render(assigns, undefined, undefined)
  return warnings
}

describe("a name in a template", () => {
  it("that is misspelled is told with its place, the view, and what may be meant", () => {
    expect(told({ "a.njk": "<p>\n  {{ conut }} {{ conut + step }}</p>" })).toEqual([
      "views/a.njk:2:6: `conut` is not an assign of `counter`; did you mean `count`?",
    ])
  })

  it("that is like none is told with what there is", () => {
    expect(told({ "a.njk": '<p class="{{ hue }}"></p>' })).toEqual([
      "views/a.njk:1:14: `hue` is not an assign of `counter`; it has `count`, `step`",
    ])
  })

  it("is looked for in the files that are included and extended, too", () => {
    const files = {
      "a.njk": '{% extends "b.njk" %}{% set mine = 1 %}{% block main %}{% include "c.njk" %}{% endblock %}',
      "b.njk": "<div>{{ mine }}{{ stap }}{% block main %}{% endblock %}</div>",
      "c.njk": "{{ mine }}{{ cuont }}",
    }
    expect(told(files)).toEqual([
      expect.stringMatching(/^views\/b\.njk:1:\d+: `stap`.*did you mean `step`\?$/),
      expect.stringMatching(/^views\/c\.njk:1:\d+: `cuont`.*did you mean `count`\?$/),
    ])
  })

  it.each([
    ["an assign, also one that is undefined", "{{ count }}{{ nothing }}", { count: 1, nothing: undefined }],
    ["a global", "{{ site }}{% for i in range(3) %}{{ i }}{{ loop.index }}{% endfor %}", {}],
    ["set, before or after", "{{ a }}{% set a, b = 1 %}{{ b }}{% set c %}x{% endset %}{{ c }}", {}],
    ["of a loop", "{% for k, v in { a: 1 } %}{{ k }}{{ v }}{% else %}{{ k }}{% endfor %}", {}],
    [
      "of a macro, its parameters, its caller",
      "{% macro m(x, y=1) %}{{ x }}{{ y }}{{ caller() }}{% endmacro %}{% call m(1) %}{% endcall %}",
      {},
    ],
    ["imported", '{% import "m.njk" as m %}{% from "m.njk" import n, n as o %}{{ m.n() }}{{ n() }}{{ o() }}', {}],
    ["asked for with a test, or given a default", '{% if x is defined %}{{ x }}{% endif %}{{ y | default("") }}', {}],
    [
      "a key, a property, a named argument",
      "{{ { key: count }.key }}{{ count.property }}{{ site | replace(old='a', new='b') }}",
      { count: 1 },
    ],
    ["a literal", "{{ true }}{{ none }}{{ null }}", {}],
  ])("is left alone that is %s", (_, source, assigns) => {
    expect(told({ "a.njk": source, "m.njk": "{% macro n() %}{{ unknown }}{% endmacro %}" }, assigns)).toEqual([])
  })
})
