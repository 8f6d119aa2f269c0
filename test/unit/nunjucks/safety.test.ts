/** The table of contexts in docs/templates.md, row by row, for nunjucks and for html`…`. */

import nunjucks from "nunjucks"
import { safeUrl } from "../../../src/html/text/safe-url.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { html, raw } from "../../../src/render/values/html.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"

const BLOCKED = "about:blank#blocked"

interface Result {
  readonly html: string
  readonly plain: string
  readonly warnings: readonly string[]
}

function render(source: string, assigns: object): Result {
  const loader = { getSource: () => ({ src: source, path: "views/page.njk", noCache: false }) }
  const environment = new nunjucks.Environment([loader as never], { autoescape: true })
  const warnings: string[] = []
  const engine = createNunjucksEngine({
    environment,
    development: true,
    warn: (code, text) => warnings.push(`${code} ${text}`),
  })
  const tree = engine.renderer("page.njk").render(assigns, undefined, undefined) as Rendered
  return { html: toHtml(tree), plain: environment.renderString(source, assigns), warnings }
}

const dangerous = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " \u0000\u001fjavascript:alert(1)",
  "\n java\nscr\tip\rt:alert(1)",
  "vbscript:x",
  "data:text/html,<script>alert(1)</script>",
  "DATA:text/html;base64,x",
]
const harmless = [
  "/path",
  "path?x=javascript:1",
  "#javascript:",
  "https://example.com/javascript:x",
  "mailto:a@b.c",
  "tel:1",
  "javascript",
  "my-javascript:x",
  "database:x",
  "",
]

