/**
 * Every kind of node in every kind of place, for the tests that render, update and compare: nunjucks sources and the
 * contexts to render them with.
 */

import nunjucks from "nunjucks"
import type { Files } from "./nunjucks-setup.js"

export type Prepare = (env: nunjucks.Environment) => void

/** What the templates of the corpus import and include. */
export const libs: Files = {
  part: "[{{ x }}{{ item }}]",
  lib: '{% macro wrap(a, b="d") %}({{ a }}:{{ b }}{% if caller %}{{ caller() }}{% endif %}){% endmacro %}{% set shared = "s" %}',
  looping: "{% for q in rows %}{% set x = q.n %}{% endfor %}{{ x }}",
}

const first = {
  x: "a<b",
  y: 1,
  on: true,
  rows: [
    { id: 1, n: "one" },
    { id: 2, n: "t&o" },
  ],
  map: { k: "v", l: 2 },
  pairs: [["p", 1]],
  none: undefined,
}
/** Rendered one after the other. */
export const contexts: readonly object[] = [
  first,
  { ...first, x: 'q"q' },
  { ...first, on: false, y: 2 },
  { ...first, rows: [{ id: 3, n: "new" }, ...first.rows] },
  { ...first, rows: [] },
  { ...first, rows: undefined, map: {}, pairs: [] },
  { ...first, x: "", y: undefined, map: { l: 3 } },
  first,
]

/** Places where text may stand; `@` is the node. */
export const places: readonly string[] = [
  "@",
  "<p>@</p>",
  "<p>a @ b</p>",
  "a@b@c",
  "<ul><li>@</li><li>x</li></ul>",
  "<table><tbody><tr><td>@</td></tr></tbody></table>",
  '<a title="@">t</a>',
  "<a class='x @ y @'>t</a>",
  '<input value="@" disabled>',
  "<a data-x=@>t</a>",
  "<pre>@</pre>",
  "<textarea>@</textarea>",
  "<textarea>a @</textarea>",
  "<title>x @</title>",
  "<style>a{content:'@'}</style>",
  '<script type="text/template">["@"]</script>',
  "<!-- @ -->",
  "<select><option>@</option></select>",
  "<svg><text>@</text><title>@</title></svg>",
  "<math><mi>@</mi></math>",
  "<noscript>@</noscript>",
  "<button live-click='@'>@</button>",
  "{% if on %}<b>@</b>{% else %}@{% endif %}",
  "<ul>{% for item in rows %}<li>@</li>{% endfor %}</ul>",
  "{% for item in rows %}@{% endfor %}",
  "{% macro inner(x) %}<i>@</i>{% endmacro %}{{ inner(y) }}{{ inner(x) }}",
  "{% block body %}@{% endblock %}",
  '{% filter replace("a", "b") %}@{% endfilter %}',
  "{% set got %}@{% endset %}{{ got }}",
  "<p {% if on %}title='@'{% endif %}>x</p>",
  "<table>@</table>",
  "<table><tr>{% if on %}<td>@</td>{% endif %}</tr></table>",
]

