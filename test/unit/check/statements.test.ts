/** Each kind of node as TypeScript. `__a` is the assigns, `__lm` the declarations beside the generated code. */

import type nunjucks from "nunjucks"
import { attr } from "../../../src/component/attribute.js"
import { component } from "../../../src/component/component.js"
import { slot } from "../../../src/component/slot.js"
import { html } from "../../../src/render/values/html.js"
import { environmentOf, translateTemplate } from "../../support/check-templates.js"

const lines = (
  template: string,
  others: Record<string, string> = {},
  environment?: nunjucks.Environment,
): readonly string[] => translateTemplate(template, others, environment).lines

const value = (template: string): string => {
  const [line = ""] = lines(template)
  return line.replace(/^__lm\.out\((.*)\);$/, "$1")
}

describe("expressions", () => {
  it.each([
    ["{{ count }}", "__a.count"],
    ["{{ undefined }}", "undefined"],
    ["{{ 'a' }}", '"a"'],
    ["{{ 1.5 }}", "1.5"],
    ["{{ true }}", "true"],
    ["{{ none }}", "null"],
    ["{{ r/x/g }}", "__lm.regex"],
    ["{{ [1, (a)] }}", "[1, (__a.a)]"],
    ["{{ { a: 1, 'b-c': x } }}", '{ "a": 1, "b-c": __a.x, }'],
    ["{{ a.b }}", '(__lm.has(__a.a, "b"), __a.a?.b)'],
    ["{{ a.b.c }}", '(__lm.has(__a.a, "b"), __lm.has(__a.a?.b, "c"), __a.a?.b?.c)'],
    ["{{ a['b-c'] }}", '(__lm.has(__a.a, "b-c"), __a.a?.["b-c"])'],
    ["{{ a[0].b }}", '(__lm.has(__a.a?.[0], "b"), __a.a?.[0]?.b)'],
    ["{{ a[b] }}", "__lm.at(__a.a, __a.b)"],
    ["{{ a and b or not c }}", "((__a.a && __a.b) || !(__a.c))"],
    ["{{ a == 1 }}", "(__a.a == 1)"],
    ["{{ a !== b }}", "(__a.a !== __a.b)"],
    ["{{ a < b <= c }}", "__lm.compare(__lm.compare(__a.a, __a.b), __a.c)"],
    ["{{ a + 1 }}", "__lm.add(__a.a, 1)"],
    ["{{ -a ** 2 // 3 }}", "__lm.number(__lm.number(__lm.number(__a.a), 2), 3)"],
    ["{{ a ~ 'x' }}", '__lm.text(__a.a, "x")'],
    ["{{ 1 in a }}", "__lm.contains(1, __a.a)"],
    ["{{ a if b }}", '(__a.b ? __a.a : "")'],
    ["{{ a if b else c }}", "(__a.b ? __a.a : __a.c)"],
    ["{{ a is none }}", "(__a.a === null)"],
    ["{{ a is string }}", '(typeof __a.a === "string")'],
    ["{{ a is divisibleby(3) }}", "__lm.test(__a.a, 3)"],
    ["{{ f(a, x=1) }}", '__a.f(__a.a, __lm.keywords({ "x": 1, }))'],
    ["{{ a | upper }}", "__lm.f.upper(__a.a)"],
    ["{{ range(3) }}", "$range_0(3)"],
  ])("%s is %s", (template, expected) => {
    expect(value(template)).toBe(expected)
  })

  it("are made references before a property is looked up", () => {
    expect(value("{{ (a | first).b }}")).toBe(
      '(($value_0) => (__lm.has($value_0, "b"), $value_0?.b))((__lm.f.first(__a.a)))',
    )
  })

  it("take names that the template itself asks after as optional", () => {
    const { variables, lines: written } = translateTemplate(
      "{% if a is defined and a.b %}{{ a }}{% endif %}{{ c | d(1) }}",
    )
    expect(variables).toContain('const $a_0 = __lm.optional(__a, "a");')
    expect(written).toEqual([
      'if ((($a_0 !== undefined) && (__lm.has($a_0, "b"), $a_0?.b))) {',
      "__lm.out($a_0);",
      "}",
      "__lm.out(__lm.f.orElse($c_1, 1));",
    ])
  })
})

