/**
 * The rules for attributes hold however an attribute comes about: by (element, attribute) and by the way its name is made,
 * in nunjucks, in html`…` and in components, in the first HTML and in an update.
 */

import nunjucks from "nunjucks"
import type { DefaultTreeAdapterTypes } from "parse5"
import { parseFragment } from "parse5"
import { attr } from "../../../src/component/attribute.js"
import { component } from "../../../src/component/component.js"
import { safeUrl } from "../../../src/html/text/safe-url.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { diff } from "../../../src/render/diff/diff.js"
import { html, raw } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { changesBetween, type Files, MemoryLoader, setUp } from "../../support/nunjucks-setup.js"

interface Case {
  readonly tag: string
  readonly name: string
  readonly value: string
  /** In an `<svg>`. */
  readonly svg?: boolean
}

const code: readonly Case[] = [
  { tag: "p", name: "onclick", value: "alert(1)" },
  { tag: "img", name: "onerror", value: "alert(1)" },
  { tag: "div", name: "OnMouseOver", value: "alert(1)" },
  { tag: "iframe", name: "srcdoc", value: "<script>alert(1)</script>" },
  { tag: "script", name: "src", value: "/evil.js" },
  { tag: "script", name: "href", value: "/evil.js", svg: true },
  { tag: "script", name: "xlink:href", value: "data:text/javascript,alert(1)", svg: true },
  { tag: "circle", name: "onclick", value: "alert(1)", svg: true },
  { tag: "animate", name: "onbegin", value: "alert(1)", svg: true },
]
const addresses: readonly Case[] = [
  { tag: "a", name: "href", value: "javascript:alert(1)" },
  { tag: "a", name: "HREF", value: " JaVa\tScRiPt:alert(1)" },
  { tag: "form", name: "action", value: "javascript:alert(1)" },
  { tag: "button", name: "formaction", value: "vbscript:x" },
  { tag: "iframe", name: "src", value: "data:text/html,<script>alert(1)</script>" },
  { tag: "object", name: "data", value: "data:text/html,x" },
  { tag: "embed", name: "src", value: "javascript:alert(1)" },
  { tag: "a", name: "ping", value: "/ok javascript:alert(1)" },
  { tag: "meta", name: "content", value: "0;url=javascript:alert(1)" },
  { tag: "meta", name: "content", value: "0; URL='data:text/html,x'" },
  { tag: "a", name: "xlink:href", value: "javascript:alert(1)", svg: true },
  { tag: "a", name: "href", value: "javascript:alert(1)", svg: true },
  { tag: "use", name: "href", value: "data:image/svg+xml,<svg/>", svg: true },
  { tag: "set", name: "to", value: "javascript:alert(1)", svg: true },
  { tag: "animate", name: "from", value: "javascript:alert(1)", svg: true },
  { tag: "animate", name: "by", value: "javascript:alert(1)", svg: true },
  { tag: "animate", name: "values", value: "#;javascript:alert(1)", svg: true },
  { tag: "animateMotion", name: "values", value: "javascript:alert(1);#", svg: true },
]
const harmless: readonly Case[] = [
  { tag: "p", name: "title", value: "javascript:alert(1)" },
  { tag: "a", name: "data-href", value: "javascript:alert(1)" },
  { tag: "a", name: "href", value: "/path?to=javascript:alert(1)" },
  { tag: "a", name: "target", value: "_blank" },
  { tag: "p", name: "style", value: "color: red" },
  { tag: "meta", name: "content", value: "a text on javascript: links" },
  { tag: "img", name: "srcset", value: "/a.png 1x, /b.png 2x" },
  { tag: "animate", name: "values", value: "#;/a", svg: true },
  { tag: "path", name: "d", value: "M0,0", svg: true },
]

/** How a template may come to the attribute; `n` is its name, `x` its value. */
interface Way {
  readonly files: (element: Case) => string | Files
  readonly quotes?: false
}

