/** The component `tag`: a word about a film. */

import { attr, component, html, slot } from "livemount"

export const tag = component("tag", {
  doc: "A word or two, set off from the text.",
  attrs: {
    tone: attr.oneOf(["plain", "accent"]).default("plain").doc("`accent` for what counts."),
    rest: attr.global(),
  },
  slots: { default: slot.required() },
  render: ({ tone, rest, slots }) => html`<span class="tag ${tone}" ${rest}>${slots.default()}</span>`,
})
