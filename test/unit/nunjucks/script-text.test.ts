/** Values in the text of scripts: refused where it runs, in HTML and in svg, and fit for JSON where it is JSON. */

import { parseFragment, serializeOuter } from "parse5"
import { diff } from "../../../src/render/diff/diff.js"
import { html, raw } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { changesBetween, type Files, renderFirst, setUp } from "../../support/nunjucks-setup.js"

const REFUSED = /a value cannot stand in (?:the source|the text) of a script/i

function strings(source: string): readonly string[] & { readonly raw: readonly string[] } {
  const parts = source.split("@")
  return Object.assign(parts, { raw: parts })
}

describe("a script that runs", () => {
  const scripts = [
    "<script>@</script>",
    "<script>var a = 'b @'</script>",
    '<script type="module">@</script>',
    '<script type="text/java&#115;cript">@</script>',
    '<script type="importmap">@</script>',
    '<script type="speculationrules">@</script>',
    "<svg><script>@</script></svg>",
    '<svg><script type="text/ecmascript">var a = "@"</script></svg>',
    "<svg><g><SCRIPT>a @ b</SCRIPT></g></svg>",
    "<svg><script><![CDATA[@]]></script></svg>",
    "<svg><script><g>@</g></script></svg>",
    "<svg><foreignObject><script>@</script></foreignObject></svg>",
    "<svg><foreignObject><svg><script>@</script></svg></foreignObject></svg>",
    "<svg><desc><script>@</script></desc></svg>",
    "<math><mi><script>@</script></mi></math>",
    '<math><annotation-xml encoding="text/html"><script>@</script></annotation-xml></math>',
    '<script type="@">a</script><script>@</script>',
    '<script id="@" class="a" {@} type="application/json">@</script>'.replace("{@}", "@"),
  ]

  it.each(scripts)("takes no value, in nunjucks: %s", (source) => {
    const { renderer } = setUp({ main: source.replaceAll("@", "{{ x }}") }, { autoescape: true })
    expect(() => renderFirst(renderer, { x: "alert(1)" })).toThrow(REFUSED)
  })

  it.each(scripts)("takes no value, in html`…`: %s", (source) => {
    const parts = strings(source)
    expect(() => html(parts, ...parts.slice(1).map(() => "a"))).toThrow(
      expect.objectContaining({ code: "LV_HOLE_PLACE" }),
    )
  })

  it.each([
    ["by a branch", { main: "<svg><script>{% if on %}{{ x }}{% endif %}</script></svg>" }],
    ["by a loop", { main: "<svg><script>{% for i in [1] %}{{ x }}{% endfor %}</script></svg>" }],
    ["by a macro", { main: "{% macro m(x) %}{{ x }}{% endmacro %}<svg><script>{{ m(x) }}</script></svg>" }],
    ["by an included file", { main: "<svg><script>{% include 'part' %}</script></svg>", part: "{{ x }}" }],
    ["by a file that is chosen", { main: "<svg><script>{% include file %}</script></svg>", part: "a{{ x }}" }],
    ["by a file that is chosen, in HTML", { main: "<script>{% include file %}</script>", part: "a{{ x }}" }],
    [
      "by a block",
      {
        main: "{% extends 'base' %}{% block b %}a{{ x }}{% endblock %}",
        base: "<svg><script>{% block b %}{% endblock %}</script></svg>",
      },
    ],
    [
      "by a call",
      {
        main: "{% macro m() %}{{ caller() }}{% endmacro %}<svg><script>{% call m() %}{{ x }}{% endcall %}</script></svg>",
      },
    ],
    ["in a region", { main: "{% if on %}<p>{% endif %}<svg><script>{{ x }}</script></svg>{% if on %}</p>{% endif %}" }],
    ["whose tag is computed", { main: "<{{ tag }}>{{ x }}</{{ tag }}>" }],
    ["whose tag is computed in part", { main: "<s{{ tail }}>{{ x }}</s{{ tail }}>" }],
    ["whose tag goes on behind a name", { main: "<s{{ tail }}>{{ x }}</script>" }],
  ] as [string, Files][])("takes none %s", (_, files) => {
    const { renderer } = setUp(files, { autoescape: true })
    const given = { on: true, x: "alert(1)", file: "part", tag: "script", tail: "cript" }
    expect(() => renderFirst(renderer, given)).toThrow(/a value cannot stand in/)
  })

  it("has a text that the template writes out, and choices of it", () => {
    const source = "<svg><script>{% if on %}f(){% else %}g(){% endif %}</script><text>{{ x }}</text></svg>"
    const { renderer } = setUp({ main: source })
    expect(toHtml(renderFirst(renderer, { on: true, x: "a" }))).toBe("<svg><script>f()</script><text>a</text></svg>")
  })

  it("may have values in its comments' and tags' neighbours: style, title, data in svg", () => {
    const source =
      '<svg><style>{{ x }}</style><title>{{ x }}</title><script type="application/json">{{ x }}</script><g id="{{ x }}"/></svg>'
    const { renderer } = setUp({ main: source }, { autoescape: true })
    expect(toHtml(renderFirst(renderer, { x: "a<b" }))).toBe(source.replaceAll("{{ x }}", "a&lt;b"))
  })
})