const voids: ReadonlySet<string> = new Set(["img", "embed", "meta"])
const endOf = (tag: string): string => (voids.has(tag) ? "" : `</${tag}>`)
const around = ({ svg }: Case, text: string): string => (svg ? `<svg>${text}</svg>` : text)
const tagged = (element: Case, attributes: string): string =>
  around(element, `<${element.tag} ${attributes}>${endOf(element.tag)}`)

const ways: Readonly<Record<string, Way>> = {
  "written out": { files: (e) => tagged(e, `${e.name}="{{ x if on }}"`) },
  "written out, in a branch": { files: (e) => tagged(e, `{% if on %}${e.name}='{{ x }}'{% endif %}`) },
  "written out in a macro": {
    files: (e) => `{% macro m(x) %}${tagged(e, `${e.name}="{{ x }}"`)}{% endmacro %}{{ m(x if on) }}`,
  },
  "computed in part": {
    files: (e) => tagged(e, `{% if on %}${e.name.slice(0, 2)}{{ n.slice(2) }}="{{ x }}"{% endif %}`),
  },
  "computed at its end": { files: (e) => tagged(e, `{{ n.slice(0, -1) if on }}${e.name.slice(-1)}="{{ x if on }}"`) },
  computed: { files: (e) => tagged(e, `{{ n if on else "title" }}="{{ x }}"`) },
  "a choice of texts": { files: (e) => tagged(e, `{{ "${e.name}" if on }}="{{ x }}"`) },
  "chosen by a branch": { files: (e) => tagged(e, `{% if on %}${e.name}{% else %}data-x{% endif %}="{{ x }}"`) },
  "chosen by a switch": {
    files: (e) => tagged(e, `{% switch on %}{% case true %}${e.name}{% default %}data-x{% endswitch %}="{{ x }}"`),
  },
  "behind another": { files: (e) => tagged(e, `id="i" {{ n if on else "title" }} = "{{ x }}" lang="en"`) },
  "with the value in a branch": {
    files: (e) => tagged(e, `{{ n if on else "title" }}="{% if on %}{{ x }}{% endif %}"`),
  },
  "with a value in parts": {
    files: (e) => tagged(e, `{{ n if on else "title" }}="{{ x.slice(0, 3) }}{{ x.slice(3) }}"`),
  },
  "by a macro": {
    files: (e) => `{% macro m(n, x) %} {{ n }}="{{ x }}"{% endmacro %}${tagged(e, "{{ m(n, x) if on }}")}`,
  },
  "by a loop over a record": { files: (e) => tagged(e, `{% for k, v in record %}{{ k }}="{{ v }}" {% endfor %}`) },
  "by a text that is safe": { files: (e) => tagged(e, "{{ text | safe }}") },
  "by a set block": {
    files: (e) => `{% set own %}{% if on %} {{ n }}="{{ x }}"{% endif %}{% endset %}${tagged(e, "{{ own | safe }}")}`,
  },
  "by an included file": {
    files: (e) => ({ main: tagged(e, '{% include "part" %}'), part: '{% if on %} {{ n }}="{{ x }}"{% endif %}' }),
  },
  "by a file that is chosen": {
    files: (e) => ({ main: tagged(e, "{% include file %}"), part: '{% if on %} {{ n }}="{{ x }}"{% endif %}' }),
  },
  "by a block": {
    files: (e) => ({
      main: '{% extends "base" %}{% block b %}{% if on %} {{ n }}="{{ x }}"{% endif %}{% endblock %}',
      base: tagged(e, "{% block b %}{% endblock %}"),
    }),
  },
  "in a region": {
    files: (e) =>
      `{% if on %}<p>{% endif %}${tagged(e, '{{ n if on else "title" }}="{{ x }}"')}{% if on %}</p>{% endif %}`,
  },
  "in a tag whose name is computed": {
    files: (e) => around(e, `<{{ tag }} {{ n if on else "title" }}="{{ x }}">${endOf(e.tag) && "</{{ tag }}>"}`),
  },
  "without quotes": { files: (e) => tagged(e, `{{ n if on else "title" }}={{ x }}`), quotes: false },
  "within a text without quotes": { files: (e) => tagged(e, `lang={{ bare }}`), quotes: false },
}

