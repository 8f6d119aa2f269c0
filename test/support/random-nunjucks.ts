/** Random templates, contexts and updates for the laws of the tracked compiler (fast-check). */

import fc from "fast-check"
import type { Files } from "./nunjucks-setup.js"

export interface Row {
  id: number
  n: string | number | undefined
  on: boolean
  kids: readonly { id: number; n: string }[]
}

export interface World {
  a: unknown
  b: unknown
  c: unknown
  xs: Row[] | undefined
  ys: Row[] | undefined
  m: Record<string, unknown>
  pairs: [string, unknown][]
}

const scalar = fc.oneof(
  fc.constantFrom("", "x", "<b>", 'q"q', "a & b", "it's", "\\", 0, 1, 2, true, false, null, undefined),
  fc.integer({ min: 0, max: 3 }),
)

const kid = fc.record({ id: fc.integer({ min: 0, max: 3 }), n: fc.constantFrom("k", "l", "<") })
const row: fc.Arbitrary<Row> = fc.record({
  id: fc.integer({ min: 0, max: 6 }),
  n: fc.constantFrom("a", "b", "<i>", 1, undefined),
  on: fc.boolean(),
  kids: fc.array(kid, { maxLength: 3 }),
})
const rows = fc.oneof(
  { weight: 6, arbitrary: fc.array(row, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
)

export const world: fc.Arbitrary<World> = fc.record({
  a: scalar,
  b: scalar,
  c: scalar,
  xs: rows,
  ys: rows,
  m: fc.dictionary(fc.constantFrom("k1", "k2", "k3"), scalar, { maxKeys: 3 }),
  pairs: fc.array(fc.tuple(fc.constantFrom("p", "q"), scalar) as fc.Arbitrary<[string, unknown]>, { maxLength: 3 }),
})

/** One change of the world: gives the next one, and the names of what was changed in place. */
export type Update = (before: World) => { readonly after: World; readonly mutated: readonly string[] }

const listName = fc.constantFrom("xs" as const, "ys" as const)

function immutable(change: (before: World) => Partial<World>): Update {
  return (before) => ({ after: { ...before, ...change(before) }, mutated: [] })
}

export const update: fc.Arbitrary<Update> = fc.oneof(
  fc
    .tuple(fc.constantFrom("a" as const, "b" as const, "c" as const), scalar)
    .map(([name, value]) => immutable(() => ({ [name]: value }))),
  fc
    .tuple(listName, fc.nat(5), row)
    .map(([name, at, value]) =>
      immutable((before) => ({ [name]: before[name]?.map((old, index) => (index === at ? value : old)) })),
    ),
  fc
    .tuple(listName, fc.nat(5), row)
    .map(([name, at, value]) =>
      immutable((before) => ({ [name]: before[name] === undefined ? [value] : before[name].toSpliced(at, 0, value) })),
    ),
  fc
    .tuple(listName, fc.nat(5))
    .map(([name, at]) => immutable((before) => ({ [name]: before[name]?.toSpliced(at, 1) }))),
  listName.map((name) => immutable((before) => ({ [name]: before[name]?.toReversed() }))),
  fc.tuple(listName, rows).map(([name, value]) => immutable(() => ({ [name]: value }))),
  fc
    .tuple(fc.constantFrom("k1", "k2"), scalar)
    .map(([key, value]) => immutable((before) => ({ m: { ...before.m, [key]: value } }))),
  fc
    .tuple(fc.nat(2), scalar)
    .map(([at, value]) =>
      immutable((before) => ({ pairs: before.pairs.map((pair, index) => (index === at ? [pair[0], value] : pair)) })),
    ),
  fc.constant(immutable(() => ({}))),
  // In place: the object stays the same, so the name is reported as mutated.
  fc.tuple(listName, fc.nat(4), fc.constantFrom("m1", "m2", "<")).map(
    ([name, at, n]): Update =>
      (before) => {
        const target = before[name]?.[at]
        if (target !== undefined) target.n = n
        return { after: before, mutated: [name] }
      },
  ),
  fc.tuple(listName, row).map(
    ([name, value]): Update =>
      (before) => {
        before[name]?.push(value)
        return { after: before, mutated: [name] }
      },
  ),
  fc.tuple(fc.constantFrom("k1", "k2"), scalar).map(
    ([key, value]): Update =>
      (before) => {
        before.m[key] = value
        return { after: before, mutated: ["m"] }
      },
  ),
)

// --- templates

const name = fc.constantFrom(
  "a",
  "b",
  "c",
  "r.n",
  "r.id",
  "s.n",
  "v1",
  "v2",
  "loop.index",
  "loop.last",
  "loop.first",
  "m.k1",
  "k",
  "v",
  "p1",
  "p2",
  "r.kids.length",
  "xs.length",
)
const condition = fc.oneof(
  fc.constantFrom("a", "b", "not c", "r.on", "a == b", "v1", "loop.first", "m.k1", "xs", "s"),
  name,
)

const expression: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 1, arbitrary: name.map((n) => `${n} | upper`) },
  { weight: 1, arbitrary: name.map((n) => `${n} | default("d")`) },
  { weight: 1, arbitrary: fc.tuple(name, name).map(([x, y]) => `${x} ~ "-" ~ ${y}`) },
  { weight: 1, arbitrary: fc.tuple(name, condition, name).map(([x, t, y]) => `${x} if ${t} else ${y}`) },
  {
    // Without quotes: in an attribute they are escaped, which is the documented difference from nunjucks.
    weight: 1,
    arbitrary: name.map((n) => `${n} | replace("'", "") | replace('"', "") | safe`),
  },
  { weight: 1, arbitrary: name.map((n) => `(${n} ~ "") | escape`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '"lit"',
      "range(2)",
      "mac(a)",
      "mac(r.n, p2=b)",
      "lib1(r)",
      "lib1(a) | upper",
      "lib.lib2(r, b)",
      "wrap(a)",
      "shade(c)",
    ),
  },
)