describe("statements", () => {
  it("are conditions", () => {
    expect(lines("{% if a %}{{ b }}{% elif c %}{{ d }}{% else %}{{ e }}{% endif %}")).toEqual([
      "if (__a.a) {",
      "__lm.out(__a.b);",
      "} else {",
      "if (__a.c) {",
      "__lm.out(__a.d);",
      "} else {",
      "__lm.out(__a.e);",
      "}",
      "}",
    ])
  })

  it("are loops, with their key, `loop`, and an else that sees neither", () => {
    expect(lines("{% for x in xs key=x.id %}{{ loop.index }}{% else %}{{ x }}{% endfor %}")).toEqual([
      "for (const $x_0 of __lm.each(__a.xs)) {",
      '__lm.out((__lm.has($x_0, "id"), $x_0?.id));',
      '__lm.out((__lm.has(__lm.loop, "index"), __lm.loop?.index));',
      "}",
      "__lm.out(__a.x);",
    ])
    expect(lines("{% for k, v in m %}{{ k }}{% endfor %}")).toEqual([
      "for (const [$k_0, $v_1] of __lm.entries(__a.m)) {",
      "__lm.out($k_0);",
      "}",
    ])
  })

  it("are switches, whose empty cases fall through", () => {
    expect(lines("{% switch a %}{% case 1 %}{% case 2 %}{{ b }}{% default %}{{ c }}{% endswitch %}")).toEqual([
      "switch (__a.a) {",
      "case 1: {",
      "}",
      "case 2: {",
      "__lm.out(__a.b);",
      "} break;",
      "default: {",
      "__lm.out(__a.c);",
      "}",
      "}",
    ])
  })

  it("are variables: an assign's value until they are set, and gone after the loop that set them", () => {
    const { variables, lines: written } = translateTemplate(
      "{% for x in xs %}{{ n }}{% set n = x %}{% endfor %}{{ n }}",
    )
    expect(variables).toContain("let $n_1;")
    expect(written).toEqual([
      "for (const $x_0 of __lm.each(__a.xs)) {",
      '$n_1 = __lm.initial(__a, "n");',
      "__lm.out($n_1);",
      "$n_1 = $x_0;",
      "}",
      "__lm.out(__a.n);",
    ])
  })

  it("are variables that a loop sets outside, if they are there already", () => {
    expect(lines("{% set n = 1 %}{% for x in xs %}{% set n = x %}{% endfor %}{{ n }}").at(-1)).toBe("__lm.out($n_0);")
  })

  it("are captured texts", () => {
    expect(lines("{% set t %}{{ a }}{% endset %}").slice(1)).toEqual([
      "$t_0 = (() => {",
      "__lm.out(__a.a);",
      "return __lm.markup; })();",
    ])
    expect(lines("{% filter upper %}{{ a }}{% endfilter %}")).toEqual([
      "__lm.out(__lm.f.upper((() => {",
      "__lm.out(__a.a);",
      "return __lm.markup; })()));",
    ])
  })
})