const assigns = ({ tag, name, value }: Case, on: boolean): object => ({
  on,
  n: name,
  x: on ? value : "a",
  tag,
  file: "part",
  record: on ? { [name]: value } : {},
  text: on ? `${name}="${value.replaceAll("<", "&lt;")}"` : "",
  bare: on ? `a ${name}=${value}` : "a",
})

/** The attribute as the browser's parser reads it. */
function attributeIn(source: string, { tag, name }: Case): string | undefined {
  const found: string[] = []
  const walk = (node: DefaultTreeAdapterTypes.Node): void => {
    if ("attrs" in node && node.tagName.toLowerCase() === tag.toLowerCase()) {
      for (const { prefix, name: own, value } of node.attrs) {
        if ((prefix ? `${prefix}:${own}` : own) === name.toLowerCase()) found.push(value)
      }
    }
    if ("childNodes" in node) for (const child of node.childNodes) walk(child)
  }
  walk(parseFragment(source))
  return found[0]
}

function filesOf(way: Way, element: Case): Files {
  const files = way.files(element)
  return typeof files === "string" ? { main: files } : files
}

/** Without quotes a value ends at a space; that one ends there is not what is looked at here. */
const fits = (way: Way, { value }: Case): boolean => way.quotes !== false || !/\s/.test(value)

const REFUSED = /a value cannot stand in/i
const BLOCKED = "about:blank#blocked"

type Outcome = { readonly html: string; readonly wire: string } | { readonly error: Error }

function first(files: Files, given: object): Outcome {
  try {
    const tree = setUp(files, { autoescape: true }).renderer.render(given, undefined, undefined) as Rendered
    return { html: toHtml(tree), wire: "" }
  } catch (error) {
    return { error: error as Error }
  }
}

function update(files: Files, before: object, after: object): Outcome {
  try {
    const { renderer } = setUp(files, { autoescape: true })
    const tree = renderer.render(before, undefined, undefined) as Rendered
    const next = renderer.render(after, changesBetween(before, after), tree) as Rendered
    return { html: toHtml(next), wire: JSON.stringify(diff(tree, next, new TemplateTable())) }
  } catch (error) {
    return { error: error as Error }
  }
}

const outcomes = (way: Way, element: Case): Outcome[] => {
  const files = filesOf(way, element)
  const on = assigns(element, true)
  return [first(files, on), update(files, assigns(element, false), on)]
}

describe.each(Object.entries(ways))("an attribute that is %s", (_, way) => {
  it.each(code.filter((element) => fits(way, element)))("is refused if it is code: $tag $name", (element) => {
    for (const outcome of outcomes(way, element)) {
      expect(outcome).toEqual({ error: expect.objectContaining({ message: expect.stringMatching(REFUSED) }) })
    }
  })

  it.each(addresses.filter((element) => fits(way, element)))("is blocked if it is a script: $tag $name", (element) => {
    for (const outcome of outcomes(way, element)) {
      // As the name of a tag some of these are refused before.
      if ("error" in outcome) {
        expect([_, outcome.error.message]).toEqual([
          "in a tag whose name is computed",
          expect.stringMatching(/name of a tag/),
        ])
      } else {
        expect(attributeIn(outcome.html, element)).toContain(BLOCKED)
        expect(outcome.wire).not.toMatch(/alert|vbscript|data:text/)
      }
    }
  })

  it.each(harmless.filter((element) => fits(way, element)))(
    "is as nunjucks writes it otherwise: $tag $name",
    (element) => {
      if (way.files(element).toString().includes("<{{ tag }}") && element.tag === "meta") return
      for (const outcome of outcomes(way, element)) {
        expect(outcome).toEqual({ html: expect.any(String), wire: expect.any(String) })
        expect(attributeIn("html" in outcome ? outcome.html : "", element)).toBe(element.value)
      }
    },
  )
})

