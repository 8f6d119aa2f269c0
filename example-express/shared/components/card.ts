/** The component `card`: a heading, what belongs to it, and what can be done with it. */

import { attr, component, components, html, slot } from "livemount"

export const card = component("card", {
  doc: "A box with a heading, remarks beside it, its content, and actions.",
  attrs: {
    level: attr.number().default(3).doc("Of its heading, from 2 to 6."),
    rest: attr.global(),
  },
  slots: {
    heading: slot.required(),
    aside: slot().doc("Stands beside the heading."),
    default: slot.required(),
    actions: slot().doc("Buttons and links, at the end."),
  },
  render: ({ level, rest, slots }) => html`<article class="card" ${rest}>
    <header>${components.dynamicTag({ tag: `h${level}` }, slots.heading())}${slots.aside?.()}</header>
    ${slots.default()}
    ${slots.actions && html`<div class="actions">${slots.actions()}</div>`}
  </article>`,
})
