/**
 * Random templates in which names are read and set in every way nunjucks has: loops whose bodies include, set, import,
 * define and call; the same few names for assigns, loop variables, parameters, sets, macros and imports.
 */

import fc from "fast-check"
import type { Files } from "./nunjucks-setup.js"

/** What a piece of a template may use: nothing may call itself without end. */
interface Reach {
  /** Macros that it may call. */
  readonly macros: readonly string[]
  /** Files that it may include. */
  readonly parts: readonly string[]
  /** It stands in a macro. */
  readonly inMacro: boolean
  /** It stands where nunjucks cannot compile what reads another file: in the `else` of a loop. */
  readonly alone: boolean
  /**
   * It imports nothing: in a branch, that is a variable of another function behind it for nunjucks; in a macro, it
   * changes the context of the file.
   */
  readonly noImports?: boolean
  readonly depth: number
}

const MACROS = ["f", "g", "h"]
const PARTS = ["p1", "p2", "p3"]
/** Those that all kinds of definitions share. */
const NAMES = ["a", "b", "r", "s", "v", "w"]

const plain = fc.constantFrom(...NAMES, "a", "b", "v", "r.n", "s.n", "q.n", "x", "c")
const value = fc.oneof(
  { weight: 6, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc.constantFrom("loop.index", "loop.last", "loop.first", "loop.length", "xs.length", "m.k1"),
  },
  { weight: 1, arbitrary: fc.tuple(plain, plain).map(([one, other]) => `${one} ~ ${other}`) },
)
/** No loop has these names: after an include, what an `else` sees of earlier runs is another thing in nunjucks. */
const steady = fc.constantFrom("c", "x", "m.k1", "xs.length")
const target = fc.constantFrom("v", "w", "v", "w", "a", "r", "s")
const head = fc.constantFrom(
  "r in xs",
  "r in xs",
  "r in ys",
  "r in xs key=r.id",
  "r in ys | keyed('id')",
  "s in r.kids",
  "s in r.kids key=s.id",
  "q in xs",
  "a in xs",
  "v in xs",
  "w, b in m",
  "r, s in pairs",
  "b in [a, c]",
  "s in [1, 2]",
  "v in [u]",
  "r in [u, a]",
)

function oneOf(values: readonly string[]): fc.Arbitrary<string> {
  return values.length === 0 ? fc.constant("") : fc.constantFrom(...values)
}

/** The macros of lower rank: those that one of them may call. */
function below(name: string, all: readonly string[]): string[] {
  return all.slice(all.indexOf(name) + 1)
}

/** A call that gives nothing where the macro is not known. */
function call(macros: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(oneOf(macros), value, value, fc.nat(5)).map(([name, one, other, dice]) => {
    if (name === "") return `${one}`
    const code = [
      `${name}(${one})`,
      `${name}(${one}, s=${other})`,
      `lib.m1(${one})`,
      `apply(${name}, ${one})`,
      `m2(${one})`,
    ][dice]
    const callee = ["lib", "apply", "m2"].find((known) => code?.startsWith(known))
    return code === undefined ? `${name}(${one}) if ${name}` : `${code} if ${callee ?? name}`
  })
}

function definition({ macros, parts, depth }: Reach): fc.Arbitrary<string> {
  return oneOf(macros).chain((name) =>
    name === ""
      ? value.map((code) => `{{ ${code} }}`)
      : fc
          .tuple(
            fc.constantFrom("r, s=1", "a, s=b", "x, v=2, s=a", "v, s=v", "f, s=f", "x, s=3"),
            several(
              {
                macros: below(name, macros),
                parts: below("p2", parts),
                inMacro: true,
                alone: false,
                noImports: true,
                depth: depth - 1,
              },
              3,
            ),
          )
          .map(([parameters, body]) => `{% macro ${name}(${parameters}) %}${body}{% endmacro %}`),
  )
}

const cache = new Map<string, fc.Arbitrary<string>>()

