/** Components as tags of nunjucks: equal to the call in html, tracked, and checked when the template is compiled. */

import nunjucks from "nunjucks"
import { attr } from "../../../src/component/attribute.js"
import { type AnyComponent, component } from "../../../src/component/component.js"
import { slot } from "../../../src/component/slot.js"
import { isLiveError, type LiveError } from "../../../src/errors/live-error.js"
import { type SafeUrl, safeUrl } from "../../../src/html/text/safe-url.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { diff } from "../../../src/render/diff/diff.js"
import type { Renderer } from "../../../src/render/renderer.js"
import { each, html, raw } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { changesBetween, type Files, MemoryLoader, renderFirst } from "../../support/nunjucks-setup.js"

let rendered: string[] = []
beforeEach(() => {
  rendered = []
})

const badge = component("badge", {
  attrs: { status: attr.oneOf(["draft", "public"]).required(), size: attr.number().default(1), rest: attr.global() },
  slots: { default: slot.required() },
  render: ({ status, size, rest, slots }) => {
    rendered.push(`badge ${status}`)
    return html`<b class="badge ${status}" data-size="${size}" ${rest}>${slots.default()}</b>`
  },
})

const icon = component("icon", {
  attrs: { name: attr.string().required(), disabled: attr.boolean() },
  render: ({ name, disabled }) => {
    rendered.push(`icon ${name}`)
    return html`<i class="icon-${name}" hidden="${disabled}"></i>`
  },
})

const card = component("card", {
  attrs: { rest: attr.global(["form"]) },
  slots: { header: slot(), default: slot() },
  render: ({ rest, slots }) => {
    rendered.push("card")
    return html`<div ${rest}>${slots.header && html`<h2>${slots.header()}</h2>`}<p>${slots.default?.()}</p></div>`
  },
})

interface Row {
  readonly id: number
  readonly name: string
}

const grid = component("grid", {
  attrs: { rows: attr.of<readonly Row[]>().required() },
  slots: {
    column: slot.many<Row, { label: string; wide?: boolean }>({
      label: attr.string().required(),
      wide: attr.boolean(),
    }),
    empty: slot(),
  },
  render: ({ rows, slots }) => {
    rendered.push("grid")
    return html`<table><tbody>${each(
      rows,
      (row) => row.id,
      (row) =>
        html`<tr>${slots.column.map(({ attrs, content }) => html`<td title="${attrs.label}">${content(row)}</td>`)}</tr>`,
    )}</tbody></table>${rows.length === 0 && slots.empty?.()}`
  },
})

const wrapper = component("wrapper", {
  slots: { default: slot.required<number>() },
  render: ({ slots }) => html`<p>${slots.default(1)}${slots.default(2)}</p>`,
})

const go = component("go", {
  attrs: { to: attr.of<string | SafeUrl>(), rest: attr.global(["href"]) },
  render: ({ to, rest }) => html`<a href="${to}" ${rest}></a>`,
})

const pass = component("pass", {
  attrs: { rest: attr.global(["href"]) },
  render: ({ rest }) => html`<a ${rest}></a>`,
})

const menu = component("menu", {
  slots: { entry: slot.many<void, { to: string | SafeUrl }>({ to: attr.of<string | SafeUrl>() }) },
  render: ({ slots }) => html`${slots.entry.map(({ attrs }) => html`<a href="${attrs.to}"></a>`)}`,
})

const anchor = component("anchor", {
  attrs: { to: attr.string().required() },
  render: ({ to }) => html`<a href="${to}">${`${to}!`}</a>`,
})

const components: readonly AnyComponent[] = [badge, icon, card, grid, wrapper, go, pass, menu, anchor]

interface Setup {
  readonly renderer: Renderer
  readonly plain: (context: object) => string
  readonly seen: string[]
  readonly warnings: string[]
}

function setUp(main: string, files: Files = {}, options: { readonly development?: boolean } = {}): Setup {
  const environment = new nunjucks.Environment(new MemoryLoader({ ...files, main }))
  const seen: string[] = []
  environment.addFilter("note", (value: unknown) => {
    seen.push(String(value))
    return value
  })
  const warnings: string[] = []
  const engine = createNunjucksEngine({
    environment,
    components,
    development: options.development ?? false,
    warn: (code, text) => warnings.push(`${code}: ${text}`),
  })
  return { renderer: engine.renderer("main"), plain: (context) => engine.render("main", context), seen, warnings }
}