/** The text of the first script, as the parser reads it. */
function scriptText(source: string): string {
  const found = /<script[^>]*>/.exec(serializeOuter(parseFragment(source).childNodes[0] as never))
  const outer = serializeOuter(parseFragment(source).childNodes[0] as never)
  return outer.slice((found?.index ?? 0) + (found?.[0].length ?? 0), outer.lastIndexOf("</script>"))
}

const nasty = { "a</script><script>alert(1)</script><!--": ['"quoted" \\ & \u2028\u2029 <b>', 1, null, true] }
const MARKUP = /[<>&\u2028\u2029]/

describe("a script of JSON", () => {
  const ways: [string, string][] = [
    ["by `dump`", '<script type="application/json">{{ data | dump }}</script>'],
    ["by `dump` that is safe", '<script type="application/json">{{ data | dump | safe }}</script>'],
    ["by `json`", '<script type="application/ld+json">{{ data | json }}</script>'],
    ["by `json` that is safe", "<script type='text/json'>{{ data | json | safe }}</script>"],
    ["by `json` with spaces", "<script type=application/json id=a>{{ data | json(2) }}</script>"],
    [
      "in parts",
      '<script type="application/json">{ {% for k, v in data %}{{ k | dump }}: {{ v | dump }}{% endfor %} }</script>',
    ],
    [
      "as texts in quotes",
      '<script type="application/json">{ {% for k, v in data %}"{{ k }}": ["{{ v[0] }}", {{ v[1] }}, null, {{ v[3] }}]{% endfor %} }</script>',
    ],
    ["in a branch", '<script type="application/json">{% if data %}{{ data | dump }}{% endif %}</script>'],
    [
      "in a region",
      '{% if data %}<p>{% endif %}<script type="application/json">{{ data | dump | safe }}</script>{% if data %}</p>{% endif %}',
    ],
    [
      "as texts in quotes, in a region",
      '{% if data %}<p>{% endif %}<script type="application/json">{ {% for k, v in data %}"{{ k }}": ["{{ v[0] }}", 1, null, true]{% endfor %} }</script>{% if data %}</p>{% endif %}',
    ],
  ]

  it.each(ways)("says what it was given %s, and nothing of markup", (_, source) => {
    const { renderer } = setUp({ main: source }, { autoescape: true })
    const made = toHtml(renderFirst(renderer, { data: nasty }))
    const text = scriptText(made.replace(/^<p>/, ""))
    expect(text).not.toMatch(MARKUP)
    expect(JSON.parse(text)).toEqual(nasty)
  })

  it.each(ways.filter(([, source]) => source.startsWith("<script")))("is updated %s to the same text", (_, source) => {
    const { renderer } = setUp({ main: source }, { autoescape: true })
    const before = { data: { b: ["c", 1, null, true] } }
    const tree = renderFirst(renderer, before)
    const next = renderer.render({ data: nasty }, changesBetween(before, { data: nasty }), tree) as Rendered
    const wire = diff(tree, next, new TemplateTable()) as Record<number, string>
    expect(wire[0]).toBe(scriptText(toHtml(next)))
    expect(JSON.parse(wire[0] as string)).toEqual(nasty)
  })

  it("does not let a text in quotes say more than itself", () => {
    const { renderer } = setUp({ main: '<script type="application/json">{"a": "{{ x }}"}</script>' })
    const text = scriptText(toHtml(renderFirst(renderer, { x: '", "admin": "' })))
    expect(JSON.parse(text)).toEqual({ a: '", "admin": "' })
    const own = html`<script type="application/json">{"b": "\\"", "a": "${'", "admin": "\n'}"}</script>`
    expect(JSON.parse(scriptText(toHtml(own)))).toEqual({ b: '"', a: '", "admin": "\n' })
  })

  it("is so in html`…` too, also of raw(…)", () => {
    const text = JSON.stringify(nasty)
    for (const value of [text, raw(text)]) {
      const made = scriptText(toHtml(html`<script type="application/json">${value}</script>`))
      expect(made).not.toMatch(MARKUP)
      expect(JSON.parse(made)).toEqual(nasty)
    }
  })

  it("has nothing where a value is nothing", () => {
    const { renderer } = setUp({ main: '<script type="application/json">[{{ none }}{{ nil }}]</script>' })
    expect(toHtml(renderFirst(renderer, { nil: null }))).toBe('<script type="application/json">[]</script>')
  })
})