const loopHead = fc.constantFrom(
  "for r in xs",
  "for r in xs key=r.id",
  "for r in ys",
  "for r in xs | keyed('id')",
  "for r in ys | keyed('id')",
  "for s in r.kids",
  "for s in r.kids key=s.id",
  "for k, v in m",
  "for k, v in pairs",
  "for r in xs | reverse",
  "for k in [a, b]",
  // Names that macros and parts read further out.
  "for a in xs",
  "for b, v in pairs",
)

/** Form controls and their kin: what has a state beside its attributes. */
function controls(inner: fc.Arbitrary<string>): fc.Arbitrary<string>[] {
  const flag = (attribute: string): fc.Arbitrary<string> =>
    condition.map((test) => `{% if ${test} %} ${attribute}{% endif %}`)
  // Always one: of several the parser takes the last, of none the first; a page that changes keeps what was chosen.
  const one = (attribute: string): fc.Arbitrary<string> =>
    fc.constantFrom("loop.first", "loop.last").map((test) => `{% if ${test} %} ${attribute}{% endif %}`)
  return [
    fc.tuple(inner, flag("disabled")).map(([value, disabled]) => `<input value="${value}"${disabled}>`),
    flag("checked").map((checked) => `<input type="checkbox"${checked}>`),
    fc
      .tuple(loopHead, name, one("selected"), inner)
      .map(
        ([head, value, selected, text]) =>
          `<select>{% ${head} %}<option value="{{ ${value} }}"${selected}>${text}</option>{% endfor %}</select>`,
      ),
    fc
      .tuple(loopHead, one("checked"))
      .map(([head, checked]) => `<form>{% ${head} %}<input type="radio" name="r"${checked}>{% endfor %}</form>`),
    fc.tuple(flag("open"), inner).map(([open, text]) => `<details${open}><summary>s</summary>${text}</details>`),
  ]
}

interface Grammar {
  readonly content: string
  readonly inner: string
  readonly attribute: string
}

