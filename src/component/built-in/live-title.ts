/** The component `live_title`: the title of the document, for layouts. */

import { html } from "../../render/values/html.js"
import { type Attribute, attr } from "../attribute.js"
import { type Component, component } from "../component.js"
import { type Slot, slot } from "../slot.js"
import { contentText } from "./content-text.js"

type LiveTitle = Component<
  {
    readonly prefix: Attribute<string>
    readonly suffix: Attribute<string>
    readonly default: Attribute<string>
  },
  { readonly default: Slot<void, false> }
>

/**
 * The `<title>` of a layout: what stands around the title of the view, and what stands in its place when it is empty.
 * `socket.title(text)` keeps to it. In nunjucks `{% live_title suffix=" · Shop" default="Home" %}{{ title }}{% endlive_title %}`.
 */
export const liveTitle: LiveTitle = component("live_title", {
  doc: "The title of the document, for layouts.",
  attrs: {
    prefix: attr.string().doc("Stands before the title."),
    suffix: attr.string().doc("Stands after the title."),
    default: attr.string().doc("Stands in place of an empty title."),
  },
  slots: { default: slot().doc("The title of the view.") },
  render: ({ prefix, suffix, default: fallback, slots }) => {
    const text = contentText(slots.default?.())
    const title = text.html === "" ? fallback : text
    return html`<title data-prefix="${prefix}" data-suffix="${suffix}" data-default="${fallback}">${prefix}${title}${suffix}</title>`
  },
})