/** One piece of content. */
function content(reach: Reach): fc.Arbitrary<string> {
  const key = JSON.stringify(reach)
  let known = cache.get(key)
  if (known === undefined) {
    known = fc.oneof(...leaves(reach), ...(reach.depth > 0 ? branches(reach) : []))
    cache.set(key, known)
  }
  return known
}

function several(reach: Reach, maxLength: number): fc.Arbitrary<string> {
  return fc.array(content(reach), { minLength: 1, maxLength, size: "medium" }).map((pieces) => pieces.join(""))
}

type Weighted = fc.WeightedArbitrary<string>

function leaves({ macros, parts, inMacro, alone, noImports = false }: Reach): Weighted[] {
  if (alone) return steadyLeaves
  return [
    ...(inMacro
      ? [{ weight: 4, arbitrary: fc.constantFrom("{{ caller(a) if caller }}", "{{ caller(r) if caller }}") }]
      : []),
    { weight: 6, arbitrary: value.map((code) => `{{ ${code} }},`) },
    { weight: 2, arbitrary: call(macros).map((code) => `{{ ${code} }}`) },
    { weight: 3, arbitrary: fc.tuple(target, value).map(([name, code]) => `{% set ${name} = ${code} %}`) },
    { weight: 1, arbitrary: fc.constantFrom("{{ turn.next() }}", "{{ comma() }}", "<i>{{ a }}</i>") },
    ...includes(parts),
    ...(noImports ? [] : imports),
  ]
}

const steadyLeaves: Weighted[] = [
  { weight: 2, arbitrary: steady.map((code) => `{{ ${code} }},`) },
  { weight: 1, arbitrary: fc.tuple(target, steady).map(([name, code]) => `{% set ${name} = ${code} %}`) },
]

function includes(parts: readonly string[]): Weighted[] {
  const one = fc.tuple(oneOf(parts), fc.nat(7), plain).map(([name, dice, test]) => {
    if (name === "") return "-"
    if (dice === 0) return `{% include "${name}" if ${test} else "p3" %}`
    return dice === 1 ? '{% include "none" ignore missing %}' : `{% include "${name}" %}`
  })
  return [
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: fc.constantFrom('{% include "nested" %}', '{% include "tree" %}') },
  ]
}

const imports: Weighted[] = [
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{% import "lib" as lib %}',
      '{% import "lib" as lib with context %}',
      '{% from "lib" import m2 %}',
      '{% from "lib" import m1 as m2 %}',
      '{% from "lib" import own as v %}',
      '{% from "lib" import m1 as h %}',
    ),
  },
]

function branches(reach: Reach): Weighted[] {
  const inner = { ...reach, depth: reach.depth - 1 }
  const own = several(inner, 3)
  // The body of a call sees the `caller` of what calls it: itself.
  const called = several({ ...inner, inMacro: false }, 3)
  const branch = several({ ...inner, noImports: true }, 3)
  const otherwise = several({ ...inner, alone: true, depth: 0 }, 2)
  return [
    {
      weight: 5,
      arbitrary: fc
        .tuple(head, several(inner, 4), fc.option(otherwise, { freq: 3 }), fc.boolean())
        .map(([loop, body, none, wrapped]) => {
          const text = wrapped ? `<li>${body}</li>` : body
          return `{% for ${loop} %}${text}${none === null ? "" : `{% else %}${none}`}{% endfor %}`
        }),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(plain, branch, fc.option(branch))
        .map(([test, yes, no]) => `{% if ${test} %}${yes}${no === null ? "" : `{% else %}${no}`}{% endif %}`),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(oneOf(reach.macros), fc.constantFrom("", "(x)", "(r)", "(a)"), value, called)
        .map(([name, parameter, code, body]) =>
          name === "" ? body : `{% if ${name} %}{% call${parameter} ${name}(${code}) %}${body}{% endcall %}{% endif %}`,
        ),
    },
    { weight: 2, arbitrary: definition(inner) },
    // What is called and included reads the name behind the loop's back.
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom("a", "b", "c"), call(reach.macros), oneOf(reach.alone ? [] : reach.parts))
        .map(
          ([name, code, file]) =>
            `{% for ${name} in xs %}<li>{{ ${code} }}${file === "" ? "" : `{% include "${file}" %}`}</li>{% endfor %}`,
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(plain, target, value)
        .map(([test, name, code]) => `{% if ${test} %}{% set ${name} = ${code} %}{% endif %}`),
    },
    { weight: 2, arbitrary: fc.tuple(target, own).map(([name, body]) => `{% set ${name} %}${body}{% endset %}`) },
    { weight: 1, arbitrary: own.map((body) => `{% filter upper %}${body}{% endfilter %}`) },
    // Parts and macros have none, so it never stands in itself.
    {
      weight: 1,
      arbitrary: own.map((body) =>
        reach.inMacro || reach.depth < 2 ? body : `<textarea>${body.replaceAll(/<\/?\w+>/g, "")}</textarea>`,
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(plain, value, value)
        .map(
          ([code, one, other]) =>
            `{% switch ${code} %}{% case 1 %}{{ ${one} }}{% set v = ${other} %}{% default %}{{ ${other} }}{% endswitch %}`,
        ),
    },
  ]
}

