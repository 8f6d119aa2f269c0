/** The component `vote_button`: the votes a proposal has, and the reader's own. */

import { attr, component, html } from "livemount"
import type { Proposal } from "../data/proposals.js"

export const voteButton = component("vote_button", {
  doc: "Shows a proposal's votes; a click gives the reader's own, or takes it back.",
  attrs: {
    proposal: attr.of<Proposal>().required(),
    member: attr.string().required().doc("Whose vote it is."),
    rest: attr.global(),
  },
  render: ({ proposal: { id, title, voters }, member, rest }) => {
    const votes = voters.length === 1 ? "1 vote" : `${voters.length} votes`
    const isPressed = voters.includes(member)
    return html`<button class="vote" live-click="vote" live-value-id="${id}" aria-pressed="${String(isPressed)}" aria-label="Vote for ${title}, ${votes}" ${rest}><span class="arrow" aria-hidden="true"></span><span class="votes">${voters.length}</span></button>`
  },
})