describe("the filter `json`", () => {
  it("gives JSON that may stand in any script, in plain nunjucks too", () => {
    const { engine } = setUp({ layout: "<script>var data = {{ data | json | safe }}</script>" })
    const made = scriptText(engine.render("layout", { data: nasty }))
    expect(made).not.toMatch(/[<>&\u2028\u2029]/)
    expect(JSON.parse(made.replace("var data = ", ""))).toEqual(nasty)
  })

  it("is escaped in an attribute, and says null for what JSON cannot say", () => {
    const { renderer } = setUp({ main: '<p data-x="{{ data | json }}">{{ none | json }}</p>' }, { autoescape: true })
    expect(toHtml(renderFirst(renderer, { data: { a: "b" } }))).toBe(
      '<p data-x="{&quot;a&quot;:&quot;b&quot;}">null</p>',
    )
  })

  it("is the app's own where it has one", () => {
    const { renderer } = setUp({ main: "{{ x | json }}" }, {}, (env) => env.addFilter("json", () => "own"))
    expect(toHtml(renderFirst(renderer, { x: 1 }))).toBe("own")
  })
})

describe("what is safe", () => {
  it.each([
    ["script", '<script type="text/template">@</script>', "</script><img src=x onerror=alert(1)>"],
    ["script", '<script type="text/template">@</script>', "<!-- <script>"],
    ["style", "<style>@</style>", "</STYLE ><img src=x onerror=alert(1)>"],
    ["textarea", "<textarea>@</textarea>", "</textarea><img src=x onerror=alert(1)>"],
    ["title", "<title>@</title>", "</title><img src=x onerror=alert(1)>"],
  ])("does not end the <%s> it stands in: %s with %j", (tag, source, x) => {
    const { renderer } = setUp({ main: source.replace("@", "{{ x | safe }}") }, { autoescape: true })
    const region = `{% if x %}<p>{% endif %}${source.replace("@", "{{ x | safe }}")}{% if x %}</p>{% endif %}`
    for (const made of [
      toHtml(renderFirst(renderer, { x })),
      toHtml(renderFirst(setUp({ main: region }).renderer, { x })).slice(3, -4),
      toHtml(html(strings(source), raw(x))),
    ]) {
      const { childNodes } = parseFragment(made)
      expect([made, childNodes.map(({ nodeName }) => nodeName)]).toEqual([made, [tag]])
    }
  })
})