describe("the start of an address", () => {
  it.each(dangerous)("is blocked where it is %j, with a warning that names the line", (url) => {
    const { html: made, warnings } = render('<p></p>\n<a href="{{ url }}">x</a>', { url })
    expect(made).toBe(`<p></p>\n<a href="${BLOCKED}">x</a>`)
    expect(warnings).toEqual([
      expect.stringMatching(/^LV_URL_BLOCKED views\/page\.njk:2:\d+: .*"href" of <a>.*safe_url/),
    ])
    expect(toHtml(html`<a href="${url}">x</a>`)).toBe(`<a href="${BLOCKED}">x</a>`)
    expect(toHtml(html`<a ${{ href: url }}>x</a>`)).toBe(`<a href="${BLOCKED}">x</a>`)
  })

  it.each(harmless)("is as nunjucks writes it where it is %j", (url) => {
    const { html: made, plain, warnings } = render('<a href="{{ url }}">x</a>', { url })
    expect(made).toBe(plain)
    expect(warnings).toEqual([])
    expect(toHtml(html`<a href="${url}">x</a>`)).toBe(plain)
  })

  it.each([
    ["a", "href"],
    ["form", "action"],
    ["button", "formaction"],
    ["iframe", "src"],
    ["blockquote", "cite"],
    ["object", "data"],
    ["video", "poster"],
  ])("is looked at in <%s %s>", (tag, attribute) => {
    const { html: made } = render(`<${tag} ${attribute}="{{ url }}"></${tag}>`, { url: "javascript:x" })
    expect(made).toBe(`<${tag} ${attribute}="${BLOCKED}"></${tag}>`)
  })

  it("is looked at in svg: links, and animations of links", () => {
    const { html: made } = render(
      '<svg><a xlink:href="{{ url }}"><set attributeName="href" to="{{ url }}"/></a></svg>',
      { url: "javascript:x" },
    )
    expect(made).toBe(`<svg><a xlink:href="${BLOCKED}"><set attributeName="href" to="${BLOCKED}"/></a></svg>`)
  })

  it("is left alone in attributes that hold none", () => {
    const source = '<p title="{{ url }}" data-url="{{ url }}" class="{{ url }}"></p>'
    expect(render(source, { url: "javascript:x" }).html).toBe(source.replaceAll("{{ url }}", "javascript:x"))
  })

  it("is not blocked for images in src, but in frames and links it is", () => {
    const url = "data:image/png;base64,AAAA"
    expect(render('<img src="{{ url }}">', { url }).html).toBe(`<img src="${url}">`)
    expect(render('<iframe src="{{ url }}"></iframe>', { url }).html).toContain(BLOCKED)
    expect(render('<a href="{{ url }}"></a>', { url }).html).toContain(BLOCKED)
    expect(render('<img src="{{ url }}">', { url: "data:text/html,x" }).html).toContain(BLOCKED)
  })

  it("is seen when several values make it, or the first of them are empty", () => {
    const assigns = { none: "", scheme: "javascript", url: "javascript:x" }
    expect(render('<a href="{{ scheme }}:{{ url }}"></a>', assigns).html).toBe(`<a href="${BLOCKED}"></a>`)
    expect(render('<a href="{{ none }}{{ url }}"></a>', assigns).html).toBe(`<a href="${BLOCKED}"></a>`)
    expect(render('<a href=" {{ url }}"></a>', assigns).html).toBe(`<a href=" ${BLOCKED}"></a>`)
    expect(render('<a href="/to?u={{ url }}"></a>', assigns).html).toBe('<a href="/to?u=javascript:x"></a>')
    expect(toHtml(html`<a href="${"javascript"}:${"x"}"></a>`)).toBe(`<a href="${BLOCKED}"></a>`)
  })

  it("is decoded as the parser does: safe values may hold references", () => {
    const url = new nunjucks.runtime.SafeString("java&#115;cript&colon;x")
    expect(render('<a href="{{ url }}"></a>', { url }).html).toBe(`<a href="${BLOCKED}"></a>`)
    expect(toHtml(html`<a href="${raw("java&#115;cript:x")}"></a>`)).toBe(`<a href="${BLOCKED}"></a>`)
  })

  it("is looked at in branches, without quotes, between attributes, in regions, macros, loops", () => {
    const assigns = { url: "javascript:x", on: true, list: ["javascript:y", "/z"] }
    for (const source of [
      '<a href="{% if on %}{{ url }}{% endif %}"></a>',
      "<a href={{ url }}></a>",
      '<a {% if on %}href="{{ url }}"{% endif %}></a>',
      '{% if on %}<a href="{{ url }}">{% endif %}x{% if on %}</a>{% endif %}',
      '{% macro link(to) %}<a href="{{ to }}"></a>{% endmacro %}{{ link(url) }}',
      '{% for item in list %}<a href="{{ item }}"></a>{% endfor %}',
    ]) {
      const { html: made } = render(source, assigns)
      expect([source, made]).toEqual([source, expect.stringContaining(BLOCKED)])
      expect(made).not.toContain("javascript:")
    }
  })

  it.each([
    ["without quotes", "<a href={{ a }}{{ b }}>x</a>", `<a href=${BLOCKED}>x</a>`],
    ["with text between", "<a href={{ a }}:{{ c }}>x</a>", `<a href=${BLOCKED}>x</a>`],
    ["with text behind", "<a href={{ a }}:x>x</a>", `<a href=${BLOCKED}>x</a>`],
    ["with nothing in front", "<a href={{ none }}{{ a }}{{ b }}>x</a>", `<a href=${BLOCKED}>x</a>`],
    ["in branches", "<a href={% if on %}{{ a }}{% endif %}{{ b }}>x</a>", `<a href=${BLOCKED}>x</a>`],
    [
      "between attributes",
      '<a {% if on %}id="i" href=" {{ a }}{{ b }}"{% endif %}>x</a>',
      `<a id="i" href="${BLOCKED}">x</a>`,
    ],
    [
      "in a region",
      "{% if on %}<a href='{{ a }}{{ b }}'>{% endif %}x{% if on %}</a>{% endif %}",
      `<a href='${BLOCKED}'>x</a>`,
    ],
    [
      "in a loop in a region",
      '{% if on %}<p>{% endif %}{% for s in list %}<a href="{{ s }}{{ b }}"></a>{% endfor %}',
      `<p><a href="/:x"></a><a href="${BLOCKED}"></a>`,
    ],
    ["with a space in front", "<a href={{ space }}>x</a>", `<a href= ${BLOCKED}>x</a>`],
    ["with quotes of its own", "<a href={{ quoted }}>x</a>", `<a href="${BLOCKED}">x</a>`],
  ])("is seen when several values make it %s", (_, source, expected) => {
    const assigns = {
      on: true,
      none: "",
      a: "javascript",
      b: ":x",
      c: "x",
      list: ["/", "javascript"],
      space: " javascript:x",
      quoted: new nunjucks.runtime.SafeString('"javascript:x"'),
    }
    const { html: made, warnings } = render(source, assigns)
    expect(made).toBe(expected)
    expect(warnings.filter((line) => line.startsWith("LV_URL_BLOCKED"))).toHaveLength(1)
  })

  it("is the first of several values only: what follows may be anything", () => {
    const assigns = { on: true, to: "/go?to=", url: "javascript:x" }
    for (const source of [
      "<a href={{ to }}{{ url }}>x</a>",
      "{% if on %}<a href='{{ to }}{{ url }}'>{% endif %}x{% if on %}</a>{% endif %}",
      "<a href={{ url | safe_url }}{{ url }}>x</a>",
      "<a {% if on %}href='{{ url | safe_url }}{{ url }}'{% endif %}>x</a>",
      "<a title={{ on }} href='javascript:void(0)'>x</a>",
      "<a title={{ url }}>x</a>",
    ]) {
      const { html: made, plain } = render(source, assigns)
      expect([source, made]).toEqual([source, plain])
    }
  })

  const places = (address: string): string[] => [
    `<a href="${address}">x</a>`,
    `<a href=${address}>x</a>`,
    `<a {% if on %}href='${address}'{% endif %}>x</a>`,
    `{% if on %}<a id=i href="${address}">{% endif %}x{% if on %}</a>{% endif %}`,
  ]

  it.each([
    ["another branch", "{% if csv %}{{ csv | safe_url }}{% else %}{{ url }}{% endif %}"],
    ["the other side of an `if` expression", "{{ (csv | safe_url) if csv else url }}"],
    ["what stands behind `or`", "{{ (csv | safe_url) or url }}"],
    ["a part of the value", "{{ url ~ (csv | safe_url) }}"],
    ["an argument", "{{ url | replace('x', csv | safe_url) }}"],
    ["a value behind it", "{{ none }}{{ url }}{{ csv | safe_url }}"],
  ])("is looked at although `safe_url` is said of %s", (_, address) => {
    for (const source of places(address)) {
      const { html: made } = render(source, { on: true, url: "javascript:x" })
      expect([source, made]).toEqual([source, expect.stringContaining(BLOCKED)])
    }
  })

  it("is taken as it is where `safe_url` is said of all that it may be", () => {
    const url = "javascript:x"
    for (const address of [
      "{% if csv %}{{ csv | safe_url }}{% else %}{{ url }}{% endif %}",
      "{{ (csv | safe_url) if csv else '/' }}",
      "{{ (none or csv) | safe_url | trim }}",
      "{{ csv and (csv | safe_url) }}",
    ]) {
      for (const source of places(address)) {
        const { html: made, plain } = render(source, { on: true, csv: url, url })
        expect([source, made]).toEqual([source, plain])
      }
    }
  })

  it.each([
    ["an include", '{% include "u" %}'],
    ["a block", "{% block u %}{{ url }}{% endblock %}"],
    ["a macro", "{% macro m() %}{{ url }}{% endmacro %}{{ m() }}"],
    ["a text in front of it", "{% if on %}java{% endif %}{{ script }}"],
  ])("is looked at where it comes from %s", (_, address) => {
    const loader = {
      getSource: (name: string) => ({
        src: name === "u" ? "{{ url }}" : (sources[name] ?? ""),
        path: name,
        noCache: false,
      }),
    }
    const sources: Record<string, string> = Object.fromEntries(
      places(address).map((source, index) => [`p${index}`, source]),
    )
    const environment = new nunjucks.Environment([loader as never])
    const engine = createNunjucksEngine({ environment, development: true, warn: () => undefined })
    for (const [name, source] of Object.entries(sources)) {
      const tree = engine
        .renderer(name)
        .render({ on: true, url: "javascript:x", script: "script:x" }, undefined, undefined)
      expect([source, toHtml(tree as Rendered)]).toEqual([source, expect.stringContaining(BLOCKED)])
    }
  })

  it("is left alone where a branch begins the address", () => {
    for (const begin of ["/go?to=", "data:text/csv,", "https:"]) {
      for (const source of [...places(`{% if on %}${begin}{% endif %}{{ url }}`), ...places(`${begin}{{ url }}`)]) {
        const { html: made, plain } = render(source, { on: true, url: "javascript:x" })
        expect([source, made]).toEqual([source, plain])
      }
    }
  })

  it("is blocked where a branch begins a script, for whose values escaping does not help", () => {
    for (const source of places("{% if not on %}{% else %}javascript:f({% endif %}{{ x }})")) {
      expect([source, render(source, { on: true, x: "1" }).html]).toEqual([source, expect.stringContaining(BLOCKED)])
    }
  })

  it("is the author's own where the template writes it out", () => {
    const source = '<a href="{% if on %}javascript:void(0){% else %}{{ url }}{% endif %}"></a>'
    expect(render(source, { on: true }).html).toBe('<a href="javascript:void(0)"></a>')
    expect(render(source, { on: false, url: "javascript:x" }).html).toContain(BLOCKED)
    expect(render('<a href="javascript:void(0)">{{ on }}</a>', { on: 1 }).html).toContain("javascript:void(0)")
  })

  it("is taken as it is behind the filter `safe_url`, and from safeUrl(…)", () => {
    const url = "javascript:x"
    expect(render('<a href="{{ url | safe_url }}"></a>', { url }).html).toBe(`<a href="${url}"></a>`)
    expect(render("<a href={{ url | safe_url }}></a>", { url }).html).toBe(`<a href=${url}></a>`)
    expect(toHtml(html`<a href="${safeUrl('javascript:"')}"></a>`)).toBe('<a href="javascript:&quot;"></a>')
    expect(toHtml(html`<a ${{ href: safeUrl(url) }}></a>`)).toBe(`<a href="${url}"></a>`)
  })

  it("is looked at in every render", () => {
    const loader = { getSource: () => ({ src: '<a href="{{ url }}"></a>', path: "a", noCache: false }) }
    const environment = new nunjucks.Environment([loader as never])
    const renderer = createNunjucksEngine({ environment, development: true, warn() {} }).renderer("a")
    const first = renderer.render({ url: "/a" }, undefined, undefined) as Rendered
    const changes = { dirty: new Set(["url"]), mutated: new Set<string>() }
    expect(toHtml(renderer.render({ url: "javascript:x" }, changes, first) as Rendered)).toContain(BLOCKED)
  })
})

