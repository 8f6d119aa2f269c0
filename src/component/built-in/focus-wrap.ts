/** The component `focus_wrap`: keeps the Tab key inside of a dialog or menu. */

import { html } from "../../render/values/html.js"
import { type Attribute, attr, type GlobalAttribute } from "../attribute.js"
import { type Component, component } from "../component.js"
import { type Slot, slot } from "../slot.js"

type FocusWrap = Component<
  { readonly id: Attribute<string, "required">; readonly rest: GlobalAttribute },
  { readonly default: Slot<void, true> }
>

/**
 * A `<div>` that keeps the focus: Tab goes from its last control to its first, Shift and Tab the other way. When it appears
 * the focus goes inside, when it goes away back to where it was. For dialogs, with `role="dialog" aria-modal="true"`.
 * In nunjucks `{% focus_wrap id="new-post" %}…{% endfocus_wrap %}`.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/dialog-modal/
 */
export const focusWrap: FocusWrap = component("focus_wrap", {
  doc: "An element that keeps the focus: for dialogs and menus.",
  attrs: { id: attr.string().required().doc("Id of the element."), rest: attr.global() },
  slots: { default: slot.required() },
  render: ({ id, rest, slots }) =>
    html`<div id="${id}" data-live-focus-wrap ${rest}><span tabindex="0" aria-hidden="true" data-live-focus="start"></span>${slots.default()}<span tabindex="0" aria-hidden="true" data-live-focus="end"></span></div>`,
})
