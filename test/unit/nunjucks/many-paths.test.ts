/** Templates with more paths through them than anybody can follow: the compiler comes back all the same. */

import { toHtml } from "../../../src/render/write/write-html.js"
import { type Files, renderFirst, setUp } from "../../support/nunjucks-setup.js"

const all = (count: number, part: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => part(n)).join("")

/** What holds the next of its kind inside of itself, so often. */
const nested = (count: number, begin: (n: number) => string, end: string): string =>
  `${all(count, begin)}{{ x }}${end.repeat(count)}`

/** Files of which each has the next one in it twice. */
const chained = (count: number, part: (inner: string) => string, around: (first: string) => string): Files => ({
  main: around('{% include "f0" %}'),
  [`f${count}`]: "{{ x }}",
  ...Object.fromEntries(
    Array.from({ length: count }, (_, n) => {
      const next = `{% include "f${n + 1}" %}`
      return [`f${n}`, part(`{% if y %}${next}${next}{% endif %}`)]
    }),
  ),
})

/** Macros that all call each other. */
const mutual = (count: number, part: (calls: string) => string, call: string): string =>
  all(
    count,
    (n) =>
      `{% macro m${n}(k) %}${part(all(count, (m) => `{% if k == ${m + 7} %}{{ m${m}(k) }}{% endif %}`))}{% endmacro %}`,
  ) + call

const bodies: readonly [what: string, files: Files, html: string][] = [
  [
    "loops in loops that open tags",
    { main: `<div>${nested(8, (n) => `{% for v${n} in xs %}<b>`, "{% endfor %}")}</div>` },
    `<div>${"<b>".repeat(8)}1</div>`,
  ],
  [
    "loops in loops that close tags",
    { main: `<div>${nested(8, (n) => `{% for v${n} in none %}</div>`, "{% endfor %}")}</div>` },
    "<div></div>",
  ],
  [
    "files in an attribute",
    chained(
      40,
      (inner) => `k${inner}`,
      (first) => `<p class="${first}"></p>`,
    ),
    '<p class="k"></p>',
  ],
  [
    "files in a tag",
    chained(
      40,
      (inner) => ` k ${inner}`,
      (first) => `<p ${first}></p>`,
    ),
    "<p  k ></p>",
  ],
  ["macros that call each other", { main: mutual(10, (calls) => `<b>${calls}</b>`, "{{ m0(1) }}") }, "<b></b>"],
  [
    "macros that call each other in an attribute",
    { main: mutual(10, (calls) => `k${calls}`, '<p class="{{ m0(1) }}"></p>') },
    '<p class="k"></p>',
  ],
  ["macros that call each other and open tags", { main: mutual(7, (calls) => `<b>${calls}`, "{{ m0(1) }}") }, "<b>"],
]

test.each(bodies)("%s", (_what, files, html) => {
  const { renderer } = setUp(files)
  expect(toHtml(renderFirst(renderer, { x: 1, y: 0, xs: [1], none: [] }))).toBe(html)
})

test("what has no end is refused with the place and what to do", () => {
  const { renderer } = setUp(
    chained(
      40,
      (inner) => `<div>${inner}`,
      (first) => first,
    ),
  )
  expect(() => renderFirst(renderer, { x: 1, y: 0 })).toThrow(
    /^The template cannot be compiled: there are too many ways through this part\..* close each tag in the part that opens it\. \(f\d+:1:\d+\)/,
  )
})