describe("a declarative shadow root", () => {
  it.each([
    ["between its tags", '<my-card><template shadowrootmode="open"><b>{{ x }}</b></template></my-card>'],
    ["in an attribute inside", "<my-card><template shadowrootmode=closed><b class='{{ x }}'></b></template></my-card>"],
    ["in its style", "<my-card><template shadowrootmode='OPEN'><style>{{ x }}</style></template></my-card>"],
    ["in its own start tag", '<my-card><template shadowrootmode="open" class="{{ x }}"></template></my-card>'],
    ["in front of its mode", '<my-card><template class="{{ x }}" shadowrootmode="open"></template></my-card>'],
    ["as its mode", '<my-card><template shadowrootmode="{{ x }}"></template></my-card>'],
    [
      "as a choice of fixed texts",
      '<my-card><template shadowrootmode="open">{% if x %}a{% endif %}</template></my-card>',
    ],
    ["in a branch", '{% if x %}<template shadowrootmode="open">{% for i in x %}a{% endfor %}</template>{% endif %}'],
    [
      "in a region",
      '{% if x %}<p>{% endif %}<template shadowrootmode="open">{{ x }}</template>{% if x %}</p>{% endif %}',
    ],
    ["as a macro's text", '{% macro m() %}a{% endmacro %}<template shadowrootmode="open">{{ m() }}</template>'],
  ])("takes no value %s", (_, source) => {
    expect(() => render(source, { x: 1 })).toThrow(expect.objectContaining({ code: "LV_TEMPLATE_COMPILE" }))
    expect(() => render(source, { x: 1 })).toThrow(/shadow root.*page\.njk:1:\d+/s)
  })

  it("takes none in html`…` either", () => {
    const literals = [
      () => html`<my-card><template shadowrootmode="open"><b>${1}</b></template></my-card>`,
      () => html`<my-card><template class="${1}" shadowrootmode="open"></template></my-card>`,
      () => html`<my-card><template shadowrootmode="open" ${{ class: "a" }}></template></my-card>`,
    ]
    for (const literal of literals) expect(literal).toThrow(expect.objectContaining({ code: "LV_HOLE_PLACE" }))
  })

  it("may have fixed content, and values behind it; other templates take values", () => {
    const source =
      '<my-card title="{{ x }}"><template shadowrootmode="open"><slot></slot></template>{{ x }}</my-card>' +
      '<template class="{{ x }}">{{ x }}</template><template shadowrootmode="x">{{ x }}</template>'
    const { html: made, plain } = render(source, { x: 1 })
    expect(made).toBe(plain)
  })
})

