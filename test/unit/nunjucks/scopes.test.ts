/** Names that are read and set across the functions that calls, loops and captures become, as in nunjucks. */

import { toHtml } from "../../../src/render/write/write-html.js"
import { changesBetween, type Files, plainHtml, renderFirst, setUp } from "../../support/nunjucks-setup.js"

const one = { n: 1, kids: [{ n: 7 }] }
const two = { n: 2, kids: [] }
const xs = [one, two]

/** Renders each step, with what it changes, as nunjucks does; nothing may be taken over that another render changes. */
function follow(files: Files | string, start: object, ...steps: readonly object[]): void {
  const source = typeof files === "string" ? { main: files } : files
  const { renderer, warnings } = setUp(source)
  let context = start
  let tree = renderFirst(renderer, context)
  expect(toHtml(tree)).toBe(plainHtml(source, context))
  for (const step of steps) {
    const next = { ...context, ...step }
    tree = renderer.render(next, changesBetween(context, next), tree) as typeof tree
    expect(toHtml(tree)).toBe(plainHtml(source, next))
    context = next
  }
  expect(warnings.filter((text) => text.startsWith("LV_STALE"))).toEqual([])
}

const boxed = "{% macro f() %}({{ caller() }}){% endmacro %}"

test.each<[behaviour: string, files: Files | string]>([
  [
    "the loop of a macro follows what the body of a call reads",
    "{% macro f(l) %}{% for r in l %}[{{ caller(r) }}]{% endfor %}{% endmacro %}{% call(x) f(xs) %}{{ x.n }}{{ b }}{% endcall %}",
  ],
  [
    "so does a loop that calls within an expression",
    "{% macro f(l) %}{% for r in l %}{% set z = caller(r) %}{{ z if r.n }}{% endfor %}{% endmacro %}{% call(x) f(xs) %}{{ b }}{% endcall %}",
  ],
  [
    "so does a loop that includes what calls",
    {
      main: "{% macro f(l) %}{% for r in l %}{% include 'p' %}{% endfor %}{% endmacro %}{% call(x) f(xs) %}{{ x.n }}{{ b }}{% endcall %}",
      p: "{{ caller(r) }}",
    },
  ],
  [
    "the body of a call sees the loop of the macro that calls it",
    "{% macro f(l) %}{% for s in l %}{{ caller() }}{% endfor %}{% endmacro %}{% call f(xs) %}{{ s.n }}{{ b }}{{ loop.index }}{% endcall %}",
  ],
  [
    "what a loop in the body of a call sets is seen by the macro that calls it",
    "{% macro f() %}{% set v = 1 %}{{ caller() }}<i>{{ v }}</i>{% endmacro %}{% call f() %}{% for r in xs %}{% set v = b %}{% endfor %}{% endcall %}",
  ],
  [
    "the body of a call sets a variable of the loop around it",
    `${boxed}{% for v in xs %}{% call f() %}{% set v = b %}{{ v }}{% endcall %}<i>{{ v }}</i>{% endfor %}`,
  ],
  [
    "the body of a call sets a parameter of the macro around it, or does not",
    `${boxed}{% macro g(v) %}{% call f() %}{% if b == 2 %}{% set v = b %}{% endif %}{% endcall %}<i>{{ v }}</i>{% endmacro %}{{ g(1) }}`,
  ],
  [
    "a loop sets a variable around it that has no value",
    "{% for v in [u] %}{% for r in xs %}{% set v = r.n %}{{ v }}{% endfor %}<b>{{ v }}</b>{% endfor %}",
  ],
  [
    "a loop sets a parameter that has no value",
    "{% macro f(v, w) %}{% for r in [1, 2] %}{% set v = r %}{{ v }}{% endfor %}<b>{{ v }}{{ w }}</b>{% endmacro %}<p>{{ f(u, b) }}</p>",
  ],
  [
    "the `else` of a loop does not see what a macro in its body hides",
    "{% for r in none %}{% macro b() %}x{% endmacro %}{% else %}[{{ b }}]{% endfor %}",
  ],
  [
    "a block of a `set` sets something, or does not",
    "{% set v = 3 %}{% set w %}{% if b == 2 %}{% set v = 5 %}{% endif %}{% endset %}<i>{{ v }}</i>",
  ],
  [
    "a block of a filter sets something, or does not",
    "{% set v = 3 %}{% filter upper %}{% if b == 2 %}{% set v = 5 %}{% endif %}{% endfilter %}<i>{{ v }}</i>",
  ],
  [
    "an attribute sets something within a block, or does not",
    "{% set v = 3 %}<b title='{% set w %}{% if b == 2 %}{% set v = 5 %}{% endif %}{% endset %}'></b><i>{{ v }}</i>",
  ],
  [
    "a name of a global is bound to what counts",
    "{% set range = joiner() %}{% for r in xs %}{{ range() }}{{ r.n }}{% endfor %}",
  ],
])("%s", (_behaviour, files) => {
  follow(files, { xs, b: 1, none: [] }, { b: 2 }, { b: 3 }, { xs: [two, one] }, { xs: [one] }, { b: 2 })
})
