/** Everything the examples show, made once per application: the data, and the views that stand on it. */

import type { LiveView, PubSub } from "livemount"
import { Applause } from "./data/applause.js"
import { Archive } from "./data/archive.js"
import { Chat } from "./data/chat.js"
import { GuestBook } from "./data/guest-book.js"
import { loadMovies } from "./data/movie-catalogue.js"
import { Presence } from "./data/presence.js"
import { Programme } from "./data/programme.js"
import { clubFilms, Proposals } from "./data/proposals.js"
import { type Sample, Sampler } from "./data/sampler.js"
import { bookingsView, reservations } from "./views/bookings.js"
import { counter } from "./views/counter.js"
import { type Correction, corrections, explorerView } from "./views/explorer.js"
import { guestBookChanges, guestBookView } from "./views/guest-book.js"
import { monitorView, samples } from "./views/monitor.js"
import { type ProposalNews, proposalNews, proposalsView } from "./views/proposals.js"
import { homeChanges, pulseView } from "./views/pulse.js"
import { type RoomMessage, room, roomView } from "./views/room.js"
import { visitorsView, visits } from "./views/visitors.js"

export interface House {
  readonly programme: Programme
  readonly views: {
    readonly bookings: LiveView<"changed">
    readonly counter: LiveView
    readonly explorer: LiveView<Correction>
    readonly guestBook: LiveView<"changed">
    readonly monitor: LiveView<Sample>
    readonly proposals: LiveView<ProposalNews>
    readonly pulse: LiveView<Sample | "changed">
    readonly room: LiveView<RoomMessage>
    readonly visitors: LiveView<number>
  }
}

/** Builds the data and the views; what happens in one page reaches the others over `pubsub`. */
export function createHouse(pubsub: Pick<PubSub, "broadcast">): House {
  const catalogue = loadMovies()
  const programme = new Programme(catalogue.movies)
  const sampler = new Sampler((sample) => pubsub.broadcast(samples, sample))
  const presence = new Presence((count) => pubsub.broadcast(visits, count))
  const changed = (): void => pubsub.broadcast(homeChanges, "changed")
  return {
    programme,
    views: {
      bookings: bookingsView(programme, () => pubsub.broadcast(reservations, "changed")),
      counter,
      explorer: explorerView(catalogue, (correction) => pubsub.broadcast(corrections, correction)),
      guestBook: guestBookView(new GuestBook(), () => pubsub.broadcast(guestBookChanges, "changed")),
      monitor: monitorView(sampler),
      proposals: proposalsView(new Proposals(clubFilms), new Archive(() => catalogue.movies), (news) =>
        pubsub.broadcast(proposalNews, news),
      ),
      pulse: pulseView({ sampler, applause: new Applause(), readers: new Presence(changed), changed }),
      room: roomView(new Chat(), (message) => pubsub.broadcast(room, message)),
      visitors: visitorsView(presence),
    },
  }
}