describe("a value where escaping does not help", () => {
  it.each([
    ["in on…", '<a onclick="f({{ x }})"></a>', () => html`<a onclick="f(${1})"></a>`],
    ["in the source of a script", "<script>let x = {{ x }}</script>", () => html`<script>let x = ${1}</script>`],
    ["in srcdoc", '<iframe srcdoc="{{ x }}"></iframe>', () => html`<iframe srcdoc="${"x"}"></iframe>`],
    ["in src of a script", '<script src="{{ x }}"></script>', () => html`<script src="${"x"}"></script>`],
    ["in a javascript: address", '<a href="javascript:f({{ x }})"></a>', () => html`<a href="javascript:f(${1})"></a>`],
  ])("%s is an error", (_, source, literal) => {
    expect(() => render(source, { x: 1 })).toThrow(expect.objectContaining({ code: "LV_TEMPLATE_COMPILE" }))
    expect(() => render(source, { x: 1 })).toThrow(/page\.njk:1:\d+/)
    expect(literal).toThrow(expect.objectContaining({ code: "LV_HOLE_PLACE" }))
  })

  it("in an attribute without quotes is a warning, in html`…` an error", () => {
    expect(render("<p title={{ x }}></p>", { x: 1 }).warnings).toEqual([
      expect.stringMatching(/^LV_UNQUOTED views\/page\.njk:1:\d+: .*Write title="…"/),
    ])
    expect(() => html`<p title=${1}></p>`).toThrow(expect.objectContaining({ code: "LV_HOLE_PLACE" }))
  })

  it.each([
    ["data for scripts", '<script type="application/json">{{ x | dump | safe }}</script>'],
    ["a style attribute", '<p style="color: {{ x }}"></p>'],
    ["a style element", "<style>p { color: {{ x }} }</style>"],
  ])("is taken in %s", (_, source) => {
    const { html: made, plain, warnings } = render(source, { x: "red" })
    expect(made).toBe(plain)
    expect(warnings).toEqual([])
  })
})