/** Renders in both ways, which must agree. */
function show(main: string, context: object = {}, files: Files = {}): string {
  const { renderer, plain } = setUp(main, files, { development: true })
  const text = toHtml(renderFirst(renderer, context))
  expect(plain(context)).toBe(text)
  return text
}

function failure(main: string, context: object = {}, development = true): LiveError {
  try {
    toHtml(renderFirst(setUp(main, {}, { development }).renderer, context))
  } catch (error) {
    if (isLiveError(error)) return error
    throw error
  }
  throw new Error("nothing was thrown")
}

const rows: readonly Row[] = [
  { id: 1, name: "a<b" },
  { id: 2, name: "two" },
]

describe("an address that is an attribute of a component", () => {
  const url = "javascript:x"
  const vouched = `<a href="${url}" title="a"></a>`
  const blocked = '<a href="about:blank#blocked" title="a"></a>'

  it("is looked at where the component writes it", () => {
    expect(show('{% go to=url title="a" %}', { url })).toBe(blocked)
    expect(show('{% go to=url | safe title="a" %}', { url })).toBe(blocked)
    expect(show('{% pass rest={ href: url, title: "a" } %}', { url })).toBe(blocked)
    expect(toHtml(go({ to: url, title: "a" }))).toBe(blocked)
  })

  it("is taken as it is from the filter `safe_url`, and from safeUrl(…)", () => {
    expect(show('{% go to=(url | safe_url) title="a" %}', { url })).toBe(vouched)
    expect(show('{% go to=url | safe_url title="a" %}', { url })).toBe(vouched)
    expect(show('{% go to=url | safe | safe_url title="a" %}', { url: "javascript:x&amp;y" })).toBe(
      '<a href="javascript:x&amp;y" title="a"></a>',
    )
    expect(show('{% pass href=url | safe_url title="a" %}', { url })).toBe(vouched)
    expect(show('{% pass href=none | safe_url title="a" %}', {})).toBe('<a title="a"></a>')
    expect(toHtml(go({ to: safeUrl(url), title: "a" }))).toBe(vouched)
  })

  it("is the same attribute as last time if the address is", () => {
    const { renderer } = setUp('{% go to=url | safe_url title="a" %}{{ x }}')
    const first = renderFirst(renderer, { url, x: 1 })
    const changes = { dirty: new Set(["x", "url"]), mutated: new Set<string>() }
    const second = renderer.render({ url, x: 2 }, changes, first) as Rendered
    expect(second[1]).toBe(first[1])
    expect(toHtml(renderer.render({ url: "data:x", x: 2 }, changes, second) as Rendered)).toContain('href="data:x"')
  })

  it("is taken in attributes of slots, and by attributes that are texts", () => {
    expect(
      show(
        '{% menu %}{% slot "entry" to=url | safe_url %}{% endslot %}{% slot "entry" to=url %}{% endslot %}{% endmenu %}',
        { url },
      ),
    ).toBe(`<a href="${url}"></a><a href="about:blank#blocked"></a>`)
    expect(show("{% anchor to=url | safe_url %}", { url })).toBe(`<a href="${url}">javascript:x!</a>`)
  })
})

