import { attr } from "../../../src/component/attribute.js"
import { component } from "../../../src/component/component.js"
import { describeComponents } from "../../../src/component/describe-components.js"
import { slot } from "../../../src/component/slot.js"
import { each, html } from "../../../src/render/values/html.js"
import { toHtml } from "../../../src/render/write/write-html.js"

const badge = component("badge", {
  doc: "A small label.",
  attrs: {
    status: attr.oneOf(["draft", "public"]).required().doc("Which state."),
    size: attr.number().default(1),
    rest: attr.global(["form"]),
  },
  slots: { default: slot.required() },
  render: ({ status, size, rest, slots }) =>
    html`<b class="badge ${status}" data-size="${size}" ${rest}>${slots.default()}</b>`,
})

/** The call without types, as plain JavaScript makes it. */
const loosely = (attributes: object, content?: unknown): string =>
  toHtml((badge as (...given: unknown[]) => ReturnType<typeof badge>)(attributes, content))

describe("a component in html", () => {
  it("is a function of attributes and content", () => {
    expect(toHtml(html`<p>${badge({ status: "public", "data-id": 1 }, "On<line")}</p>`)).toBe(
      '<p><b class="badge public" data-size="1" data-id="1">On&lt;line</b></p>',
    )
  })

  it("merges classes and styles that pass through, and lets its own attributes win otherwise", () => {
    expect(toHtml(badge({ status: "draft", class: ["big"], "live-click": "x", form: "f" }, html`<i></i>`))).toBe(
      '<b class="badge draft big" data-size="1" live-click="x" form="f"><i></i></b>',
    )
    expect(loosely({ status: "draft", "data-size": 9 }, "a")).toContain('data-size="1"')
  })

  it("takes undefined as not given", () => {
    expect(toHtml(badge({ status: "draft", size: undefined }, "a"))).toContain('data-size="1"')
  })

  it.each<[string, object, unknown, RegExp]>([
    ["an unknown attribute", { status: "public", sise: 1 }, "a", /has no attribute "sise"\. Did you mean "size"\?/],
    ["a missing attribute", {}, "a", /needs the attribute "status", "draft" or "public"\./],
    [
      "a wrong literal",
      { status: "pubic" },
      "a",
      /"status" .* is "pubic"; it has to be "draft" or "public" \(did you mean "public"\?\)\.$/,
    ],
    ["a wrong type", { status: "public", size: "1" }, "a", /"size" .* is "1"; it has to be a number/],
    ["no content", { status: "public" }, undefined, /needs content/],
    ["an unknown slot", { status: "public" }, { default: "a", haeder: "b" }, /has no slot "haeder"/],
  ])("refuses %s in development", (_case, attributes, content, message) => {
    expect(() => loosely(attributes, content)).toThrow(message)
  })

  it("has slots by name, with arguments, and many of a kind", () => {
    const table = component("grid", {
      attrs: { rows: attr.of<readonly { id: number }[]>().required() },
      slots: {
        caption: slot(),
        column: slot.many<{ id: number }, { label: string; align?: string }>({
          label: attr.string().required(),
          align: attr.string().default("left"),
        }),
      },
      render: ({ rows, slots }) =>
        html`<table>${slots.caption && html`<caption>${slots.caption()}</caption>`}<tbody>${each(
          rows,
          (row) => row.id,
          (row) =>
            html`<tr>${slots.column.map(
              ({ attrs, content }) => html`<td title="${attrs.label}" align="${attrs.align}">${content(row)}</td>`,
            )}</tr>`,
        )}</tbody></table>`,
    })
    const column = [{ attrs: { label: "Id" }, content: (row: { id: number }) => row.id }, { attrs: { label: "x" } }]
    expect(toHtml(table({ rows: [{ id: 7 }] }, { column }))).toBe(
      '<table><tbody><tr><td title="Id" align="left">7</td><td title="x" align="left"></td></tr></tbody></table>',
    )
    expect(toHtml(table({ rows: [] }, { caption: "C" }))).toBe("<table><caption>C</caption><tbody></tbody></table>")
    const wrong = table as unknown as (...given: unknown[]) => unknown
    expect(() => wrong({ rows: [] }, { column: [{ attrs: { label: 1 } }] })).toThrow(
      /"label" of the slot "column" is 1/,
    )
    expect(() => wrong({ rows: [] }, { column: "a" })).toThrow(/takes a list/)
  })

  it("takes null as not given where an attribute may be left out", () => {
    const given: unknown[] = []
    const note = component("note", {
      attrs: {
        text: attr.string(),
        size: attr.number().default(2),
        at: attr.of<Date>(),
        must: attr.of<string | null>().required(),
      },
      render: ({ slots: _slots, ...props }) => {
        given.push(props)
        return html``
      },
    })
    note({ text: null, size: null, at: null, must: null })
    expect(given).toEqual([{ text: undefined, size: 2, at: undefined, must: null }])
    const text = component("text", { attrs: { a: attr.string().required() }, render: () => html`` })
    expect(() => (text as (given: object) => unknown)({ a: null })).toThrow(/is null; it has to be a string/)
  })

  it("may contain itself", () => {
    interface Node {
      readonly name: string
      readonly children: readonly Node[]
    }
    const tree: (node: Node) => ReturnType<typeof html> = (node) => branch({ node })
    const branch = component("branch", {
      attrs: { node: attr.of<Node>().required() },
      render: ({ node }) => html`<li>${node.name}<ul>${node.children.map(tree)}</ul></li>`,
    })
    expect(toHtml(tree({ name: "a", children: [{ name: "b", children: [] }] }))).toBe(
      "<li>a<ul><li>b<ul></ul></li></ul></li>",
    )
  })
})

