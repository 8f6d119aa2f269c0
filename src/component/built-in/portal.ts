/** The component `portal`: content that stands elsewhere in the page. */

import { html } from "../../render/values/html.js"
import { type Attribute, attr, type GlobalAttribute } from "../attribute.js"
import { type Component, component } from "../component.js"
import { type Slot, slot } from "../slot.js"

type Portal = Component<
  {
    readonly id: Attribute<string, "required">
    readonly target: Attribute<string, "required">
    readonly rest: GlobalAttribute
  },
  { readonly default: Slot<void, true> }
>

/**
 * Content that the browser's script puts at the end of another element, anywhere in the page, in a `<div>` with the
 * attributes of the rest: for dialogs and menus that no `overflow` or stacking of their surroundings may cut off. It goes on
 * being the view's: it is updated, and its events come to the view. Without the script it is not shown.
 * In nunjucks `{% portal id="menu" target="body" class="menu" %}…{% endportal %}`.
 *
 * @example
 * ```ts
 * import { components, html } from "livemount"
 *
 * const page = (open: boolean) => html`<button live-click="toggle">Menu</button>
 *   ${open && components.portal({ id: "menu", target: "body" }, html`<a href="/">Home</a>`)}`
 * ```
 */
export const portal: Portal = component("portal", {
  doc: "Content that stands at the end of another element of the page.",
  attrs: {
    id: attr.string().required().doc("Id of the place where it is written."),
    target: attr.string().required().doc("A selector: the element to put it in."),
    rest: attr.global(),
  },
  slots: { default: slot.required() },
  render: ({ id, target, rest, slots }) =>
    html`<template id="${id}" data-live-portal="${target}"><div ${rest}>${slots.default()}</div></template>`,
})