const everything: Reach = { macros: MACROS, parts: PARTS, inMacro: false, alone: false, depth: 3 }

/** Macros include the last one, so it calls none. */
function part(name: string): fc.Arbitrary<string> {
  return several(
    { macros: name === "p3" ? [] : MACROS, parts: below(name, PARTS), inMacro: false, alone: false, depth: 1 },
    3,
  )
}

const HEAD =
  '{% set turn = cycler("o", "e") %}{% set comma = joiner(",") %}' +
  "{% macro apply(fn, s) %}{{ fn(s) }}{{ r.n }}{% endmacro %}"

/** Files with a random main template, alone or as a child of a base, parts that include parts, and a library. */
export const scopedFiles: fc.Arbitrary<Files> = fc
  .record({
    defined: fc.array(definition(everything), { maxLength: 3 }).map((pieces) => pieces.join("")),
    main: several(everything, 4),
    block: several(everything, 2),
    p1: part("p1"),
    p2: part("p2"),
    p3: part("p3"),
    leaf: several({ macros: [], parts: [], inMacro: false, alone: true, depth: 1 }, 2),
    lib: several({ macros: [], parts: ["leaf"], inMacro: true, alone: false, depth: 1 }, 2),
    nested: several({ macros: [], parts: [], inMacro: false, alone: false, depth: 1 }, 2),
    child: fc.boolean(),
  })
  .map(({ defined, main, block, p1, p2, p3, leaf, lib, nested, child }): Files => {
    // What nested files and the library's macros use must not use them.
    const flat = (text: string): string =>
      text.replaceAll(/\{% (?:include "nested"|import "lib"|from "lib")[^%]*%\}|\{\{ (?:lib\.m1|m2)\([^}]*\}\}/g, "")
    const shared = {
      p1,
      p2,
      p3,
      leaf,
      lib: `{% set own = a %}{% macro m1(s, r=2) %}${flat(lib)}[{{ s.n }}{{ s }}{{ r }}{{ own }}{{ b }}]{% endmacro %}{% macro m2(v) %}{{ m1(v) }}{{ a }}{% endmacro %}`,
      nested: `{% extends "frame" %}{% block one %}${flat(nested)}{{ super() }}{% endblock %}`,
      frame: "({% block one %}{{ r.n }}{{ v }}{% endblock %}{{ a }})",
      tree: '{{ r.n }}{% for r in r.kids %}{{ loop.index }}{{ a }}{% include "tree" %}{% endfor %}',
      base: `${HEAD}{{ v }}{% block two %}${block}{% endblock %}{% for r in xs %}{% block three %}{{ r.n }}{{ v }}{% endblock %}{% endfor %}`,
    }
    if (!child) return { ...shared, main: `${HEAD}${defined}${main}` }
    return {
      ...shared,
      main: `{% extends "base" %}{% set v = b %}${defined}{% block two %}${main}{{ super() }}{% endblock %}`,
    }
  })