describe("macros", () => {
  it("are written out at each call, with the arguments' types", () => {
    expect(lines("{% macro m(p, q='x') %}{{ p }}{{ q }}{% endmacro %}{{ m(a) }}{{ m(a, q=b) }}")).toEqual([
      "__lm.out((($p_0) => {",
      '__lm.out("x");',
      "__lm.out($p_0);",
      "__lm.out(__lm.anything);",
      "return __lm.markup; })(__a.a));",
      "__lm.out((($p_1, $q_2) => {",
      "__lm.out($p_1);",
      "__lm.out($q_2);",
      "return __lm.markup; })(__a.a, __a.b));",
    ])
  })

  it("may look up more in a record than a call writes down", () => {
    expect(lines("{% macro m(p) %}{{ p.b }}{% endmacro %}{{ m({ a: [{ c: 1 }] }) }}").at(-1)).toBe(
      'return __lm.markup; })(__lm.record({ "a": [__lm.record({ "c": 1, })], })));',
    )
    expect(lines("{% set z = x or { a: 1 } %}").at(-1)).toBe('$z_0 = (__a.x || __lm.record({ "a": 1, }));')
  })

  it("are looked at once where nothing calls them", () => {
    expect(lines("{% macro m(p) %}{{ p }}{{ a }}{% endmacro %}")).toEqual([
      "(() => {",
      "__lm.out(__lm.anything);",
      "__lm.out(__a.a);",
      "})();",
    ])
  })

  it("hand their arguments to the body of a call block", () => {
    expect(lines("{% macro m(p) %}{{ caller(p) }}{% endmacro %}{% call(x) m(a) %}{{ x }}{% endcall %}")).toEqual([
      "__lm.out((($p_0) => {",
      "__lm.out((($x_1) => {",
      "__lm.out($x_1);",
      "return __lm.markup; })($p_0));",
      "return __lm.markup; })(__a.a));",
    ])
  })

  it("may call themselves", () => {
    expect(lines("{% macro m(p) %}{{ m(p.q) }}{% endmacro %}{{ m(a) }}")).toEqual([
      "__lm.out((($p_0) => {",
      '__lm.out(__lm.loose((__lm.has($p_0, "q"), $p_0?.q)));',
      "return __lm.markup; })(__a.a));",
    ])
  })

  it("see no assigns in a file that is imported without context, and do with it", () => {
    const macros = { "m.njk": "{% macro m() %}{{ a }}{% endmacro %}" }
    const without = translateTemplate('{% from "m.njk" import m %}{{ m() }}', macros)
    expect(without.problems[0]).toMatchObject({ rule: "unknown-name", file: "m.njk", line: 1, column: 19 })
    const within = translateTemplate('{% from "m.njk" import m with context %}{{ m() }}', macros)
    expect(within.problems).toEqual([])
    expect(within.lines).toContain("__lm.out(__a.a);")
  })
})

