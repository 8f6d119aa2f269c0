import { LiveError } from "../../../src/errors/live-error.js"
import { diff } from "../../../src/render/diff/diff.js"
import { each, type HtmlValue, html, raw } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { List, type Rendered } from "../../../src/render/values/values.js"
import { toHtml, toMarkedHtml } from "../../../src/render/write/write-html.js"

const page = (value: HtmlValue): Rendered => html`<p>${value}</p>`
const change = (before: Rendered, after: Rendered): unknown => diff(before, after, new TemplateTable())

describe("html", () => {
  it("uses one template for one literal", () => {
    expect(page("a")[0]).toBe(page("b")[0])
    expect(change(page("a"), page("b"))).toEqual({ 0: "b" })
  })

  it("writes texts escaped, and nothing for null, undefined and booleans", () => {
    const values = ["<b>", 0, 12n, null, undefined, true, false]
    expect(values.map((value) => toHtml(page(value)))).toEqual([
      "<p>&lt;b&gt;</p>",
      "<p>0</p>",
      "<p>12</p>",
      "<p></p>",
      "<p></p>",
      "<p></p>",
      "<p></p>",
    ])
  })

  it("takes templates, HTML, and arrays of anything", () => {
    expect(toHtml(page(page("in")))).toBe("<p><p>in</p></p>")
    expect(toHtml(page(raw("<i>")))).toBe("<p><i></p>")
    expect(toHtml(page(["a", 1, null, html`<b>${"x"}</b>`, ["<", raw("<hr>")]]))).toBe("<p>a1<b>x</b>&lt;<hr></p>")
    expect(toHtml(page([]))).toBe("<p></p>")
  })

  it("makes lists of one template where all items have it", () => {
    const list = page([html`<b>${1}</b>`, html`<i>${2}</i>`])[1]
    expect(list).toBeInstanceOf(List)
    expect((list as List).template).toBeNull()
    const uniform = page([1, 2].map((n) => html`<b>${n}</b>`))[1] as List
    expect(uniform.template).toBe((uniform.items[0] as Rendered)[0])
  })

  it("joins the holes of one attribute with the text between them", () => {
    const link = (a: HtmlValue, b: HtmlValue): Rendered => html`<a href="/x?a=${a}&amp;b=${b}#top">x</a>`
    expect(toHtml(link('"', false))).toBe('<a href="/x?a=&quot;&amp;b=#top">x</a>')
    expect(change(link(1, 2), link(1, "3&"))).toEqual({ 0: "1&b=3&" })
  })

  it("removes an attribute whose whole value is false or nothing, and empties it for true", () => {
    const button = (on: HtmlValue): Rendered => html`<button type="button" disabled="${on}" title="is ${on}">x</button>`
    expect([false, null, undefined, true, "yes"].map((on) => toHtml(button(on)))).toEqual([
      '<button type="button" title="is ">x</button>',
      '<button type="button" title="is ">x</button>',
      '<button type="button" title="is ">x</button>',
      '<button type="button" disabled="" title="is ">x</button>',
      '<button type="button" disabled="yes" title="is yes">x</button>',
    ])
    expect(change(button(true), button(false))).toEqual({ 0: null })
    expect(change(button(false), button("<"))).toEqual({ 0: "<", 1: "<" })
  })

  it("keeps raw values inside of the attribute's quotes", () => {
    expect(toHtml(html`<a title="${raw('a&amp;"b"')}" class='${raw("it's")}'>x</a>`)).toBe(
      "<a title=\"a&amp;&quot;b&quot;\" class='it&#39;s'>x</a>",
    )
  })

  it("takes records of attributes, names and raw source between attributes", () => {
    const input = (value: HtmlValue): Rendered => html`<input name="n" ${value}>`
    expect(toHtml(input({ checked: true, "data-x": '1"', hidden: false, title: null, size: 3 }))).toBe(
      '<input name="n" checked data-live-checked data-x="1&quot;" size="3">',
    )
    // Whose the box is does not depend on its state.
    expect(toHtml(input({ checked: false }))).toBe('<input name="n" data-live-checked>')
    expect(toHtml(input({ checked: undefined }))).toBe('<input name="n" >')
    expect(toHtml(html`<x-box ${{ checked: true }}></x-box>`)).toBe("<x-box checked></x-box>")
    expect(toHtml(input("disabled"))).toBe('<input name="n" disabled>')
    expect(toHtml(input(raw('a="1"')))).toBe('<input name="n" a="1">')
    expect(toHtml(input(null))).toBe('<input name="n" >')
    expect(change(input({ a: "1", b: "2" }), input({ b: "3", C: true }))).toEqual({
      0: { a: { a: null, b: "3", c: "" } },
    })
  })

  it("does not let a record override an attribute that stands before it", () => {
    const input = (value: HtmlValue): Rendered => html`<input name="n" ${value}>`
    expect(change(input({ name: "x" }), input({ name: "y", id: "i" }))).toEqual({ 0: { a: { id: "i" } } })
  })

  it("keeps text inside of scripts, styles and text areas", () => {
    const data = JSON.stringify({ a: "</script><!--", b: 1 })
    const script = toHtml(html`<script type="application/json">${data}</script>`)
    expect(script).toBe('<script type="application/json">{"a":"\\u003c/script\\u003e\\u003c!--","b":1}</script>')
    expect(JSON.parse(script.replace(/<\/?script[^>]*>/g, ""))).toEqual(JSON.parse(data))
    expect(toHtml(html`<textarea>${"</textarea>"}</textarea>`)).toBe("<textarea>&lt;/textarea&gt;</textarea>")
    expect(toHtml(html`<style>a { color: ${"red</style>"} }</style>`)).not.toContain("red</style>")
  })

  it("refuses values that say nothing, with what to do", () => {
    const wrong =
      (value: unknown): (() => Rendered) =>
      () =>
        page(value as HtmlValue)
    expect(wrong({ name: "x" })).toThrow(expect.objectContaining({ code: "LV_HOLE_VALUE" }))
    expect(wrong(Promise.resolve(1))).toThrow(/a promise \(await it before rendering\)/)
    expect(wrong(new Date(0))).toThrow(/an object \(Date\)/)
    expect(wrong(() => 1)).toThrow(/a function/)
    expect(() => html`<p title="${page("x")}"></p>`).toThrow(/in the attribute "title" got a template/)
    expect(() => html`<p ${"a b"}></p>`).toThrow(LiveError)
    expect(() => html`<p ${{ 'x"y': 1 }}></p>`).toThrow(LiveError)
    expect(() => html`<p ${{ onclick: "steal()" }}></p>`).toThrow(/onclick/)
    expect(() => html`<p ${raw("onclick=x")}></p>`).toThrow(/onclick/)
  })
})