describe("what the template itself writes", () => {
  it.each([
    ["in a branch", '<p {% if on %}onclick="f()"{% endif %}>{{ x }}</p>'],
    ["as a text that is chosen", "<p {{ 'onclick=f()' if on }}>{{ x }}</p>"],
    ["beside a value", '<p {{ x }} onclick="f()" {{ x }}></p>'],
    ["in a branch of the value", '<a {% if on %}id="{{ x }}" href="javascript:void(0)"{% endif %}></a>'],
    ["in a region", '{% if on %}<p>{% endif %}<b id="{{ x }}" onclick="f()" {{ x }}></b>{% if on %}</p>{% endif %}'],
    ["in a list", '<svg><animate values="javascript:void(0);{{ x }}"/></svg>'],
    ["as a name whose value is fixed", '<a {{ "href" if on }}="javascript:void(0)">{{ x }}</a>'],
  ])("is left alone %s", (_, source) => {
    const outcome = first({ main: source }, { on: true, x: "a" })
    expect(outcome).toEqual({ html: nunjucks.renderString(source, { on: true, x: "a" }), wire: "" })
  })

  it("is not what a value without a value of its own is", () => {
    expect(first({ main: "<p class={{ x }}></p>" }, { x: "only one" })).toEqual({
      html: "<p class=only one></p>",
      wire: "",
    })
  })
})

describe("an address that is vouched for", () => {
  it.each([
    ["by its value", '<a {{ n }}="{{ x | safe_url }}"></a>'],
    ["by the text that brings it", "<a {{ text | safe | safe_url }}></a>"],
    ["in a list", '<svg><animate values="#;{{ x | safe_url }}"/></svg>'],
  ])("is taken as it is %s", (_, source) => {
    const outcome = first({ main: source }, { n: "href", x: "javascript:x", text: 'href="javascript:x"' })
    expect(outcome).toEqual({ html: expect.stringContaining("javascript:x"), wire: "" })
  })

  it("does not vouch for another in the list, nor for code", () => {
    const list = '<svg><animate values="{{ x | safe_url }};{{ y }}"/></svg>'
    expect(first({ main: list }, { x: "javascript:x", y: "javascript:y" })).toEqual({
      html: expect.stringContaining(BLOCKED),
      wire: "",
    })
    expect(first({ main: "<p {{ x | safe | safe_url }}></p>" }, { x: "onclick='f()'" })).toEqual({
      error: expect.anything(),
    })
  })
})

describe("a part of an address", () => {
  it.each([
    ['<a href="{{ x }}:alert(1)"></a>', "javascript"],
    ['<a href="java{{ x }}"></a>', "script:alert(1)"],
    ['<a href="&#32;{{ x }}"></a>', "javascript:alert(1)"],
    ['<svg><animate values="#;{{ x }}:alert(1);#"/></svg>', "javascript"],
    ['<svg><animate values="#;java{{ x }}"/></svg>', "script:alert(1)"],
    ['<meta content="0;url={{ x }}">', "javascript:alert(1)"],
  ])("is looked at with the text around it: %s", (source, x) => {
    for (const outcome of [first({ main: source }, { x }), update({ main: source }, { x: "a" }, { x })]) {
      expect(outcome).toEqual({ html: expect.stringContaining(BLOCKED), wire: expect.not.stringContaining("script") })
    }
    const strings = source.split("{{ x }}")
    const literal = html(Object.assign([...strings], { raw: strings }), x)
    expect(toHtml(literal)).toContain(BLOCKED)
  })
})

