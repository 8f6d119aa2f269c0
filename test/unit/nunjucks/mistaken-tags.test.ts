/** Tags that are not closed, close nothing, or are nested wrongly are told with their place; those that are right are not. */

import { type Files, renderFirst, setUp } from "../../support/nunjucks-setup.js"

const context = { count: 1, rows: [1, 2], r: 1, on: true, name: "part" }

function told(files: Files | string): string[] {
  const { renderer, warnings } = setUp(typeof files === "string" ? { main: files } : files)
  renderFirst(renderer, context)
  return warnings.filter((text) => text.startsWith("LV_TAG:")).map((text) => text.slice(8).split("\n\n")[0] as string)
}

test.each<[files: Files | string, ...told: string[]]>([
  ["<div>a {{ count }}", "main:1:1: <div> is not closed."],
  ["<p>{{ count }}</p></div>", "main:1:19: </div> closes nothing that is open here."],
  ["<main><div><p>{{ count }}</p></main>", "main:1:7: <div> is not closed: </main> comes first."],
  ["<ul>{% for r in rows %}<li><b>{{ r }}</li>{% endfor %}</ul>", "main:1:28: <b> is not closed: </li> comes first."],
  ["a\n  <div>\n {{ count }}\n<p></p>", "main:2:3: <div> is not closed."],
  ["<div>\n{%- if on -%}   <section>x {% endif %}</div>", "main:2:17: <section> is not closed: </div> comes first."],
  ["<div>{% if on %}</section>{% endif %}</div>", "main:1:17: </section> closes nothing that is open here."],
  [
    '<a href="/{{ count }}"><p>t</a></p>',
    "main:1:1: <a> is not closed in the element that it is opened in: browsers make several elements of it.",
  ],
  [
    `${"<div{% if on %} class='x'{% endif %}>".repeat(6)}<p><b>{{ count }}</p>${"</div>".repeat(6)}`,
    "main:1:226: <b> is not closed: </p> comes first.",
  ],
  ["<div><{{ name }}>x</div>{{ count }}", "main:1:6: <{{ … }}> is not closed: </div> comes first."],
  ["<p><b>one</p><p>{{ count }}</p>", "main:1:4: <b> is not closed: </p> comes first."],
  [
    "<p><b>one</p><p>{{ count }}</b></p>",
    "main:1:4: <b> is not closed in the element that it is opened in: browsers make several elements of it.",
  ],
  [
    "<b><i>{{ count }}</b></i>",
    "main:1:4: <i> is not closed in the element that it is opened in: browsers make several elements of it.",
  ],
  [
    "<span>{{ count }}<div>x</span></div>",
    "main:1:24: </span> stands in a <div> that is still open: browsers leave it out, and <span> stays open.",
  ],
  [
    "<label>{{ count }}<ul><li>x</label></li></ul>",
    "main:1:28: </label> stands in a <li> that is still open: browsers leave it out, and <label> stays open.",
  ],
  [
    "<span><p>{{ count }}</span>",
    "main:1:21: </span> stands in a <p> that is still open: browsers leave it out, and <span> stays open.",
  ],
  [
    { main: '<my-card>{% include "part" %}</my-card>', part: "<section>{{ count }}</my-card></section>" },
    "part:1:21: </my-card> stands in a <section> that is still open: browsers leave it out, and <my-card> stays open.",
  ],
  ["<span><div>{{ count }}</span>", "main:1:7: <div> is not closed."],
  ["<p>{{ count }}<div>x</div></p>", "main:1:27: </p> closes nothing that is open here."],
  ["<li><math><mi>{{ count }}</li>", "main:1:5: <math> is not closed.", "main:1:11: <mi> is not closed."],
  ["<p>{{ count }}</p></br>", "main:1:19: </br> closes nothing that is open here."],
  ["<p>{{ count }}</p><input></input>", "main:1:26: </input> closes nothing that is open here."],
  [
    "<p>{{ count }}</p>\n<noscript><!-- {{ r }}</noscript>",
    "main:2:1: what stands in <noscript> leaves something open: close it there.",
  ],
  [
    '{{ count }}<noscript><img alt="</noscript>',
    "main:1:12: what stands in <noscript> leaves something open: close it there.",
  ],
  ["<p>{{ count }}</p><!-- never closed", "main:1:19: the template ends in a comment."],
  ["<p>{{ count }}</p><textarea>x", "main:1:19: <textarea> is not closed."],
  ['<p>{{ count }}</p><b title="x>y</b>', 'main:1:19: the template ends in the start tag <b> at "title".'],
  [
    "<div><tr>{{ count }}</tr></div>",
    "main:1:6: <tr> does not belong into <div>: browsers leave it out, or move it out.",
    "main:1:21: </tr> closes nothing that is open here.",
  ],
  [
    "<table><div>{{ count }}</div></table>",
    "main:1:8: <div> does not belong into <table>: browsers leave it out, or move it out.",
  ],
  [{ main: 'x\n{% include "part" %}', part: "y\n<div>{{ count }}" }, "part:2:1: <div> is not closed."],
  [
    { main: '{% from "part" import m %}{{ m() }}', part: "\n{% macro m() %}<div>{{ 1 }}{% endmacro %}" },
    "part:2:16: <div> is not closed.",
  ],
  [
    { main: '{% from "part" import m %}{{ m() if on }}', part: "{% macro m() %}<a><b>{{ 1 }}</a>{% endmacro %}" },
    "part:1:19: <b> is not closed: </a> comes first.",
  ],
  [
    {
      main: '{% extends "base" %}{% block c %}<div>{{ count }}{% endblock %}',
      base: "<main>{% block c %}{% endblock %}</main>",
    },
    "main:1:34: <div> is not closed: </main> comes first.",
  ],
  [
    {
      main: '{% extends "base" %}{% block c %}{{ super() }}{% endblock %}',
      base: "<main>{% block c %}<i>{% endblock %}</main>",
    },
    "base:1:20: <i> is not closed: </main> comes first.",
  ],
  [
    { main: "<main>{% include name %}<div><b></div></main>", part: "x" },
    "main:1:30: <b> is not closed: </div> comes first.",
  ],
  [
    "{% macro m() %}<p>{{ caller() }}</p>{% endmacro %}{% call m() %}<b>x{% endcall %}",
    "main:1:65: <b> is not closed.",
  ],
  ["{% set x %}<main><div></main>{% endset %}{{ x }}", "main:1:18: <div> is not closed: </main> comes first."],
])("%j", (files, ...expected) => {
  expect(told(files)).toEqual(expected)
})