describe("each", () => {
  const list = (items: readonly string[]): Rendered =>
    html`<ul>${each(
      items,
      (item) => item,
      (item, index) => html`<li>${index === 0 ? "first " : ""}${item}</li>`,
    )}</ul>`

  it("makes a keyed list", () => {
    expect(toHtml(list(["a", "b"]))).toBe("<ul><li>first a</li><li>b</li></ul>")
    expect(change(list(["a", "b", "c"]), list(["a", "c", "b"]))).toEqual({ 0: { o: [0, 1, 2, -2] } })
    expect(toMarkedHtml(list(["a"]), new TemplateTable())).toBe("<ul><!--#1*1--><li>first <!---->a</li></ul>")
  })

  it("takes anything that can be iterated, and items that are no templates", () => {
    const names = new Map([
      ["a", 1],
      ["b", 2],
    ])
    expect(
      toHtml(
        page(
          each(
            names,
            ([key]) => key,
            ([key, value]) => `${key}${value} `,
          ),
        ),
      ),
    ).toBe("<p>a1 b2 </p>")
  })
})

describe("class and style", () => {
  const classes = (value: HtmlValue): string => toHtml(html`<b class="${value}"></b>`)
  const styles = (value: HtmlValue): string => toHtml(html`<b style="${value}"></b>`)

  it("take lists and records", () => {
    expect(classes(["a", null, ["b", { c: true, d: 0 }]])).toBe('<b class="a b c"></b>')
    expect(classes({ on: 1, off: undefined, "<": true })).toBe('<b class="on &lt;"></b>')
    expect(styles({ color: "red", marginTop: "1em", "--gap": 4, display: null })).toBe(
      '<b style="color: red; margin-top: 1em; --gap: 4"></b>',
    )
    expect(styles({ background: 'url("a;b")' })).toBe('<b style="background: url(&quot;a;b&quot;)"></b>')
  })

  it("refuse what would bring declarations of its own", () => {
    expect(() => styles({ color: "red; position: fixed" })).toThrow(LiveError)
    expect(() => styles({ "color: red; top": "1" })).toThrow(LiveError)
    expect(() => toHtml(html`<b title="${["a"]}"></b>`)).toThrow(LiveError)
  })

  it("of a record are merged with the tag's own, wherever the record stands", () => {
    const rest = { class: ["big", { on: true }], style: { top: "1px" }, id: "x" }
    expect(toHtml(html`<b class="badge" ${rest} style="left: 0">a</b>`)).toBe(
      '<b class="badge big on" id="x" style="left: 0; top: 1px">a</b>',
    )
    expect(toHtml(html`<b ${rest} class="badge ${"public"}" style="${{ left: 0 }}"></b>`)).toBe(
      '<b id="x" class="badge public big on" style="left: 0; top: 1px"></b>',
    )
    expect(toHtml(html`<b class="badge" ${{ id: "x" }} ${{ class: "a" }} ${{ CLASS: "b" }}></b>`)).toMatch(
      /^<b class="badge a b" id="x" *><\/b>$/,
    )
  })

  it("stay away when the own one is absent and none is merged", () => {
    const tag = (own: HtmlValue, rest: HtmlValue): string => toHtml(html`<b class="${own}" ${rest}></b>`)
    expect(tag(null, {})).not.toContain("class")
    expect(tag(false, { class: "a" })).toContain('class="a"')
    expect(tag("a", { class: null })).toContain('class="a"')
    expect(tag("a", undefined)).toContain('class="a"')
  })

  it("travel as the one attribute they are", () => {
    const tag = (rest: HtmlValue): Rendered => html`<b class="badge" ${rest}></b>`
    expect(change(tag({ class: "a" }), tag({ class: "b" }))).toEqual({ 0: " b" })
  })
})