/** What may stand at each place. */
export const nodes: Readonly<Record<string, string>> = {
  symbol: "{{ x }}",
  number: "{{ y }}",
  missing: "{{ none }}{{ nowhere.deep }}",
  member: "{{ rows[0].n }}",
  filter: "{{ x | upper }}",
  "filter with arguments": '{{ x | default("d", true) | replace("a", "z") }}',
  safe: "{{ x | safe }}",
  escape: "{{ x | escape }}",
  concat: '{{ x ~ "<" ~ y }}',
  arithmetic: "{{ y + 1 }}{{ y * 2 - 1 }}{{ 7 // 2 }}{{ 2 ** 3 }}",
  comparison: '{{ y > 1 }}{{ x == "a<b" }}{{ y in [1, 2] }}',
  logic: "{{ on and x }}{{ not on }}{{ none or y }}",
  "inline if": '{{ "yes" if on else x }}',
  "inline if without else": "{{ x if on }}",
  test: "{{ y is odd }}{{ none is defined }}",
  array: "{{ [x, y] }}",
  call: "{{ range(3) }}",
  method: "{{ x.toUpperCase() }}",
  literal: '{{ "a<b" }}{{ 1.5 }}{{ true }}{{ none }}',
  regex: "{{ r/a/g.test(x) }}",
  if: "{% if on %}{{ x }}{% endif %}",
  "if else": "{% if on %}{{ x }}{% else %}no{% endif %}",
  elif: "{% if none %}1{% elif y == 2 %}2{{ x }}{% else %}3{% endif %}",
  for: "{% for r in rows %}{{ r.n }};{% endfor %}",
  "for with loop":
    "{% for r in rows %}{{ loop.index }}/{{ loop.length }}{{ loop.first }}{{ loop.last }}{{ loop.revindex0 }}{{ r.n }}{% endfor %}",
  "for else": "{% for r in rows %}{{ r.id }}{% else %}none {{ x }}{% endfor %}",
  "for over a map": "{% for k, v in map %}{{ k }}={{ v }},{% endfor %}",
  "for over pairs": "{% for k, v in pairs %}{{ k }}={{ v }},{% endfor %}",
  "nested for":
    "{% for r in rows %}{% for s in rows %}{{ r.id }}{{ s.id }}{{ loop.index }} {% endfor %}{{ loop.index }}{% endfor %}",
  "for with the loop as a whole": "{% for r in rows %}{{ loop | dump | length > 3 }}{% endfor %}",
  "for with keys": "{% for r in rows | keyed('id') %}{{ r.n }} {% endfor %}",
  set: "{% set z = x %}{{ z }}",
  "set in a loop": "{% set z = 0 %}{% for r in rows %}{% set z = z + r.id %}{{ z }}{% endfor %}{{ z }}",
  "set block": "{% set z %}<{{ x }}>{% endset %}{{ z }}{{ z | safe }}",
  "set several": "{% set z, w = y %}{{ z }}{{ w }}",
  switch: "{% switch y %}{% case 1 %}one{{ x }}{% case 2 %}{% case 3 %}two{% default %}other{% endswitch %}",
  "switch without default": '{% switch x %}{% case "a<b" %}{{ y }}{% endswitch %}',
  macro: "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(x) }}{{ m(x, b=y) }}{{ m(x, 3) }}{{ m() }}",
  "macro in an expression": "{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(x) | upper }}{{ m(x) ~ x }}{{ m(x).length }}",
  call_block: "{% macro m(a) %}[{{ a }}{{ caller() }}]{% endmacro %}{% call m(y) %}in {{ x }}{% endcall %}",
  "call with arguments":
    "{% macro m(a) %}[{{ caller(a, 2) }}]{% endmacro %}{% call(p, q) m(y) %}{{ p }}{{ q }}{{ x }}{% endcall %}",
  import: '{% import "lib" as l %}{{ l.wrap(x) }}{{ l.shared }}',
  from: '{% from "lib" import wrap, shared as s %}{{ wrap(x, y) }}{{ s }}',
  "import with context": '{% import "lib" as l with context %}{{ l.wrap(y) }}',
  "call of an import": '{% from "lib" import wrap %}{% call wrap(x) %}{{ y }}{% endcall %}',
  include: '{% include "part" %}',
  "include with a dynamic name": '{% include "part" if on else "looping" %}',
  "include of what is missing": '{% include "nope" ignore missing %}',
  "include that sets": '{% include "looping" %}{{ x }}',
  "filter block": "{% filter upper %}a{{ x }}{% endfilter %}",
  raw: "{% raw %}{{ x }}{% endraw %}",
  verbatim: "{% verbatim %}{% if %}{% endverbatim %}",
  comment: "a{# {{ x }} #}b",
  "white space control": "a {%- if on -%} {{- x -}} {%- endif -%} b",
  block: "{% block inner %}{{ x }}{% endblock %}",
  extension: "{% stamp x %}",
  "extension with a body": "{% shout %}a{{ x }}{% endshout %}",
  global: "{{ twice(x) }}",
  "unknown test on nothing": "{{ none is undefined }}",
}

/** Globals and tags that the nodes use. */
export const prepare: Prepare = (env) => {
  env.addGlobal("twice", (text: unknown) => `${String(text)}${String(text)}`)
  env.addExtension("stamp", {
    tags: ["stamp"],
    parse(parser, ast) {
      const token = parser.nextToken()
      const args = parser.parseSignature(null, true)
      parser.advanceAfterBlockEnd(token.value)
      return new ast.CallExtension(this, "run", args)
    },
    run: (_context: unknown, value: unknown) => `#${String(value)}#`,
  } as nunjucks.Extension)
  env.addExtension("shout", {
    tags: ["shout"],
    parse(parser, ast) {
      const token = parser.nextToken()
      parser.advanceAfterBlockEnd(token.value)
      const content = parser.parseUntilBlocks("endshout")
      parser.advanceAfterBlockEnd()
      return new ast.CallExtension(this, "run", new ast.NodeList(), [content])
    },
    run: (_context: unknown, content: () => string) => new nunjucks.runtime.SafeString(`!${content()}!`),
  } as nunjucks.Extension)
}