test.each<[what: string, files: Files | string]>([
  ["a computed name with attributes right behind it", "<{{ name }} {{- on }}>{{ count }}</{{ name }}>"],
  ["a computed name in a branch", "{% if on %}<{{ name }}>{% endif %}{{ count }}{% if on %}</{{ name }}>{% endif %}"],
  [
    "end tags that HTML does not need",
    "<ul><li>{{ count }}<li>b</ul><dl><dt>a<dd>b</dl><table><tr><td>{{ count }}<tr><td>x</table><p>x",
  ],
  ["options", "<select><optgroup label=a><option>{{ count }}<option>b<optgroup label=c></select>"],
  ["one `if` that opens and one that closes", "{% if on %}<div>{% endif %}{{ count }}{% if on %}</div>{% endif %}"],
  ["inside of another element", "<main>{% if on %}<a href='/'>{% endif %}{{ count }}{% if on %}</a>{% endif %}</main>"],
  [
    "an `if` that opens and closes around an end tag",
    "<span>{% if on %}<div>{% endif %}{{ count }}</span>{% if on %}</div>{% endif %}",
  ],
  [
    "an include of a computed name that closes what stands before an end tag",
    { main: "<span><div>{% include name %}{{ count }}</span>", part: "</div>" },
  ],
  ["branches that open alike", "{% if on %}<div class=a>{% else %}<div class=b>{% endif %}{{ count }}</div>"],
  ["a loop that closes and opens", "<div>{% for r in rows %}{{ r }}</div><div>{% endfor %}</div>"],
  [
    "an include that opens what another closes",
    { main: '{% include "a" %}{{ count }}{% include "b" %}', a: "<div>", b: "</div>" },
  ],
  ["an include of a computed name", { main: "{% include name %}{{ count }}</div>", part: "<div>" }],
  ["an include of a computed name that closes", { main: "<div>{{ count }}{% include name %}", part: "</div>" }],
  [
    "macros that open and close",
    "{% macro o() %}<div>{% endmacro %}{% macro c() %}</div>{% endmacro %}{{ o() }}{{ count }}{{ c() }}",
  ],
  [
    "imported macros",
    {
      main: '{% import "l" as l %}{{ l.o() }}{{ count }}{{ l.c() }}',
      l: "{% macro o() %}<div>{% endmacro %}{% macro c() %}</div>{% endmacro %}",
    },
  ],
  ["macros that nobody calls", "{{ count }}{% macro o() %}<div>{% endmacro %}{% macro c() %}</div>{% endmacro %}"],
  [
    "blocks that open and close",
    {
      main: '{% extends "base" %}{% block a %}<div>{% endblock %}{% block b %}</div>{% endblock %}',
      base: "{% block a %}{% endblock %}{{ count }}{% block b %}{% endblock %}",
    },
  ],
  [
    "blocks of the parent that a child replaces",
    {
      main: '{% extends "base" %}{% block a %}<p>x</p>{% endblock %}',
      base: "<main>{% block a %}<div>{% endblock %}{{ count }}</main>",
    },
  ],
  [
    "text of a child outside of its blocks",
    { main: '{% extends "base" %}<div>{% block a %}x{% endblock %}', base: "{% block a %}{% endblock %}{{ count }}" },
  ],
  [
    "a computed parent",
    { main: "{% extends name %}{% block a %}<div>{% endblock %}", part: "{% block a %}{% endblock %}</div>" },
  ],
  [
    "a block around a block",
    {
      main: '{% extends "base" %}{% block b %}</div>{% endblock %}',
      base: "<div>{{ count }}{% block a %}{% block b %}{% endblock %}{% endblock %}",
    },
  ],
  ["svg", "<svg><g><path d=''/><title>x</title></g></svg>{{ count }}<math><mi>x</mi></math>"],
  ["a <noscript> with elements", '<noscript><img src="{{ count }}"><p>x</p><!-- c --></noscript>{{ count }}'],
  ["void elements", "<br><br/><img src=x><input>{{ count }}<hr>"],
  [
    "a macro around what its caller brings",
    "{% macro m() %}<p>{{ caller() }}</p>{% endmacro %}{% call m() %}<b>{{ count }}</b>{% endcall %}",
  ],
  ["upper case", "<DIV>{{ count }}</div><svg><foreignObject><P>x</P></foreignObject></svg>"],
  ["a recursive macro", "{% macro t(n) %}<ul><li>{{ t(n - 1) if n }}</li></ul>{% endmacro %}{{ t(2) }}"],
])("%s: nothing is told", (_, files) => {
  expect(told(files)).toEqual([])
})

test("a warning shows the lines around the place", () => {
  const { renderer, warnings } = setUp({ main: "<main>\n  <div>\n  {{ count }}\n</main>" })
  renderFirst(renderer, context)
  expect(warnings.filter((text) => text.startsWith("LV_TAG"))).toEqual([
    "LV_TAG: main:2:3: <div> is not closed: </main> comes first.\n\n" +
      "  1 | <main>\n> 2 |   <div>\n    |   ^\n  3 |   {{ count }}\n  4 | </main>",
  ])
})
