import { z } from "zod"
import { components } from "../../../../src/component/built-in/components.js"
import { toForm } from "../../../../src/form/to-form.js"
import { wireValues } from "../../../../src/render/diff/wire-value.js"
import { TemplateTable } from "../../../../src/render/values/template-table.js"
import { toHtml } from "../../../../src/render/write/write-html.js"
import { decodeForm } from "../../../../src/util/form-params.js"
import { show } from "../../../support/show-components.js"

const { input } = components

function field(value: unknown, errors: readonly string[] = []): NonNullable<Parameters<typeof input>[0]> {
  return { field: { id: "post_title", name: "post[title]", value, errors } }
}

function control(...given: Parameters<typeof input>): string {
  const html = toHtml(input(...given))
  expect(html).toMatch(/^<div class="live-field">.*<\/div>$/s)
  return html.slice('<div class="live-field">'.length, -"</div>".length)
}

describe("input", () => {
  it("has the label, the value and the names of its field", () => {
    expect(control({ ...field("A & B"), label: "Title", required: true, class: "wide" })).toBe(
      '<label for="post_title">Title</label>' +
        '<input type="text" value="A &amp; B" id="post_title" name="post[title]" required class="wide">',
    )
    expect(show('{% input field=f type="email" placeholder="you" %}', { f: field("a").field })).toBe(
      '<div class="live-field"><input type="email" value="a" id="post_title" name="post[title]" placeholder="you"></div>',
    )
  })

  it("shows what is wrong, and tells assistive technology", () => {
    expect(control(field("", ["too short", "taken <"]))).toBe(
      '<input type="text" value="" id="post_title" name="post[title]" aria-invalid="true" aria-describedby="post_title_errors">' +
        '<div class="live-errors" id="post_title_errors"><p class="live-field-error">too short</p><p class="live-field-error">taken &lt;</p></div>',
    )
  })

  it("prefers what it is given to its field", () => {
    expect(control({ ...field("a"), id: "x", name: "y", value: "b", errors: [] })).toBe(
      '<input type="text" value="b" id="x" name="y">',
    )
  })

  it("is a select with a prompt, groups, and its values chosen", () => {
    const options = ["a", { label: "Bee", value: "b", disabled: true }, { label: "More", options: [1, 2] }]
    expect(control({ ...field("1"), type: "select", options, prompt: "Choose" })).toBe(
      '<select id="post_title" name="post[title]"><option value="">Choose</option><option value="a">a</option>' +
        '<option value="b" disabled="">Bee</option><optgroup label="More"><option value="1" selected="">1</option>' +
        '<option value="2">2</option></optgroup></select>',
    )
    const many = control({ ...field(["a", "2"]), type: "select", options, multiple: true })
    expect(many.match(/value="(\w)" selected/g)).toEqual(['value="a" selected', 'value="2" selected'])
    expect(many).toContain(" multiple>")
  })

  it("is a box, checked if its field holds its value, or true", () => {
    expect(control({ ...field(true), type: "checkbox", label: "Draft" })).toBe(
      '<label><input type="checkbox" value="true" checked="" id="post_title" name="post[title]"> Draft</label>',
    )
    for (const off of [undefined, null, false, "false", "", 1, "on", { a: 1 }])
      expect(control({ ...field(off), type: "checkbox" })).not.toContain("checked")
    expect(control({ ...field("true"), type: "checkbox" })).toContain("checked")
    expect(control({ ...field(true), type: "checkbox", value: "yes" })).toContain(' value="yes" checked="" ')
    expect(control({ ...field("no"), type: "checkbox", value: "yes" })).not.toContain("checked")
    expect(control({ ...field("true"), type: "checkbox", checked: false })).not.toContain("checked")
  })

  it("sends one value of a box that is checked, and none of one that is not", () => {
    const schema = z.object({ draft: z.stringbool().default(false) })
    for (const on of [true, false]) {
      const box = control({ field: toForm(schema, { draft: on }).draft, type: "checkbox" })
      // What a browser sends of it: every control that is no box, and the boxes with a check.
      const sent = [...box.matchAll(/<input type="(\w+)"[^>]*>/g)].filter(
        ([tag, type]) => type !== "checkbox" || tag.includes("checked"),
      )
      const fields = sent.map(([tag]) => `${/name="(.*?)"/.exec(tag)?.[1]}=${/value="(.*?)"/.exec(tag)?.[1]}`)
      expect(schema.parse(decodeForm(fields.join("&")))).toEqual({ draft: on })
    }
  })

  it("is one of several boxes under one name", () => {
    const box = { type: "checkbox", id: "t_b", name: "tags[]", value: "b" } as const
    expect(control({ ...field(["a", "b"]), ...box })).toBe(
      '<input type="checkbox" value="b" checked="" id="t_b" name="tags[]">',
    )
    expect(control({ ...field(["a"]), ...box })).not.toContain("checked")
    const { tags } = toForm(z.object({ tags: z.array(z.string()) }), decodeForm("tags[]=a&tags[]=b"))
    expect(control({ field: tags, ...box })).toContain("checked")
  })

  it("sends a list where several options may be chosen, also if one is", () => {
    const { tags } = toForm(z.object({ tags: z.array(z.string()) }), { post: { tags: "b" } }, [], { as: "post" })
    const options = ["a", "b"]
    expect(control({ field: tags, type: "select", options, multiple: true })).toBe(
      '<select id="post_tags" name="post[tags][]" multiple><option value="a">a</option>' +
        '<option value="b" selected="">b</option></select>',
    )
    expect(control({ field: tags, type: "select", options, multiple: false })).toContain('name="post[tags]"')
    expect(control({ field: tags, type: "select", options, multiple: true, name: "own" })).toContain('name="own"')
  })

  it("is a group of radio buttons", () => {
    expect(control({ ...field("b", ["no"]), type: "radio", label: "Kind", options: ["a", "b"], required: true })).toBe(
      '<fieldset id="post_title" role="radiogroup" aria-invalid="true" aria-describedby="post_title_errors"><legend>Kind</legend>' +
        '<label><input type="radio" id="post_title_0" name="post[title]" value="a" required> a</label>' +
        '<label><input type="radio" id="post_title_1" name="post[title]" value="b" checked="" required> b</label></fieldset>' +
        '<div class="live-errors" id="post_title_errors"><p class="live-field-error">no</p></div>',
    )
  })

  it("stands in its label where it has no id that the label could name", () => {
    expect(control({ name: "q", label: "Search" })).toBe('<label>Search <input type="text" value="" name="q"></label>')
    expect(control({ name: "q", label: "Text", type: "textarea" })).toBe(
      '<label>Text <textarea name="q"></textarea></label>',
    )
  })

  it("is described by its errors beside what describes it anyway", () => {
    expect(control({ ...field("", ["no"]), "aria-describedby": "hint" })).toContain(
      ' aria-describedby="hint post_title_errors"',
    )
    expect(control({ ...field(""), "aria-describedby": "hint" })).toContain(' aria-describedby="hint"')
  })

  const loose = Object.assign(Object.create(null) as object, { a: 1 })
  it.each<[unknown, string]>([
    [["a", { b: 1 }, [["c"]]], "a,,"],
    [{ toString: "x", valueOf: 1 }, ""],
    [loose, ""],
    [Symbol("a"), ""],
    [new Date("x"), ""],
    [{ toString: () => "1.50" }, "1.50"],
  ])("writes a text whatever it holds: %p", (value, text) => {
    for (const type of ["text", "date", "hidden", "textarea", "checkbox", "select", "radio"] as const) {
      const html = toHtml(input({ name: "a", type, value, options: ["a"] }))
      expect(html).toBe(
        toHtml(input({ name: "a", type, value: type === "select" || type === "radio" ? value : text, options: ["a"] })),
      )
    }
    expect(control({ name: "a", value })).toContain(` value="${text}"`)
  })

  it("takes what is safe in nunjucks, and none, for each of its attributes", () => {
    const set = '{% macro post(key) %}post[{{ key }}]{% endmacro %}{% set text = "a &amp; b" | safe %}'
    expect(show(`${set}{% input value=text name=post("x") id=post("x") label=text errors=none options=none %}`)).toBe(
      '<div class="live-field"><label for="post[x]">a &amp; b</label>' +
        '<input type="text" value="a &amp; b" id="post[x]" name="post[x]"></div>',
    )
    for (const type of ["textarea", "checkbox", "hidden", "select", "radio"]) {
      const html = show(
        `${set}{% input type="${type}" value=text name=post("x") id=post("x") options=["a & b"] errors=none %}`,
      )
      expect(html).toContain("a &amp; b")
      expect(html).not.toContain("object")
    }
  })

  it.each(["\na", "\n\na", "\r\na", "\n"])("keeps the newline with which the text %j of a textarea begins", (text) => {
    const html = toHtml(input({ name: "a", type: "textarea", value: text }))
    // The parser drops the first.
    expect(/<textarea name="a">\n(.*)<\/textarea>/s.exec(html)?.[1]).toBe(text)
    const wire = wireValues(input({ name: "a", type: "textarea", value: text }), new TemplateTable())
    expect(JSON.stringify(wire)).toContain(JSON.stringify(text.replaceAll("\r\n", "\n")))
  })

  it("is a textarea, and a hidden control without frame", () => {
    expect(control({ ...field("a\n<b>"), type: "textarea", rows: 3 })).toBe(
      '<textarea id="post_title" name="post[title]" rows="3">a\n&lt;b&gt;</textarea>',
    )
    expect(toHtml(input({ ...field(7), type: "hidden" }))).toBe(
      '<input type="hidden" id="post_title" name="post[title]" value="7" >',
    )
  })

  it.each(["password", "file"] as const)("writes no value of a %s", (type) => {
    expect(control({ ...field("secret"), type })).toBe(`<input type="${type}" id="post_title" name="post[title]">`)
  })

  it.each([
    ["date", "2026-03-04"],
    ["month", "2026-03"],
    ["time", "05:06:07"],
    ["datetime-local", "2026-03-04T05:06:07"],
  ] as const)("gives a control of type %s what it takes of a date", (type, value) => {
    expect(control({ ...field("2026-03-04T05:06:07.890Z"), type })).toContain(` value="${value}" `)
    expect(control({ ...field(new Date("2026-03-04T05:06:07.890Z")), type })).toContain(` value="${value}" `)
    expect(control({ ...field("12:30"), type })).toContain(' value="12:30" ')
  })

  it("is nothing but a control without a field", () => {
    expect(control({ name: "q", type: "search" })).toBe('<input type="search" value="" name="q">')
  })
})
