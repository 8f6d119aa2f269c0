/** Components as typed functions: what a use may give, what `render` gets. */

import { expectTypeOf } from "expect-type"
import { attr, component, type HtmlContent, html, type Rendered, slot } from "livemount"

const badge = component("badge", {
  attrs: { status: attr.oneOf(["draft", "public"]).required(), rest: attr.global() },
  slots: { default: slot.required() },
  render: ({ status, rest, slots }) => {
    expectTypeOf(status).toEqualTypeOf<"draft" | "public">()
    return html`<b class="badge ${status}" ${rest}>${slots.default()}</b>`
  },
})

expectTypeOf(badge({ status: "public", "data-id": 1 }, "Online")).toEqualTypeOf<Rendered>()
badge({ status: "draft", class: ["a", { b: true }], "live-click": "x", "aria-label": "y", hidden: true }, html`<i></i>`)
badge({ status: "draft" }, { default: "named" })
// @ts-expect-error a misspelled name
badge({ status: "public", statuss: 1 }, "Online")
// @ts-expect-error a required attribute is missing
badge({ "data-id": 1 }, "Online")
// @ts-expect-error not one of the values
badge({ status: "pubic" }, "Online")
// @ts-expect-error the content is missing
badge({ status: "public" })
// @ts-expect-error no such slot
badge({ status: "public" }, { default: "a", header: "b" })

// --- presence

const all = component("all", {
  attrs: {
    text: attr.string(),
    size: attr.number().default(1),
    on: attr.boolean().required(),
    at: attr.of<Date>(),
    rest: attr.global(["form", "x-*"]),
  },
  render: (props) => {
    expectTypeOf(props.text).toEqualTypeOf<string | undefined>()
    expectTypeOf(props.size).toEqualTypeOf<number>()
    expectTypeOf(props.on).toEqualTypeOf<boolean>()
    expectTypeOf(props.at).toEqualTypeOf<Date | undefined>()
    expectTypeOf<keyof typeof props.slots>().toEqualTypeOf<never>()
    return html`<p></p>`
  },
})
all({ on: true })
all({ on: true, text: undefined, at: new Date(), form: "f", "x-data": "y" })
all({ on: true, text: null, size: null, at: null })
// @ts-expect-error a required attribute that is nothing
all({ on: null })
// @ts-expect-error a text where a boolean is expected
all({ on: "yes" })
// @ts-expect-error a date is expected
all({ on: true, at: "today" })
// @ts-expect-error not a global attribute, nor one that was named
all({ on: true, action: "/" })
// @ts-expect-error it has no slots
all({ on: true }, "content")
// @ts-expect-error the default is no number
attr.number().default("1")

const plain = component("plain", { render: () => html`<hr>` })
plain()
plain({})
// @ts-expect-error it has no attributes
plain({ a: 1 })

// --- slots

interface Row {
  readonly id: number
}
const table = component("table_of", {
  attrs: { rows: attr.of<readonly Row[]>().required() },
  slots: {
    caption: slot(),
    empty: slot.required(),
    column: slot.many<Row, { label: string; wide?: boolean }>({
      label: attr.string().required(),
      wide: attr.boolean(),
    }),
  },
  render: ({ rows, slots }) => {
    expectTypeOf(slots.caption).toEqualTypeOf<(() => HtmlContent) | undefined>()
    expectTypeOf(slots.empty).toEqualTypeOf<() => HtmlContent>()
    return html`${slots.caption?.()}${rows.map(
      (row) =>
        html`<p>${slots.column.map((column) => html`<i title="${column.attrs.label}">${column.content(row)}</i>`)}</p>`,
    )}`
  },
})
table({ rows: [] }, { empty: "none" })
table({ rows: [] }, { empty: "none", column: [{ attrs: { label: "Id" }, content: (row) => row.id }] })
// @ts-expect-error a required slot is missing
table({ rows: [] }, { caption: "a" })
// @ts-expect-error the slot's attribute is missing
table({ rows: [] }, { empty: "none", column: [{ content: "x" }] })
// @ts-expect-error rows have no name
table({ rows: [] }, { empty: "none", column: [{ attrs: { label: "Name" }, content: (row) => row.name }] })

const tabs = component("tabs", {
  slots: { tab: slot.many({ label: attr.string().required(), wide: attr.boolean() }) },
  render: ({ slots }) =>
    html`${slots.tab.map(({ attrs, content }) => {
      expectTypeOf(attrs.label).toEqualTypeOf<string>()
      expectTypeOf(attrs.wide).toEqualTypeOf<boolean | undefined>()
      return html`<b title="${attrs.label}">${content()}</b>`
    })}`,
})
tabs({}, { tab: [{ attrs: { label: "One" }, content: "1" }] })
// @ts-expect-error the slot's attribute is missing
tabs({}, { tab: [{ content: "1" }] })

const rows = component("rows", {
  attrs: { of: attr.of<readonly Row[]>().required() },
  slots: { default: slot.required<Row>() },
  render: ({ of, slots }) => html`${of.map((row) => slots.default(row))}`,
})
rows({ of: [] }, (row) => {
  expectTypeOf(row).toEqualTypeOf<Row>()
  return row.id
})