describe("a memoised component", () => {
  interface Row {
    readonly id: number
    text: string
  }
  const row = component("memo_row", {
    attrs: { row: attr.of<Row>().required(), on: attr.boolean() },
    memo: true,
    render: ({ row: { text }, on }) => html`<li data-on="${on}">${text}</li>`,
  })

  it("gives the same tree for the same references", () => {
    const one = { id: 1, text: "a" }
    const first = row({ row: one, on: true })
    expect(row({ row: one, on: true })).toBe(first)
    expect(row({ row: one, on: false })).not.toBe(first)
    expect(row({ row: one, on: true })).toBe(first)
    expect(row({ row: { ...one }, on: true })).not.toBe(first)
  })

  it("is verified in development: a stale one warns and is made again", () => {
    const warn = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined)
    const one = { id: 2, text: "a" }
    row({ row: one })
    one.text = "b"
    expect(toHtml(row({ row: one }))).toContain("b")
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('"memo_row" is memoised'), { code: "LV_STALE" })
    warn.mockRestore()
  })
})

describe("a definition", () => {
  const define = component as (name: string, options: unknown) => unknown
  const render = (): unknown => html`<p></p>`

  it.each<[string, string, object, RegExp]>([
    ["a name that is no tag", "my-badge", { render }, /"?my-badge"? is not right: its name/],
    ["a tag of nunjucks", "for", { render }, /is a tag of nunjucks already/],
    ["no render", "a", {}, /no `render`/],
    ["an attribute that is no declaration", "a", { attrs: { b: "string" }, render }, /not declared by `attr`/],
    ["an attribute that templates cannot give", "a", { attrs: { in: attr.string() }, render }, /cannot be called "in"/],
    ["two rests", "a", { attrs: { b: attr.global(), c: attr.global() }, render }, /twice/],
    [
      "a default of another type",
      "a",
      { attrs: { b: attr.number().default("x" as never) }, render },
      /default .* is "x"/,
    ],
    ["a slot that is no declaration", "a", { slots: { b: {} }, render }, /not declared by `slot`/],
  ])("is refused: %s", (_case, name, options, message) => {
    expect(() => define(name, options)).toThrow(message)
  })

  it("is described as JSON", () => {
    expect(JSON.parse(JSON.stringify(describeComponents([badge])))).toEqual([
      {
        name: "badge",
        doc: "A small label.",
        attrs: [
          { name: "status", type: "oneOf", values: ["draft", "public"], required: true, doc: "Which state." },
          { name: "size", type: "number", required: false, default: 1 },
        ],
        global: ["form"],
        slots: [{ name: "default", required: true, many: false }],
      },
    ])
    expect(() => describeComponents([{} as never])).toThrow(/An object|an object/)
  })
})