describe("components", () => {
  const list = component("list", {
    attrs: { of: attr.of(), size: attr.number(), kind: attr.oneOf(["x", "y"]), rest: attr.global() },
    slots: { default: slot<unknown>(), head: slot(), column: slot.many<unknown, { label: string }>() },
    render: () => html``,
  })
  const rule = component("rule", { render: () => html`<hr>` })
  const written = (template: string): readonly string[] =>
    lines(template, {}, environmentOf({ "page.njk": template }, [list, rule]))

  it("are calls of their functions", () => {
    const template = '{% rule %}{% list of=a data-id=b.c hidden rest=r kind="x" %}{% endlist %}'
    const environment = environmentOf({ "page.njk": template }, [list, rule])
    const { lines: code, variables } = translateTemplate(template, {}, environment)
    expect(variables).toContain("const $rule_0 = __components.rule; const $list_1 = __components.list;")
    expect(code).toEqual([
      "{",
      "$rule_0({ });",
      "}",
      "{",
      '$list_1({ ...__a.r, "of": __a.a, "data-id": (__lm.has(__a.b, "c"), __a.b?.c), "hidden": true, "kind": "x", });',
      "}",
    ])
  })

  it("get the contents of slots with `let` as functions, and of others behind the call", () => {
    const template =
      '{% list of=a let=item %}{{ item }}{% slot "head" %}{{ b }}{% endslot %}{% slot "column" label=c %}{% endslot %}{% endlist %}'
    expect(written(template)).toEqual([
      "{",
      '$list_0({ "of": __a.a, }, { "head": __lm.anything, "column": [{ "attrs": { "label": __a.c, }, "content": __lm.anything }, ], "default": ($item_1) => {',
      "__lm.out($item_1);",
      "return __lm.anything; }, });",
      "{",
      "__lm.out(__a.b);",
      "}",
      "{",
      "}",
      "}",
    ])
  })

  it("write the conditions around them again inside of functions, and keep what `set` has written", () => {
    const template = "{% set v = a %}{% if b.c %}{% list let=item %}{{ v }}{% endlist %}{% else %}{{ v }}{% endif %}"
    expect(written(template).slice(2)).toEqual([
      'if ((__lm.has(__a.b, "c"), __a.b?.c)) {',
      "{",
      "const $v_1 = $v_0;",
      '$list_2({ }, { "default": ($item_3) => {',
      'if ((__lm.has(__a.b, "c"), __a.b?.c)) {',
      "__lm.out($v_1);",
      "}",
      "return __lm.anything; }, });",
      "}",
      "} else {",
      "__lm.out($v_0);",
      "}",
    ])
  })

  it("are called once more for each slot that stands in a statement", () => {
    const template =
      '{% list of=a %}{% for x in xs %}{% slot "column" label=x let=y %}{{ y }}{% endslot %}{% endfor %}{% endlist %}'
    expect(written(template)).toEqual([
      "{",
      '$list_0({ "of": __a.a, }, { "column": __lm.anything, });',
      "for (const $x_1 of __lm.each(__a.xs)) {",
      '$list_0({ "of": __a.a, }, { "column": [{ "attrs": { "label": $x_1, }, "content": ($y_2) => {',
      "__lm.out($y_2);",
      "return __lm.anything; } }, ], });",
      "}",
      "}",
    ])
  })

  it("take texts that the template puts together for any of those that are listed", () => {
    const given = (value: string): string | undefined =>
      /"kind": (.*?), \}/.exec(written(`{% set t = "x" %}{% list kind=${value} %}{% endlist %}`).join(""))?.[1]
    expect(given('"x"')).toBe('"x"')
    expect(given("a")).toBe("__a.a")
    expect(given('"x" if a else "y"')).toBe('(__a.a ? "x" : "y")')
    expect(given("t")).toBe("__lm.loose($t_0)")
    expect(given("a ~ b")).toBe("__lm.loose(__lm.text(__a.a, __a.b))")
    expect(given("(a | lower) if b")).toBe('__lm.loose((__a.b ? (__lm.f.lower(__a.a)) : ""))')
    expect(written("{% list size=a ~ b %}{% endlist %}")[1]).toBe('$list_0({ "size": __lm.text(__a.a, __a.b), });')
  })
})

describe("what an app adds", () => {
  it("has the types that it declares", () => {
    const environment = environmentOf({ "page.njk": "{{ a | money(currency='EUR') | upper }}{{ site.name }}" })
    environment.addFilter("money", (value: unknown) => value)
    environment.addFilter("upper", (value: unknown) => value)
    environment.addGlobal("site", {})
    const { lines: code, variables } = translateTemplate("", {}, environment)
    expect(variables).toContain('const $site_0 = __lm.assignOr(__a, "site", __lm.global("site", __lm.anything));')
    expect(code).toEqual([
      '__lm.out(__lm.filter("upper")(__lm.filter("money")(__a.a, { "currency": "EUR", })));',
      '__lm.out((__lm.has($site_0, "name"), $site_0?.name));',
    ])
  })

  it("are views, which `live` names", () => {
    const { problems } = translateTemplate('{{ live("counter") }}{{ live("bord" if a else b) }}{{ live(c) }}')
    expect(problems).toMatchObject([{ rule: "unknown-view", line: 1, column: 30, suggestion: "board" }])
    expect(translateTemplate('{% macro live(x) %}{% endmacro %}{{ live("own") }}').problems).toEqual([])
  })
})

