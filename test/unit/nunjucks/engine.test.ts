import nunjucks from "nunjucks"
import { isLiveError, type LiveError } from "../../../src/errors/live-error.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { diff } from "../../../src/render/diff/diff.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { List, Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import {
  changesBetween,
  type Files,
  MemoryLoader,
  plainHtml,
  renderFirst,
  type Setup,
  setUp,
} from "../../support/nunjucks-setup.js"

function failure(run: () => unknown): LiveError {
  try {
    run()
  } catch (error) {
    if (isLiveError(error)) return error
    throw error
  }
  throw new Error("nothing was thrown")
}

/** Renders twice; gives the difference as the wire has it. */
function change(setup: Setup, before: object, after: object): unknown {
  const tree = renderFirst(setup.renderer, before)
  const next = setup.renderer.render(after, changesBetween(before, after), tree) as Rendered
  return diff(tree, next, new TemplateTable())
}

describe("tracking", () => {
  test("an unchanged render gives the same tree back", () => {
    const setup = setUp({
      main: "<p>{{ a }}</p>{% if a %}<b>{{ b }}</b>{% endif %}{% for x in xs %}{{ x }}{% endfor %}",
    })
    const context = { a: 1, b: 2, xs: [1, 2] }
    const tree = renderFirst(setup.renderer, context)
    expect(setup.renderer.render(context, changesBetween(context, context), tree)).toBe(tree)
  })

  test("a row that did not change is not evaluated, wherever it went", () => {
    const seen: number[] = []
    const environment = new nunjucks.Environment(
      new MemoryLoader({ main: "<ul>{% for r in rows key=r.id %}<li>{{ r | note }}{{ other }}</li>{% endfor %}</ul>" }),
    )
    environment.addFilter("note", (row: { id: number }) => seen.push(row.id))
    const engine = createNunjucksEngine({ environment, development: false, warn: () => undefined })
    const renderer = engine.renderer("main")
    const rows = Array.from({ length: 5 }, (_, id) => ({ id }))
    let context: { rows: object[]; other: number; unread: number } = { rows, other: 1, unread: 1 }
    let tree = renderFirst(renderer, context)
    const next = (after: typeof context): number[] => {
      seen.length = 0
      tree = renderer.render(after, changesBetween(context, after), tree) as Rendered
      context = after
      return [...seen]
    }
    expect(next({ ...context, rows: [{ id: 9 }, ...rows] })).toEqual([9])
    expect(next({ ...context, rows: context.rows.toReversed() })).toEqual([])
    expect(next({ ...context, rows: context.rows.with(2, { id: 2 }) })).toEqual([2])
    expect(next({ ...context, unread: 2 })).toEqual([])
    expect(next({ ...context, rows: context.rows.toSpliced(1, 1) })).toEqual([])
    expect(next({ ...context, other: 2 })).toEqual([])
    expect(toHtml(tree)).toContain("2</li>")
  })

  const bodies: readonly [what: string, body: string, head?: string][] = [
    ["an include", '{% include "row" %}'],
    ["an include that imports and sets", '{% include "busy" %}'],
    ["a set", "{% set n = r | note %}<i>{{ n }}{{ other }}</i>"],
    [
      "a set in each branch",
      "{% if r.id > 1 %}{% set n = r | note %}{% else %}{% set n = r | note %}{% endif %}{{ n }}",
    ],
    [
      "a call of a macro",
      "{% call box(other) %}{{ r | note }}{% endcall %}",
      "{% macro box(a) %}{{ a }}{{ caller() }}{% endmacro %}",
    ],
    ["a loop that sets", "{% for k in [1] %}{% set n = r | note %}{{ n }}{% endfor %}"],
  ]
  test.each(bodies)("a row whose body has %s is not evaluated if it did not change", (_what, body, head = "") => {
    const seen: number[] = []
    const environment = new nunjucks.Environment(
      new MemoryLoader({
        main: `${head}<ul>{% for r in rows key=r.id %}<li>${body}</li>{% endfor %}</ul>`,
        row: "{{ r | note }}{{ other }}",
        busy: '{% from "lib" import b %}{% set n = r | note %}{{ b(n) }}{{ other }}',
        lib: "{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}",
      }),
    )
    environment.addFilter("note", (row: { id: number }) => {
      seen.push(row.id)
      return row.id
    })
    const engine = createNunjucksEngine({ environment, development: false, warn: () => undefined })
    const renderer = engine.renderer("main")
    const rows = Array.from({ length: 4 }, (_, id) => ({ id }))
    let context: { rows: object[]; other: number } = { rows, other: 1 }
    let tree = renderFirst(renderer, context)
    const next = (after: typeof context): number[] => {
      seen.length = 0
      tree = renderer.render(after, changesBetween(context, after), tree) as Rendered
      context = after
      expect(toHtml(tree)).toBe(toHtml(renderFirst(engine.renderer("main"), after)))
      return seen.slice(0, seen.length - after.rows.length)
    }
    expect(next({ ...context, rows: context.rows.with(2, { id: 2 }) })).toEqual([2])
    expect(next({ ...context, rows: [{ id: 9 }, ...context.rows] })).toEqual([9])
    expect(next({ ...context, rows: context.rows.toReversed() })).toEqual([])
    expect(next({ ...context, rows: context.rows.toSpliced(1, 1) })).toEqual([])
  })

  test.each([
    ["a set that the next item sees", "{% if r.on %}{% set n = r.id %}{% endif %}{{ n }}"],
    ["a set of a name that stands further out", "{% set out = out + r.id %}{{ out }}"],
    ["an include whose loops set what stands further out", '{% include "leaky" %}{{ out }}'],
    ["a function that nobody knows", "{{ r.f() }}"],
  ])("a row whose body has %s is evaluated every time", (_what, body) => {
    const files = {
      main: `{% set out = start %}{% for r in rows %}<li>${body}</li>{% endfor %}{{ out }}`,
      leaky: "{% for k in [1] %}{% set out = out + r.id %}{% endfor %}",
    }
    const setup = setUp(files)
    const f = (): string => "f"
    const rows = Array.from({ length: 4 }, (_, id) => ({ id, on: id === 1, f }))
    const before = { rows, start: 1 }
    for (const after of [
      { ...before, rows: rows.with(1, { id: 7, on: true, f }) },
      { ...before, start: 2 },
    ]) {
      const tree = renderFirst(setup.renderer, before)
      const next = setup.renderer.render(after, changesBetween(before, after), tree) as Rendered
      expect(toHtml(next)).toBe(plainHtml(files, after))
    }
    expect(setup.warnings).toEqual([])
  })

  test.each([
    ["a loop", "{% macro m() %}{{ x }}{% endmacro %}{% for x in rows %}<i>{{ m() }}</i>{% endfor %}"],
    [
      "a parameter",
      "{% macro m() %}{{ x }}{% endmacro %}{% macro n(x) %}{{ m() }}{{ x }}{% endmacro %}<p>{{ n(1) }}</p>",
    ],
    ["a loop over pairs", '{% for x, y in pairs %}<i>{% include "part" %}</i>{% endfor %}'],
  ])("what is read behind the back of %s that has a name of the same text is seen to change", (_what, main) => {
    const files = { main, part: "{{ x }}" }
    const setup = setUp(files)
    const before = { x: 1, rows: [1, 2], pairs: [[5, 6]] }
    const after = { ...before, x: 2 }
    const tree = renderFirst(setup.renderer, before)
    const next = setup.renderer.render(after, changesBetween(before, after), tree) as Rendered
    expect(toHtml(next)).toBe(plainHtml(files, after))
  })

  test("an object that was changed in place is evaluated again, all that depends on it included", () => {
    const setup = setUp({
      main: "{% macro m(r) %}<i>{{ r.n }}</i>{% endmacro %}{% set first = rows[0] %}{{ first.n }}{% for r in rows %}{{ m(r) }}{{ r.n }}{% endfor %}",
    })
    const context = { rows: [{ n: "a" }, { n: "b" }] }
    const tree = renderFirst(setup.renderer, context)
    ;(context.rows[0] as { n: string }).n = "z"
    const next = setup.renderer.render(context, { dirty: new Set(), mutated: new Set(["rows"]) }, tree) as Rendered
    expect(toHtml(next)).toBe("z<i>z</i>z<i>b</i>b")
  })

  test("what is registered as impure is evaluated in every render, other functions of the environment are not", () => {
    let calls = 0
    const environment = new nunjucks.Environment(new MemoryLoader({ main: "{{ now() }}{{ pure() }}{{ a }}" }))
    environment.addGlobal("now", () => ++calls)
    environment.addGlobal("pure", () => ++calls)
    const engine = createNunjucksEngine({ environment, impure: ["now"], development: false, warn: () => undefined })
    const renderer = engine.renderer("main")
    const tree = renderer.render({ a: 1 }, undefined, undefined) as Rendered
    const next = renderer.render({ a: 2 }, changesBetween({ a: 1 }, { a: 2 }), tree) as Rendered
    expect([toHtml(tree), toHtml(next)]).toEqual(["121", "322"])
  })

  test("one cell of a table is one value on the wire", () => {
    const setup = setUp({
      main: "<table><tbody>{% for r in rows key=r.id %}<tr><td>{{ r.id }}</td><td>{{ r.n }}</td></tr>{% endfor %}</tbody></table>",
    })
    const rows = Array.from({ length: 1000 }, (_, id) => ({ id, n: "n" }))
    expect(change(setup, { rows }, { rows: rows.with(700, { id: 700, n: "new" }) })).toEqual({
      0: { 700: { 1: "new" } },
    })
  })

  test("keys that occur twice do not break a list", () => {
    const setup = setUp({ main: "{% for r in rows key=r.id %}<p>{{ r.n }}</p>{% endfor %}" })
    const before = {
      rows: [
        { id: 1, n: "a" },
        { id: 1, n: "b" },
      ],
    }
    const after = { rows: [{ id: 2, n: "c" }, ...before.rows] }
    const tree = renderFirst(setup.renderer, before)
    const next = setup.renderer.render(after, changesBetween(before, after), tree) as Rendered
    expect(toHtml(next)).toBe("<p>c</p><p>a</p><p>b</p>")
    expect((next[1] as List).keys).toEqual([2, 1, 1])
  })

  test("equal branches at different places do not take over each other's values", () => {
    const setup = setUp({ main: "{% if on %}<b>{{ x }}</b>{% else %}<b>{{ y }}</b>{% endif %}" })
    expect(change(setup, { on: true, x: 1, y: 2 }, { on: false, x: 1, y: 2 })).not.toBeNull()
  })
})

describe("files", () => {
  test("a template that changed is compiled again, with the files that use it", () => {
    const loader = new MemoryLoader({ main: '{% include "part" %}', part: "one" })
    loader.noCache = true
    const environment = new nunjucks.Environment(loader)
    const engine = createNunjucksEngine({ environment, development: true, warn: () => undefined })
    const renderer = engine.renderer("main")
    expect(toHtml(renderer.render({}, undefined, undefined) as Rendered)).toBe("one")
    loader.files["part"] = "<b>two</b>"
    expect(toHtml(renderer.render({}, undefined, undefined) as Rendered)).toBe("<b>two</b>")
    loader.files["main"] = '<p>{% include "part" %}</p>'
    expect(toHtml(renderer.render({}, undefined, undefined) as Rendered)).toBe("<p><b>two</b></p>")
  })

  test.each(['{% include "part" %}', '{% import "part" as part with context %}'])(
    "what a file sets is not set in the one that has it, nor in the assigns: %s",
    (tag) => {
      const setup = setUp({ main: `${tag}<p>{{ a }}{{ b }}</p>`, part: "{% set a = 2 %}{% set b = 3 %}" })
      const assigns = { a: 1 }
      expect(toHtml(renderFirst(setup.renderer, assigns))).toBe("<p>1</p>")
      expect(assigns).toEqual({ a: 1 })
    },
  )

  test("a name that means another file from one render to the next is looked up in each", () => {
    const environment = new nunjucks.Environment(new MemoryLoader({ "a/main": "of a", "b/main": "of b" }))
    let tenant = "a"
    Object.assign(environment, {
      resolveTemplate: (_loader: unknown, _parent: unknown, name: string) => `${tenant}/${name}`,
    })
    const engine = createNunjucksEngine({ environment, development: false, warn: () => undefined })
    const renderer = engine.renderer("main")
    const shown = (): string => toHtml(renderer.render({}, undefined, undefined) as Rendered)
    expect([shown(), shown()]).toEqual(["of a", "of a"])
    tenant = "b"
    expect(shown()).toBe("of b")
  })

  test("nunjucks renders the same file for layouts, keyed lists included", () => {
    const { engine } = setUp({ main: "{% for r in rows | keyed('id') %}{{ r.id }}{% endfor %}" })
    expect(engine.render("main", { rows: [{ id: 1 }] })).toBe("1")
  })

  test("a missing template says so, with the name", () => {
    const { engine } = setUp({})
    expect(failure(() => renderFirst(engine.renderer("nope"), {})).code).toBe("LV_TEMPLATE_MISSING")
  })
})

describe("errors", () => {
  const cases: readonly [source: string, place: string, text: RegExp][] = [
    ["a\nb {% if %}", "main:2:", /unexpected token|expected/],
    ["a\n{{ x | nope }}", "main:2:", /filter not found: nope/],
    ["<p>\n\n{{ missing() }}</p>", "main:3:", /Unable to call `missing`/],
    ["<p>\n{{ x.y.z() }}", "main:2:", /Unable to call/],
    ['{% include "nope" %}', "main:1:", /template not found: nope/],
    ["{% block a %}{% endblock %}{% block a %}{% endblock %}", "main:1:", /defined more than once/],
    ["\n<a onclick='f({{ x }})'>", "main:2:", /live-click/],
    ["<script>var x = {{ x }}</script>", "main:1:", /application\/json/],
    ["<iframe srcdoc='{{ x }}'></iframe>", "main:1:", /srcdoc/],
    ["<html>{{ x }}</html>", "main:1:", /layout/],
    ["<body>", "main:1:", /layout/],
    ["{% asyncEach a in x %}{% endeach %}", "main:1:", /mount/],
    ["{% asyncAll a in x %}{% endall %}", "main:1:", /mount/],
    ["{% ifAsync x %}{% endif %}", "main:1:", /mount/],
    ["{{ x | later }}", "main:1:", /asynchronous.*mount/],
    // A template that ends too early: where what is not closed begins, or where it ends.
    ["<p>\n{% if x %}a\n\n", "main:2:4", /got end of file/],
    ["{% if x %}\n{% for a in x %}{{ a }}\n", "main:2:4", /end of file/],
    ["{% block a %}\n{% if x %}{% endif %}\n", "main:1:4", /end of file/],
    ["\n{% set a %}x", "main:2:4", /end of file/],
    ["{% if x %}\n{{ x ", "main:2:", /expected variable end/],
    ["{% if x %}\n{{ [1, ", "main:2:", /expected expression/],
    ["\n{{ x(1", "main:2:", /the template ends here, within a tag/],
    ["\n{% macro f(", "main:2:", /the template ends here, within a tag/],
    ["\n{# x", "main:2:1", /expected end of comment/],
    ["\n{{ x }}{# x", "main:2:8", /expected end of comment/],
  ]
  test.each(cases)("%j fails at %s", (main, place, text) => {
    const { renderer } = setUp({ main }, {}, (env) => env.addFilter("later", () => undefined, true))
    const error = failure(() => renderFirst(renderer, { x: {} }))
    expect(error.code).toMatch(/^LV_TEMPLATE_(COMPILE|RENDER)$/)
    expect(error.message).toMatch(text)
    expect(error.message).toContain(place)
    expect(error.frame).toContain("> ")
  })

  test("an error in an included file names that file", () => {
    const { renderer } = setUp({ main: '<p>{% include "part" %}</p>', part: "\n\n{{ gone() }}" })
    expect(failure(() => renderFirst(renderer, {})).message).toContain("part:3:")
  })

  test("throwOnUndefined holds", () => {
    const { renderer } = setUp({ main: "a\n<p>{{ nothing }}</p>" }, { throwOnUndefined: true })
    expect(failure(() => renderFirst(renderer, {})).message).toMatch(/undefined value.*main:2/s)
  })
})

describe("warnings", () => {
  const cases: readonly [source: string, warning: RegExp][] = [
    ["<ul>\n{% for r in x %}<li>{{ r }}{% endfor %}</ul>", /^LV_REGION: main:2:\d+: .*<li>/],
    ["<table>{% for r in x %}<tr></tr>{% endfor %}</table>", /^LV_REGION: .*tbody/],
    ["{% if x %}<a>{% endif %}t{% if x %}</a>{% endif %}", /^LV_REGION: .*caller\(\)/],
    [
      '<button disabled="{{ x }}">t</button>',
      /^LV_BOOLEAN_ATTRIBUTE: main:1:\d+: "disabled" is .*\{\{ "disabled" if … \}\}/,
    ],
    ["<p {{ x }}>t</p>", /^LV_COMPUTED_NAME: main:1:\d+: .*title="\{\{ … \}\}"/],
    ["<p {{ x }}='{{ y }}'>t</p>", /^LV_COMPUTED_NAME: main:1:7: /],
    ["<{{ x }}>t</{{ x }}>", /^LV_COMPUTED_NAME: main:1:\d+: a value is the name of a tag/],
    ["<a href={{ x }}>t</a>", /^LV_UNQUOTED: main:1:\d+: .*href="…"/],
    [
      "{% if false %}{{ x | uper }}{% endif %}",
      /^LV_UNKNOWN_NAME: main:1:\d+: there is no filter "uper". Did you mean "upper"\?/,
    ],
    ["{% set p = 'part' %}<div>{% include p %}</div>", /^LV_REGION: main: the view is updated as a whole/],
  ]
  test("nothing is said of attributes right behind the name of a tag, as long as the name does not go on", () => {
    const { renderer, warnings } = setUp({
      main: "{% macro all(o) %}{{ o | safe }}{% endmacro %}<input {{- all(x) }}><s{{ y }}></s>",
    })
    const tree = renderFirst(renderer, { x: ' a="1"', y: "" })
    expect(warnings).toEqual([])
    const next = renderer.render({ x: ' a="2"', y: "" }, { dirty: new Set(["x"]), mutated: new Set() }, tree)
    expect(diff(tree, next as Rendered, new TemplateTable())).toEqual({ 0: { a: { a: "2" } } })
    expect(toHtml(renderFirst(renderer, { x: "", y: "pan" }))).toBe("<input><span></s>")
    expect(warnings).toEqual([expect.stringMatching(/^LV_REGION: main: the view is updated as a whole/)])
  })

  test("elements whose attributes are chosen are the same whatever is chosen, so nothing becomes a region", () => {
    const open = "<div{% if x %} class='x'{% endif %}>"
    const { renderer, warnings } = setUp({ main: `{% if x %}${open.repeat(5)}{{ x }}${"</div>".repeat(5)}{% endif %}` })
    renderFirst(renderer, { x: 1 })
    expect(warnings).toEqual([])
  })

  test("tags that are opened or not, as often as that stands in a template, are compiled at a cost that follows its length", () => {
    const part = (name: string) => `{% if ${name} %}<b class="${name}">{{ x }}{% endif %}`
    const main = Array.from({ length: 60 }, (_, n) => part(`a${n}`)).join("")
    const { renderer, warnings } = setUp({ main: `<div>${main}</div>{{ x }}` })
    const tree = renderFirst(renderer, { a3: true, x: 1 })
    const changes = { dirty: new Set(["a59", "x"]), mutated: new Set<string>() }
    const next = renderer.render({ a3: true, a59: true, x: 2 }, changes, tree) as Rendered
    expect(toHtml(next)).toBe('<div><b class="a3">2<b class="a59">2</div>2')
    expect(warnings).toContainEqual(expect.stringMatching(/^LV_REGION/))
  })

  test.each(cases)("%j is said once", (main, warning) => {
    const files: Files = { main, part: "</div><div><div>" }
    const { renderer, warnings } = setUp(files)
    renderFirst(renderer, { x: [] })
    renderFirst(renderer, { x: [] })
    expect(warnings.filter((text) => warning.test(text))).toHaveLength(1)
  })
})

describe("the check for stale parts", () => {
  test("names the line of what changed without being assigned", () => {
    const { renderer, warnings } = setUp({
      main: "<ul>\n{% for r in rows %}<li>{{ r.n }}</li>{% endfor %}</ul>{{ a }}",
    })
    const context = { rows: [{ n: 1 }, { n: 2 }], a: 1 }
    const tree = renderFirst(renderer, context)
    ;(context.rows[1] as { n: number }).n = 3
    renderer.render({ ...context, a: 2 }, { dirty: new Set(["a"]), mutated: new Set() }, tree)
    expect(warnings).toEqual([expect.stringMatching(/^LV_STALE: main:2: .*impure/)])
  })

  test("says nothing of what is new in every render", () => {
    let now = 0
    const environment = new nunjucks.Environment(
      new MemoryLoader({ main: "{{ now() }}{{ a }}{% if a %}{{ a }}{% endif %}" }),
    )
    environment.addGlobal("now", () => ++now)
    const warnings: string[] = []
    const engine = createNunjucksEngine({
      environment,
      impure: ["now"],
      development: true,
      warn: (code) => warnings.push(code),
    })
    const renderer = engine.renderer("main")
    const tree = renderFirst(renderer, { a: 1 })
    renderer.render({ a: 2 }, changesBetween({ a: 1 }, { a: 2 }), tree)
    expect(warnings).toEqual([])
  })
})

describe("a safe value that would end its attribute", () => {
  test.each([
    ['<p title="{{ x }}"></p>', '"', '<p title="&quot;"></p>'],
    ["<p title='{{ x }}'></p>", "'", "<p title='&#39;'></p>"],
    ["<p title='{{ x }}'></p>", '"', "<p title='\"'></p>"],
  ])("%s with %s has its quote escaped", (main, value, html) => {
    const { renderer } = setUp({ main })
    expect(toHtml(renderFirst(renderer, { x: new nunjucks.runtime.SafeString(value) }))).toBe(html)
  })

  test("is told of in development, once, with its line", () => {
    const { renderer, warnings } = setUp({ main: `<p\ntitle="a {{ x | safe }}">{{ x | safe }}{{ x }}</p>` })
    for (const x of ["it's", 'q"q', '"']) renderFirst(renderer, { x })
    expect(warnings).toEqual([expect.stringMatching(/^LV_QUOTE: main:2: a safe value has a " in it/)])
  })
})

describe("reading files again", () => {
  it("outlives a file that is being replaced: it counts as changed", () => {
    let reads = (): { src: string; path: string; noCache: boolean } => ({
      src: "<p>{{ a }}</p>",
      path: "a",
      noCache: true,
    })
    const loader = { getSource: () => reads() }
    const environment = new nunjucks.Environment([loader as never])
    const engine = createNunjucksEngine({ environment, development: true, warn: () => undefined })
    const renderer = engine.renderer("a")
    const shown = (): string => toHtml(renderer.render({ a: 1 }, undefined, undefined) as Rendered)
    expect(shown()).toBe("<p>1</p>")
    reads = () => {
      throw new Error("ENOENT")
    }
    expect(() => engine.reload()).not.toThrow()
    expect(shown).toThrow(expect.objectContaining({ code: "LV_TEMPLATE_MISSING" }))
    reads = () => ({ src: "<b>{{ a }}</b>", path: "a", noCache: true })
    expect(shown()).toBe("<b>1</b>")
  })
})
