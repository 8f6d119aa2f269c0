/** Everything that the visitors of the examples have in common. It stands in one place, whatever the number of processes. */

import { Applause } from "./applause.js"
import { Chat } from "./chat.js"
import { Drafts } from "./drafts.js"
import { FlightLog } from "./flight-log.js"
import { GuestBook } from "./guest-book.js"
import { Logins } from "./logins.js"
import { Members } from "./members.js"
import { loadMovies, type MovieCatalogue } from "./movie-catalogue.js"
import { Orders } from "./orders.js"
import { Presence } from "./presence.js"
import { Programme } from "./programme.js"
import type { ProposalDraft } from "./proposal-form.js"
import { clubFilms, Proposals } from "./proposals.js"

export interface HouseData {
  readonly applause: Applause
  readonly catalogue: MovieCatalogue
  readonly chat: Chat
  readonly drafts: Drafts<ProposalDraft>
  readonly flights: FlightLog
  readonly guestBook: GuestBook
  readonly logins: Logins
  readonly members: Members
  readonly orders: Orders
  readonly programme: Programme
  readonly proposals: Proposals
  /** Who reads the home page. */
  readonly readers: Presence
  /** Who looks at the existing page. */
  readonly visitors: Presence
}

/** Makes the data of an application that was just started. */
export function createHouseData(): HouseData {
  const catalogue = loadMovies()
  const members = new Members()
  return {
    applause: new Applause(),
    catalogue,
    chat: new Chat(),
    drafts: new Drafts(),
    flights: new FlightLog(),
    guestBook: new GuestBook(),
    logins: new Logins(members),
    members,
    orders: new Orders(),
    programme: new Programme(catalogue.movies),
    proposals: new Proposals(clubFilms),
    readers: new Presence(),
    visitors: new Presence(),
  }
}