describe("other files", () => {
  it("are included with what they see there", () => {
    expect(lines('{% for x in xs %}{% include "p.njk" %}{% endfor %}', { "p.njk": "{{ x }}{{ a }}" })).toEqual([
      "for (const $x_0 of __lm.each(__a.xs)) {",
      "{",
      "__lm.out($x_0);",
      "__lm.out(__a.a);",
      "}",
      "}",
    ])
  })

  it("include themselves once", () => {
    const { lines: written, problems } = translateTemplate('{% include "page.njk" %}{{ a }}')
    expect(written.filter((line) => line === "__lm.out(__a.a);")).toHaveLength(1)
    expect(problems).toEqual([])
  })

  it("give their blocks to those that override them, and to `super()`", () => {
    const base = { "base.njk": "{% block one %}{{ a }}{% endblock %}{% block two %}{{ b }}{% endblock %}" }
    expect(lines('{% extends "base.njk" %}{% block one %}{{ super() }}{{ c }}{% endblock %}', base)).toEqual([
      "{",
      "__lm.out((() => {",
      "__lm.out(__a.a);",
      "return __lm.markup; })());",
      "__lm.out(__a.c);",
      "}",
      "{",
      "__lm.out(__a.b);",
      "}",
    ])
  })

  it("that are missing are told, with the place of their name", () => {
    const { problems } = translateTemplate(
      '{% include "a.njk" %}{% include "b.njk" ignore missing %}\n{% import "c.njk" as c %}',
    )
    expect(problems.map(({ rule, line, column }) => [rule, line, column])).toEqual([
      ["missing-template", 1, 12],
      ["missing-template", 2, 11],
    ])
  })
})

describe("mistakes that need no types", () => {
  it.each([
    ["{{ a | uper }}", "unknown-filter", 8, "upper"],
    ["{{ a is stirng }}", "unknown-test", 9, "string"],
    ["{% macro card(p) %}{% endmacro %}{{ card(pp=1) }}", "unknown-parameter", 42, "p"],
    ["{% macro card(p) %}{% endmacro %}{{ card(1, 2) }}", "unknown-parameter", 45, undefined],
    ['{% from "m.njk" import crad %}', "unknown-macro", 24, "card"],
    ['{% import "m.njk" as m %}{{ m.crad() }}', "unknown-macro", 31, "card"],
  ])("%s", (template, rule, column, suggestion) => {
    const { problems } = translateTemplate(template, { "m.njk": "{% macro card() %}{% endmacro %}" })
    expect(problems).toMatchObject([{ rule, line: 1, column }])
    expect(problems[0]?.suggestion).toBe(suggestion)
  })
})

describe("positions", () => {
  /** The marks at the columns of the generated line where `text` stands. */
  function markOf(template: string, text: string) {
    const { translation, file } = translateTemplate(template)
    const generated = translation.code.text.split("\n")
    const line = generated.findIndex((candidate) => candidate.includes(text))
    const mark = translation.code.markAt(line, (generated[line] ?? "").lastIndexOf(text))
    expect(mark?.file).toBe(file)
    return mark && { kind: mark.kind, line: mark.line + 1, column: mark.column + 1 }
  }

  it("are those of names and properties", () => {
    const template = '<p class="{{ first }}">\n  {{ second.third }}</p>'
    expect(markOf(template, "first")).toEqual({ kind: "assign", line: 1, column: 14 })
    expect(markOf(template, "third)")).toEqual({ kind: "property", line: 2, column: 13 })
  })

  it("are where an expression begins", () => {
    expect(markOf("{{ f(a.b == 2) }}", "__lm.has(")).toMatchObject({ column: 8 })
    expect(markOf("{{ f(1, a | upper) }}", "__lm.f.upper")).toEqual({ kind: "expression", line: 1, column: 9 })
  })
})
