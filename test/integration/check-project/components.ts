/** Components that the templates of this project use: exported in several ways, one generic, one not to be found. */

import {
  type AnyComponent,
  type Attribute,
  attr,
  type Component,
  component,
  type GlobalAttribute,
  type HtmlContent,
  html,
  type Rendered,
  type Slot,
  slot,
} from "livemount"
import type { Code, Post, Price } from "./views.js"

export const badge: Component<
  {
    readonly status: Attribute<"draft" | "public", "required">
    readonly size: Attribute<number, "default">
    readonly label: Attribute<string>
    readonly wide: Attribute<boolean>
    readonly rest: GlobalAttribute<"form">
  },
  { readonly default: Slot<void, false> }
> = component("badge", {
  attrs: {
    status: attr.oneOf(["draft", "public"]).required(),
    size: attr.number().default(1),
    label: attr.string(),
    wide: attr.boolean(),
    rest: attr.global(["form"]),
  },
  slots: { default: slot() },
  render: ({ status, slots }) => html`<b>${status}${slots.default?.()}</b>`,
})

/** Its type is inferred, and it is exported under another name. */
const grid = component("grid", {
  attrs: { rows: attr.of<readonly Post[]>().required(), kind: attr.of<"plain" | "wide">() },
  slots: {
    caption: slot(),
    cell: slot<Post>(),
    column: slot.many<Post, { label: string; numeric?: boolean }>(),
  },
  render: ({ rows }) => html`<table>${rows.length}</table>`,
})

export { grid as table }

interface Items {
  <T>(
    attributes: { readonly of: readonly T[]; readonly by?: (item: T) => string },
    slots: { readonly default: (item: T) => HtmlContent; readonly none?: HtmlContent },
  ): Rendered
  readonly "~component": AnyComponent["~component"]
}

/** In an object, and generic: its slot gets an item of what it is given. */
export const lists = {
  items: component("items", {
    attrs: { of: attr.of<readonly unknown[]>().required(), by: attr.of<unknown>() },
    slots: { default: slot.required<unknown>(), none: slot() },
    render: ({ of, slots }) => html`${of.map((item) => slots.default(item))}`,
  }) as unknown as Items,
}

export const ui = {
  "price-tag": component("price_tag", {
    attrs: { price: attr.of<Price>().required(), all: attr.of<readonly Price[]>(), code: attr.of<Code>() },
    render: ({ price }) => html`<b>${price.text}</b>`,
  }),
}

interface Boxed {
  /** Its content is no record of slots. */
  (attributes: { readonly of: Post | null }, content: HtmlContent): Rendered
  readonly "~component": AnyComponent["~component"]
}

export default component("boxed", {
  attrs: { of: attr.of<Post | null>().required() },
  slots: { default: slot.required() },
  render: ({ slots }) => html`<p>${slots.default()}</p>`,
}) as Boxed

/** Nobody can name its type: what is known at run time has to do. */
export function hidden(): AnyComponent {
  return component("hidden_one", {
    attrs: { level: attr.oneOf([1, 2]).required(), name: attr.string() },
    slots: { default: slot<{ anything: string }>() },
    render: () => html``,
  })
}