describe("a component's tag", () => {
  it("equals the call in html", () => {
    expect(
      show('{% badge status="public" live-click="x" data-user-id=id hidden %}On{{ name }}{% endbadge %}', {
        id: 7,
        name: "<",
      }),
    ).toBe(toHtml(badge({ status: "public", "live-click": "x", "data-user-id": 7, hidden: true }, html`On${"<"}`)))
    expect(show('{% icon name="a" %}{% icon name="b" ~ x disabled %}', { x: 1 })).toBe(
      toHtml(html`${icon({ name: "a" })}${icon({ name: "b1", disabled: true })}`),
    )
    expect(
      show('{% card class="a" %}{% slot "header" %}<i>{{ x }}</i>{% endslot %} {{ x }}{% endcard %}', { x: "&" }),
    ).toBe(toHtml(card({ class: "a" }, { header: html`<i>${"&"}</i>`, default: html` ${"&"}` })))
    expect(
      show(
        '{% grid rows=rows %}{% slot "column" label="Id" let=row %}{{ row.id }}{% endslot %}' +
          '{% slot "column" label=label wide let=row %}<b>{{ row.name }}</b>{{ label }}{% endslot %}{% endgrid %}',
        { rows, label: "Name" },
      ),
    ).toBe(
      toHtml(
        grid(
          { rows },
          {
            column: [
              { attrs: { label: "Id" }, content: (row) => row.id },
              { attrs: { label: "Name", wide: true }, content: (row) => html`<b>${row.name}</b>${"Name"}` },
            ],
          },
        ),
      ),
    )
  })

  it("takes a record of attributes under the name of the rest; those written out win", () => {
    const context = { extra: { id: "a", title: "t", class: ["x", { y: true }] } }
    expect(show('{% badge status="draft" rest=extra title="mine" %}a{% endbadge %}', context)).toBe(
      toHtml(badge({ status: "draft", id: "a", title: "mine", class: ["x", { y: true }] }, "a")),
    )
  })

  it("keeps what is safe as HTML", () => {
    expect(show("{% card title=label | safe %}{{ label | safe }}{% endcard %}", { label: "<u>&amp;</u>" })).toBe(
      toHtml(card({ title: raw("<u>&amp;</u>") }, raw("<u>&amp;</u>"))),
    )
    expect(show("{% icon name=x | safe %}", { x: "&lt;" })).toBe('<i class="icon-&lt;"></i>')
  })

  it("nests, stands in loops, branches, blocks, macros and includes, and sees their names", () => {
    const inner = '{% badge status="draft" size=loop.index %}{{ loop.index }}{{ row.name }}{{ x }}{% endbadge %}'
    expect(show(`{% for row in rows %}${inner}{% endfor %}`, { rows, x: "!" })).toBe(
      toHtml(html`${rows.map((row, i) => badge({ status: "draft", size: i + 1 }, [i + 1, row.name, "!"]))}`),
    )
    expect(
      show(
        '{% card %}{% if on %}{% card %}{% badge status="public" %}{{ x }}{% endbadge %}{% endcard %}{% endif %}{% endcard %}',
        {
          on: true,
          x: 1,
        },
      ),
    ).toBe(toHtml(card({}, card({}, badge({ status: "public" }, 1)))))
    expect(
      show(
        '{% extends "base" %}{% block body %}{% card %}{{ super() }}{% include "part" %}{{ m(2) }}{% endcard %}{% endblock %}{% macro m(a) %}{% icon name=a ~ "" %}{% endmacro %}',
        { x: 3 },
        {
          base: "<main>{% block body %}base{{ x }}{% endblock %}</main>",
          part: "{% icon name='p' %}{{ x }}",
        },
      ),
    ).toContain("base3")
  })

  it("is text in attributes, raw elements and set blocks", () => {
    expect(
      show('{% set s %}{% icon name="a" %}{% endset %}{{ s | safe }}<textarea>{% icon name="b" %}</textarea>'),
    ).toBe('<i class="icon-a"></i><textarea><i class="icon-b"></i></textarea>')
  })

  it("may include the file it stands in", () => {
    const node = { name: "a", children: [{ name: "b", children: [] }] }
    const tree = "{% card %}{{ node.name }}{% for node in node.children %}{% include 'tree' %}{% endfor %}{% endcard %}"
    expect(show("{% include 'tree' %}", { node }, { tree })).toBe(toHtml(card({}, ["a", [card({}, ["b", []])]])))
  })

  it("may set variables inside, as the body of a call does", () => {
    expect(show("{% set a = 1 %}{% card %}{% set a = 2 %}{{ a }}{% endcard %}{{ a }}")).toContain("<p>2</p></div>1")
  })
})