describe("an attribute of html`…`", () => {
  const loose = component("loose", {
    attrs: { rest: attr.global(["*"]) },
    render: ({ rest }) => html`<p ${rest}></p>`,
  })
  const literal = ({ tag, svg }: Case, attributes: readonly string[]): readonly string[] => {
    const strings = [...attributes]
    strings[0] = `${svg ? "<svg>" : ""}<${tag} ${strings[0]}`
    strings[strings.length - 1] += `>${endOf(tag)}${svg ? "</svg>" : ""}`
    return strings
  }
  const literalWays: Readonly<Record<string, (element: Case) => Rendered>> = {
    "written out": (e) => html(literal(e, [`${e.name}="`, '"']), e.value),
    computed: (e) => html(literal(e, ["", '="', '"']), e.name, e.value),
    "computed in part": (e) => html(literal(e, [e.name.slice(0, 2), '="', '"']), e.name.slice(2), e.value),
    "computed, with a value in parts": (e) =>
      html(literal(e, ["", "='", "", "'"]), e.name, e.value.slice(0, 3), e.value.slice(3)),
    "in a record": (e) => html(literal(e, ["", ""]), { [e.name]: e.value }),
    "in a record, in front of another": (e) => html(literal(e, ["", ' class="a"']), { [e.name]: e.value, class: "b" }),
    "in raw text": (e) => html(literal(e, ["", ""]), raw(`${e.name}="${e.value.replaceAll("<", "&lt;")}"`)),
  }

  describe.each(Object.entries(literalWays))("that is %s", (_, make) => {
    it.each(code)("is refused if it is code: $tag $name", (element) => {
      expect(() => make(element)).toThrow(expect.objectContaining({ code: "LV_HOLE_PLACE" }))
    })
    it.each(addresses)("is blocked if it is a script: $tag $name", (element) => {
      const tree = make(element)
      expect(attributeIn(toHtml(tree), element)).toContain(BLOCKED)
      expect(JSON.stringify(tree.slice(1))).not.toMatch(/alert|vbscript|data:text/)
    })
    it.each(harmless)("is taken otherwise: $tag $name", (element) => {
      expect(attributeIn(toHtml(make(element)), element)).toBe(element.value)
    })
  })

  it("is taken as it is from safeUrl(…), in a record and where the name is computed", () => {
    const url = "javascript:x"
    expect(toHtml(html`<a ${"href"}="${safeUrl(url)}"></a>`)).toBe(`<a href="${url}"></a>`)
    expect(toHtml(html`<a ${{ href: safeUrl(url) }}></a>`)).toBe(`<a href="${url}"></a>`)
    expect(toHtml(html`<a ${{ href: url, title: safeUrl(url) }}></a>`)).toContain(`href="${BLOCKED}"`)
    expect(toHtml(html`<svg><animate values="#;${safeUrl(url)}" /></svg>`)).toContain(url)
    expect(toHtml(html`<svg><animate values="${url};${safeUrl("javascript:y")}" /></svg>`)).toContain(BLOCKED)
  })

  it("is looked at where a component passes it on, also one of a template", () => {
    expect(() => loose({ onclick: "f()" })).toThrow(expect.objectContaining({ code: "LV_HOLE_PLACE" }))
    expect(toHtml(loose({ href: "javascript:x" }))).toBe(`<p href="${BLOCKED}"></p>`)
    const environment = new nunjucks.Environment(new MemoryLoader({ main: "{% loose rest=rest %}" }) as never)
    const engine = createNunjucksEngine({ environment, development: false, warn: () => undefined, components: [loose] })
    const shown = (rest: object): string =>
      toHtml(engine.renderer("main").render({ rest }, undefined, undefined) as Rendered)
    expect(() => shown({ onclick: "f()" })).toThrow(REFUSED)
    expect(shown({ href: "javascript:x" })).toContain(BLOCKED)
  })
})