/** `inner` may stand in attributes; `content` brings elements. */
const { content } = fc.letrec<Grammar>((tie) => {
  const list = (key: keyof Grammar, max: number): fc.Arbitrary<string> =>
    fc.array(tie(key), { minLength: 1, maxLength: max }).map((parts) => parts.join(""))
  const output = expression.map((code) => `{{ ${code} }}`)
  const text = fc.constantFrom("t", " ", " u ", "w\n")
  const set = fc
    .tuple(fc.constantFrom("v1", "v2", "c"), expression)
    .map(([target, value]) => `{% set ${target} = ${value} %}`)
  const control = (key: keyof Grammar) => [
    fc
      .tuple(condition, list(key, 2), fc.option(list(key, 2)))
      .map(([test, yes, no]) => `{% if ${test} %}${yes}${no === null ? "" : `{% else %}${no}`}{% endif %}`),
    fc
      .tuple(condition, list(key, 2), condition, list(key, 2))
      .map(([test, yes, other, no]) => `{% if ${test} %}${yes}{% elif ${other} %}${no}{% endif %}`),
    fc
      .tuple(loopHead, list(key, 3), fc.option(list(key, 1), { freq: 4 }))
      .map(
        ([head, body, otherwise]) =>
          `{% ${head} %}${body}${otherwise === null ? "" : `{% else %}${otherwise}`}{% endfor %}`,
      ),
    // nunjucks cannot compile an include or a block inside of a case.
    fc
      .tuple(name, list("inner", 2), list("inner", 2), list("inner", 1))
      .map(
        ([value, one, two, other]) =>
          `{% switch ${value} %}{% case 1 %}${one}{% case "x" %}{% case 2 %}${two}{% default %}${other}{% endswitch %}`,
      ),
    list(key, 2).map((body) => `{% filter upper %}${body}{% endfilter %}`),
    fc
      .tuple(fc.constantFrom("v1", "v2"), list(key, 2))
      .map(([target, body]) => `{% set ${target} %}${body}{% endset %}`),
  ]
  return {
    inner: fc.oneof({ depthSize: "small", withCrossShrink: true }, output, text, set, ...control("inner")),
    attribute: fc.oneof(
      list("inner", 2).map((value) => ` class="x ${value} y"`),
      list("inner", 2).map((value) => ` title='${value}'`),
      fc.tuple(condition).map(([test]) => ` {% if ${test} %}checked{% endif %}`),
      fc.tuple(condition, list("inner", 2)).map(([test, value]) => `{% if ${test} %} data-x="${value}"{% endif %}`),
      fc.constantFrom(" hidden", ' id="i"', ' data-{{ a | replace("<", "") }}="{{ b }}"'),
    ),
    content: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      output,
      output,
      text,
      set,
      fc
        .tuple(
          fc.constantFrom("p", "div", "b", "pre", "textarea"),
          fc.array(tie("attribute"), { maxLength: 2 }),
          list("content", 3),
        )
        .map(
          ([tag, attributes, body]) =>
            `<${tag}${attributes.join("")}>${tag === "textarea" ? body.replaceAll(/<[^>]*>/g, "") : body}</${tag}>`,
        ),
      fc
        .tuple(loopHead, list("content", 2))
        .map(([head, body]) => `<ul>{% ${head} %}<li>${body}</li>{% endfor %}</ul>`),
      ...control("content"),
      ...controls(list("inner", 2)),
      fc
        .tuple(loopHead, list("content", 2))
        .map(([head, body]) => `<table><tbody>{% ${head} %}<tr><td>${body}</td></tr>{% endfor %}</tbody></table>`),
      fc
        .tuple(loopHead, name, list("inner", 2))
        .map(([head, x, body]) => `<svg>{% ${head} %}<g id="{{ ${x} }}"><text>${body}</text></g>{% endfor %}</svg>`),
      fc.constantFrom(
        '{% include "part" %}',
        '{% include "leaky" %}',
        '{% include "part" if a else "leaky" %}',
        '{% include "nope" ignore missing %}',
      ),
      fc
        .tuple(fc.constantFrom("wrap(a)", "wrap(r.n)", "lib.box(b)"), list("content", 2))
        .map(([head, body]) => `{% call ${head} %}${body}{% endcall %}`),
      fc
        .tuple(condition, list("content", 1))
        .map(([test, body]) => `{% if ${test} %}<div>{% endif %}${body}{% if ${test} %}</div>{% endif %}`),
      fc.constantFrom(
        "<br>",
        "<!-- c -->",
        "<!-- {{ a }} -->",
        "<p>{% if a %}<div>x</div>{% endif %}</p>",
        "{% raw %}{{ x }}{% endraw %}",
      ),
    ),
  }
})

export const body: fc.Arbitrary<string> = fc
  .array(content, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(""))

const HEAD =
  '{% import "lib" as lib %}{% from "lib" import lib1 %}{% macro mac(p1, p2="d") %}<i>{{ p1 }}|{{ p2 }}|{{ a }}</i>{% endmacro %}' +
  "{% macro wrap(p1) %}<div>{{ p1 }}{{ caller() if caller }}{{ b }}</div>{% endmacro %}{% macro shade(a) %}{{ mac(b) }}{{ a }}{% endmacro %}"
const LIB =
  '{% set own = "o" %}{% macro lib1(x) %}<u>{{ x.n }}{{ own }}{% if x.on %}on{% endif %}</u>{% endmacro %}' +
  "{% macro lib2(x, y) %}{{ lib1(x) }}{{ y }}{% endmacro %}{% macro box(x) %}<p>{{ x }}</p>{{ caller() }}{% endmacro %}"

/** Files with a random main template, alone or as a child of a base, and random parts. */
export const files: fc.Arbitrary<Files> = fc
  .record({ main: body, part: body, leaky: body, blockA: body, blockB: body, child: fc.boolean() })
  .map(({ main, part, leaky, blockA, blockB, child }): Files => {
    // Parts do not include parts: nothing is said about endless recursion.
    const flat = (text: string): string => text.replaceAll(/\{% include "(part|leaky)[^%]*%\}/g, "")
    const shared = {
      lib: LIB,
      part: flat(part),
      leaky: `{% for q in [1, 2] %}{% set v1 = q %}{% set c = v1 %}{{ v1 }}{% endfor %}${flat(leaky)}`,
      base: `${HEAD}<main>{% block one %}${blockA}{% endblock %}{{ a }}{{ v2 }}{% block two %}t{{ b }}{% endblock %}</main>`,
    }
    if (!child) return { ...shared, main: `${HEAD}${main}` }
    return {
      ...shared,
      main: `{% extends "base" %}{% set v2 = b %}{% block one %}${HEAD}${main}{{ super() }}{% endblock %}{% block two %}${HEAD}${blockB}{% endblock %}`,
    }
  })