describe("tracking", () => {
  /** Renders a sequence; gives the frames, and checks each render against a fresh one. */
  function sequence(setup: Setup, contexts: readonly object[]): unknown[] {
    let tree = renderFirst(setup.renderer, contexts[0] as object)
    let before = contexts[0] as object
    return contexts.slice(1).map((context) => {
      setup.seen.length = 0
      rendered = []
      const next = setup.renderer.render(context, changesBetween(before, context), tree) as Rendered
      const log = { seen: [...setup.seen], rendered: [...rendered] }
      expect(toHtml(next)).toBe(toHtml(renderFirst(setup.renderer, context)))
      const frame = diff(tree, next, new TemplateTable())
      tree = next
      before = context
      return { frame, ...log }
    })
  }

  it("skips a component whose attributes are the same references", () => {
    const setup = setUp(
      "{{ other }}{% grid rows=rows %}{% slot 'column' label='a' let=row %}{{ row.name | note }}{% endslot %}{% endgrid %}",
    )
    const [first, second, third] = sequence(setup, [
      { rows, other: 1 },
      { rows, other: 2 },
      { rows: [...rows, { id: 3, name: "new" }], other: 2 },
      { rows: [{ id: 0, name: "0" }, ...rows], other: 2 },
    ])
    expect(first).toEqual({ frame: { 0: "2" }, seen: [], rendered: [] })
    expect(second).toMatchObject({ seen: ["new"], rendered: ["grid"] })
    expect(third).toMatchObject({ seen: ["0"], rendered: ["grid"] })
  })

  it("evaluates only what changed inside of a slot", () => {
    const setup = setUp(
      "<p>{{ a | note }}</p>{% card %}{% slot 'header' %}{{ b | note }}{% endslot %}{{ c | note }}{% icon name=d %}{% endcard %}{% icon name=d %}",
    )
    const context = { a: "a", b: "b", c: "c", d: "d" }
    const [one, two] = sequence(setup, [context, { ...context, c: "C" }, { ...context, c: "C", d: "D" }])
    expect(one).toMatchObject({ seen: ["C"], rendered: ["card"] })
    expect(JSON.stringify((one as { frame: unknown }).frame).length).toBeLessThan(40)
    expect(two).toMatchObject({ seen: [], rendered: ["icon D", "card", "icon D"] })
  })

  it("does not render a component again whose contents came out the same", () => {
    const setup = setUp("{% card %}{% if n > 1 %}many{% else %}few{% endif %}{% endcard %}")
    expect(sequence(setup, [{ n: 2 }, { n: 3 }, { n: 0 }])).toMatchObject([
      { frame: null, rendered: [] },
      { rendered: ["card"] },
    ])
  })

  it("trusts nothing that was mutated in place", () => {
    const setup = setUp(
      "{% grid rows=rows %}{% slot 'column' label='a' let=row %}{{ row.name }}{% endslot %}{% endgrid %}",
    )
    const list = [{ id: 1, name: "a" }]
    const context = { rows: list }
    const tree = renderFirst(setup.renderer, context)
    ;(list[0] as { name: string }).name = "b"
    const next = setup.renderer.render(context, changesBetween(context, context, ["rows"]), tree) as Rendered
    expect(toHtml(next)).toContain("b</td>")
  })

  it("keeps slots apart that are called several times", () => {
    const setup = setUp("{% wrapper let=n %}[{{ n }}{{ x | note }}]{% endwrapper %}")
    expect(sequence(setup, [{ x: 1 }, { x: 2 }, { x: 2 }])).toMatchObject([
      { seen: ["2", "2"] },
      { frame: null, seen: [] },
    ])
  })

  it("skips rows of a loop with components in them", () => {
    const setup = setUp(
      "{% for row in rows key=row.id %}{% badge status='draft' %}{{ row.name | note }}{% endbadge %}{% endfor %}",
    )
    const changed = [rows[0] as Row, { id: 2, name: "changed" }]
    expect(sequence(setup, [{ rows }, { rows: changed }])).toMatchObject([
      { seen: ["changed"], rendered: ["badge draft"] },
    ])
  })

  it("is right in random sequences of changes", () => {
    const setup = setUp(
      "{% set k = a %}{% card title=b %}{% slot 'header' %}{% for r in rows %}{% set k = r.id %}{{ k }}{{ loop.last }}{% endfor %}{{ k }}{% endslot %}" +
        "{% if a %}{% badge status='draft' size=c %}{{ b }}{% include 'part' %}{% endbadge %}{% endif %}{{ k }}{% endcard %}{{ k }}" +
        "{% grid rows=rows %}{% slot 'column' label=b let=row %}{{ row.name }}{{ a }}{% icon name=b %}{% endslot %}{% slot 'empty' %}{{ c }}{% endslot %}{% endgrid %}",
      { part: "{{ c }}{% for r in rows %}{% icon name=r.name %}{% endfor %}" },
    )
    let seed = 7
    const next = (n: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor(seed / 65_536) % n
    }
    const pool = Array.from({ length: 5 }, (_, id) => ({ id, name: `n${id}` }))
    const contexts: object[] = [{ a: 0, b: "b0", c: 0, rows: [] }]
    for (let i = 0; i < 400; i++) {
      const change = [
        { a: next(3) },
        { b: `b${next(3)}` },
        { c: next(3) },
        { rows: pool.filter(() => next(2) === 0).sort(() => next(3) - 1) },
        {},
      ][next(5)]
      contexts.push({ ...contexts.at(-1), ...change })
    }
    expect(sequence(setup, contexts)).toHaveLength(400)
  })

  it("warns in development of a component that reads more than it is given", () => {
    let secret = 1
    const impure = component("impure", { attrs: { x: attr.of() }, render: () => html`<p>${secret}</p>` })
    const environment = new nunjucks.Environment(new MemoryLoader({ main: "{{ a }}{% impure x=b %}" }))
    const warnings: string[] = []
    const engine = createNunjucksEngine({
      environment,
      components: [impure],
      development: true,
      warn: (code) => warnings.push(code),
    })
    const renderer = engine.renderer("main")
    const before = { a: 1, b: 1 }
    const tree = renderFirst(renderer, before)
    secret = 2
    const after = { a: 2, b: 1 }
    renderer.render(after, changesBetween(before, after), tree)
    expect(warnings).toContain("LV_STALE")
  })
})