/** The files for a node at a place. */
export function filesFor(place: string, node: string): Files {
  let count = 0
  // A block's name may stand once only in a file.
  return { ...libs, main: place.replaceAll("@", () => node.replace("block inner", `block inner${count++}`)) }
}

/** By text: most cases have the same files beside their main one. */
const compiled = new Map<string, boolean>()

/** False for what nunjucks writes invalid JavaScript for. */
export function compiles(files: Files): boolean {
  return Object.values(files).every((source) => {
    const known = compiled.get(source)
    if (known !== undefined) return known
    const answer = compilesAlone(source)
    compiled.set(source, answer)
    return answer
  })
}

function compilesAlone(source: string): boolean {
  try {
    const environment = new nunjucks.Environment(null)
    environment.addFilter("keyed", (list: unknown) => list)
    prepare(environment)
    new nunjucks.Template(source, environment, "x", true)
    return true
  } catch {
    return false
  }
}

/** Whole sets of files. */
export const fileSets: Readonly<Record<string, Files>> = {
  extends: {
    main: '{% extends "base" %}{% block a %}<b>{{ x }}</b>{% endblock %}',
    base: "<main>{% block a %}base{% endblock %}{{ y }}</main>",
  },
  "extends with super": {
    main: '{% extends "base" %}{% block a %}{{ super() }}+{{ super() }}{% endblock %}',
    base: "<main>{% block a %}<i>{{ x }}</i>{% endblock %}</main>",
  },
  "three levels": {
    main: '{% extends "mid" %}{% block a %}{{ super() }}{{ x }}{% endblock %}',
    mid: '{% extends "base" %}{% block a %}mid {{ super() }}{% endblock %}{% block b %}B{{ y }}{% endblock %}',
    base: "<main>{% block a %}{{ y }}{% endblock %}|{% block b %}{% endblock %}</main>",
  },
  "dynamic extends": {
    main: '{% extends "one" if on else "two" %}{% block a %}{{ x }}{% endblock %}',
    one: "1{% block a %}{% endblock %}",
    two: "<p>2{% block a %}{% endblock %}</p>",
  },
  "extends in an if": {
    main: '{% if on %}{% extends "base" %}{% endif %}own {{ x }}{% block a %}A{{ x }}{% endblock %}',
    base: "base {% block a %}{% endblock %}",
  },
  "a child's sets seen by its parent": {
    main: '{% extends "base" %}{% set t = x %}{% block a %}{{ t }}{% endblock %}{% set late = y %}',
    base: "{{ t }}{{ late }}{% block a %}{% endblock %}",
  },
  "set in a block stays there": { main: "{% set t = 1 %}{% block a %}{% set t = x %}{{ t }}{% endblock %}{{ t }}" },
  "a loop in a block sets the page's variable": {
    main: "{% set t = 1 %}{% block a %}{% for r in rows %}{% set t = r.n %}{% endfor %}{% endblock %}{{ t }}",
  },
  "a loop in an include sets the page's variable": { main: '{% set x = 1 %}{{ x }}{% include "looping" %}{{ x }}' },
  "an include in a loop sees the item": { main: '{% for item in rows %}<p>{% include "part" %}</p>{% endfor %}' },
  "an include in a loop over pairs does not": {
    main: '{% for item, q in pairs %}{% include "part" %}{% endfor %}{% for item, q in map %}{% include "part" %}{% endfor %}',
  },
  "macros see top-level variables, not the loop": {
    main: "{% set t = x %}{% macro m() %}{{ t }}{{ r.n }}{{ loop.index }}{% endmacro %}{% for r in rows %}{{ m() }}{% endfor %}",
  },
  "imported macros see nothing": {
    main: '{% set t = x %}{% import "mac" as l %}{{ l.m() }}{% import "mac" as w with context %}{{ w.m() }}',
    mac: "{% macro m() %}[{{ t }}{{ x }}]{% endmacro %}",
  },
  "a call body sees the loop": {
    main: "{% macro m() %}<i>{{ caller() }}</i>{% endmacro %}{% for r in rows %}{% set s = r.id %}{% call m() %}{{ r.n }}{{ s }}{{ loop.index }}{% endcall %}{% endfor %}",
  },
  recursion: {
    main: "{% macro tree(n) %}<ul>{% for k in n %}<li>{{ k.n }}{% if k.id == 1 %}{{ tree([{ n: x, id: 5 }]) }}{% endif %}</li>{% endfor %}</ul>{% endmacro %}{{ tree(rows) }}",
  },
  "recursive include": {
    main: '{% set depth = 0 %}{% include "again" %}',
    again: '{{ x }}{% set depth = depth + 1 %}{% if depth < 3 %}{% include "again" %}{% endif %}',
  },
  "macros as values": {
    main: "{% macro a(v) %}<b>{{ v }}</b>{% endmacro %}{% macro b(f, v) %}{{ f(v) }}{% endmacro %}{{ b(a, x) }}{% set f = a %}{{ f(y) }}",
  },
  "an if with a loop that sets": { main: "{% if on %}{% set t = x %}{% else %}{% set t = y %}{% endif %}{{ t }}" },
  "an opening and a closing macro": {
    main: "{% macro open() %}<section>{% endmacro %}{% macro close() %}</section>{% endmacro %}{{ open() }}{{ x }}{{ close() }}",
  },
  "a header opens what a footer closes": {
    main: '{% include "head" %}<p>{{ x }}</p>{% include "foot" %}',
    head: "<div>{{ y }}",
    foot: "</div>",
  },
  "the same by dynamic names": {
    main: '{% set h = "head" %}{% set f = "foot" %}{% include h %}<p>{{ x }}</p>{% include f %}',
    head: "<div>{{ y }}",
    foot: "</div>",
  },
  "blocks that open and close": {
    main: '{% extends "base" %}{% block a %}<div>{% endblock %}{% block b %}{{ x }}</div>{% endblock %}',
    base: "{% block a %}{% endblock %}{{ y }}{% block b %}{% endblock %}",
  },
  "rows without tbody": { main: "<table>{% for r in rows %}<tr><td>{{ r.n }}</td></tr>{% endfor %}</table>{{ x }}" },
  "items left open": { main: "<ul>{% for r in rows %}<li>{{ r.n }}{% endfor %}</ul>{{ x }}" },
  "a wrapper by condition": {
    main: "<div>{% if on %}<a href='{{ x }}'>{% endif %}text {{ y }}{% if on %}</a>{% endif %}</div>{{ x }}",
  },
  "attributes by condition": {
    main: "<input {% if on %}checked{% endif %} {{ 'disabled' if y == 1 }} class=\"{{ 'on' if on }} b\"{% for k, v in map %} data-{{ k }}=\"{{ v }}\"{% endfor %}>",
  },
  "attributes right behind the name": { main: "<input{% if on %} checked{% endif %}{{ ' a=1' | safe if on }}>" },
  "attributes right behind a name": {
    main:
      '{% macro attrs(o) %}{% for k, v in o %} {{ k }}="{{ v }}"{% endfor %}{% endmacro %}<input {{- attrs(map) }}><p ' +
      '{%- if on %} class="a"{% endif %} {{-" hidden" if on }}>{{ x }}</p><ul>{% for r in rows %}<li {{- attrs(r) }}>' +
      "{{ r.n }}</li>{% endfor %}</ul>",
  },
  "a value that goes on with a name": {
    main: '<p>{{ x }}</p><i{{ "ns" if on }}>{{ y }}</i{{ "ns" if on }}><input{{ y }}>',
  },
  "a computed tag": { main: "<h{{ y }}>x</h{{ y }}><p>{{ x }}</p>" },
  "a quote in a safe value": { main: "<a title='{{ x | safe }}'>{{ x }}</a>" },
  "joiner and cycler": {
    main: "{% set c = cycler('a', 'b') %}{% set j = joiner() %}{% for r in rows %}{{ j() }}<p class='{{ c.next() }}'>{{ r.n }}</p>{% endfor %}",
  },
  "an else that sees an earlier run": {
    main: "{% for r in [1, 2] %}{% for q in (rows if r == 1 else none) %}{{ q.n }}{% else %}none{% endfor %}{% endfor %}",
  },
  "set in a switch": {
    main: "{% set t = 0 %}{% switch y %}{% case 1 %}{% set t = x %}a{% default %}b{% endswitch %}{{ t }}",
  },
  "long lists of names": {
    main:
      Array.from({ length: 40 }, (_, n) => `{% set n${n} = ${n % 3 === 0 ? "x" : "y"} %}`).join("") +
      Array.from({ length: 40 }, (_, n) => `{{ n${n} }}`).join(""),
  },
}