describe("what is wrong with a use", () => {
  it.each<[string, string, string, RegExp]>([
    [
      "an unknown attribute",
      '<p>\n  {% badge status="public" sise=1 %}a{% endbadge %}</p>',
      "2:28",
      /has no attribute "sise"\. Did you mean "size"\?/,
    ],
    [
      "a missing attribute",
      "<p>\n{% badge %}a{% endbadge %}</p>",
      "2:4",
      /needs the attribute "status", "draft" or "public"/,
    ],
    [
      "a literal that is none of the values",
      '{% badge status="pubic" %}a{% endbadge %}',
      "1:10",
      /is "pubic"; it has to be "draft" or "public" \(did you mean "public"\?\)\./,
    ],
    [
      "a literal of the wrong type",
      '{% badge status="public" size="1" %}a{% endbadge %}',
      "1:26",
      /"size" .* is "1"; it has to be a number/,
    ],
    ["an attribute twice", '{% icon name="a" name="b" %}', "1:18", /given twice/],
    ["a missing content", '{% badge status="public" %} {% endbadge %}', "1:4", /needs content/],
    [
      "an unknown slot",
      '{% card %}{% slot "haeder" %}a{% endslot %}{% endcard %}',
      "1:14",
      /has no slot "haeder"\. Did you mean "header"/,
    ],
    [
      "a slot twice",
      '{% card %}{% slot "header" %}a{% endslot %}{% slot "header" %}b{% endslot %}{% endcard %}',
      "1:47",
      /given twice/,
    ],
    [
      "a slot's unknown attribute",
      '{% grid rows=[] %}{% slot "column" lable="a" %}a{% endslot %}{% endgrid %}',
      "1:36",
      /no attribute "lable"\. Did you mean "label"/,
    ],
    [
      "a slot's missing attribute",
      '{% grid rows=[] %}{% slot "column" %}a{% endslot %}{% endgrid %}',
      "1:22",
      /needs the attribute "label"/,
    ],
    [
      "a slot's wrong literal",
      '{% grid rows=[] %}{% slot "column" label=1 %}a{% endslot %}{% endgrid %}',
      "1:36",
      /is 1; it has to be a string/,
    ],
    ["a slot outside", '{% slot "header" %}a{% endslot %}', "1:4", /stands inside of a component's tag/],
    ["content where there is none", "{% icon name='a' let=x %}", "1:4", /has no content/],
    ["a tag that is left open", "{% card %}a", "1:4", /has no {% endcard %}/],
    ["a name that is none", "{% card 'a' %}a{% endcard %}", "1:9", /"a" is no name/],
    ["content that does not close its elements", "{% card %}<b>{% endcard %}", "1:4", /has to close all it opens/],
  ])("is said when the template is compiled: %s", (_case, main, place, message) => {
    const error = failure(main)
    expect(error.code).toBe("LV_TEMPLATE_COMPILE")
    expect(error.message).toMatch(message)
    expect(error.message).toContain(`main:${place}`)
    expect(error.frame).toContain("^")
  })

  it("is said of values in development, with the place", () => {
    const error = failure("<p>\n{% badge status=s %}a{% endbadge %}</p>", { s: "pubic" })
    expect(error.code).toBe("LV_TEMPLATE_RENDER")
    expect(error.message).toMatch(/main:2:4/)
    expect(error.message).toMatch(/is "pubic"/)
    expect(() => failure("{% badge status=s %}a{% endbadge %}", { s: "pubic" }, false)).toThrow("nothing was thrown")
  })

  it("is said of the list of components", () => {
    const environment = new nunjucks.Environment(new MemoryLoader({}))
    const make = (list: readonly unknown[]): unknown =>
      createNunjucksEngine({ environment, components: list as never, development: true, warn: () => undefined })
    make(components)
    make(components)
    expect(() => make([html])).toThrow(/not made by `component/)
    expect(() => make([component("badge", { render: () => html`<p></p>` })])).toThrow(/tag "badge" already/)
  })
})
