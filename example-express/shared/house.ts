/** Everything the examples show, made once per application: the views, and the data they stand on. */

import { randomUUID } from "node:crypto"
import type { LiveView, OnMount, PubSub } from "livemount"
import { Archive } from "./data/archive.js"
import { type Ask, type Asked, askedHouse, askHere } from "./data/ask.js"
import { Door } from "./data/door.js"
import { createHouseData } from "./data/house-data.js"
import type { Logins } from "./data/logins.js"
import { loadMovies, readRecords } from "./data/movie-catalogue.js"
import type { Presence } from "./data/presence.js"
import type { Programme } from "./data/programme.js"
import { type Sample, Sampler } from "./data/sampler.js"
import { Takings } from "./data/takings.js"
import { bookingsView, reservations } from "./views/bookings.js"
import { checkoutView } from "./views/checkout.js"
import { counter } from "./views/counter.js"
import { type Correction, corrections, explorerView } from "./views/explorer.js"
import { guestBookChanges, guestBookView } from "./views/guest-book.js"
import { libraryView } from "./views/library.js"
import { departures, logView } from "./views/log.js"
import { type MembersViews, membersViews } from "./views/members.js"
import type { Known } from "./views/members-guards.js"
import { monitorView, samples } from "./views/monitor.js"
import { type ProposalNews, proposalNews, proposalsView } from "./views/proposals.js"
import { homeChanges, pulseView } from "./views/pulse.js"
import { type RoomMessage, room, roomView } from "./views/room.js"
import { takingsView } from "./views/takings.js"
import { tonight } from "./views/tonight.js"
import { visitorsView, visits } from "./views/visitors.js"
import { workerView } from "./views/worker.js"

export interface House {
  readonly programme: Asked<Programme>
  /** Who is logged in to the members' area. */
  readonly logins: Asked<Logins>
  /** Lets members in. */
  readonly requireMember: OnMount<Known>
  readonly views: MembersViews & {
    readonly bookings: LiveView<"changed">
    readonly checkout: LiveView
    readonly counter: LiveView
    readonly explorer: LiveView<Correction>
    readonly guestBook: LiveView<"changed">
    readonly library: LiveView
    readonly log: LiveView<"departed">
    readonly monitor: LiveView<Sample>
    readonly proposals: LiveView<ProposalNews>
    readonly pulse: LiveView<Sample | "changed">
    readonly room: LiveView<RoomMessage>
    readonly takings: LiveView
    readonly tonight: LiveView
    readonly visitors: LiveView<"changed">
    readonly worker: LiveView
  }
}

/** One of several processes. */
export interface Worker {
  /** Number of it, as it is shown. */
  readonly id: string
  /** Asks for the data, which all processes share. */
  readonly ask: Ask
}

/** Builds the views; what happens in one page reaches the others over `pubsub`. Without a worker the data are made here, too. */
export function createHouse(pubsub: Pick<PubSub, "broadcast">, worker?: Worker): House {
  const records = readRecords()
  // The archive is another house: it has records of its own.
  const { movies } = loadMovies(records)
  const data = askedHouse(worker?.ask ?? askHere(createHouseData()))
  const id = worker?.id ?? "1"
  // Every process measures for itself and has a clock of its own, and tells its own pages.
  const ownSamples = samples(randomUUID())
  const ownDepartures = departures(randomUUID())
  setInterval(() => pubsub.broadcast(ownDepartures, "departed"), 1_000).unref()
  const sampler = new Sampler((sample) => pubsub.broadcast(ownSamples, sample))
  const changed = (): void => pubsub.broadcast(homeChanges, "changed")
  const doorOf = (presence: Asked<Presence>, told: () => void): Door =>
    new Door((count) => presence.tell(id, count).then(told))
  const reserved = (): void => pubsub.broadcast(reservations, "changed")
  const members = membersViews(data, { topic: reservations, changed: reserved })
  return {
    programme: data.programme,
    logins: data.logins,
    requireMember: members.guard,
    views: {
      ...members.views,
      bookings: bookingsView(data.programme, reserved),
      checkout: checkoutView(data.orders),
      counter,
      explorer: explorerView(data.catalogue, (correction) => pubsub.broadcast(corrections, correction)),
      guestBook: guestBookView(data.guestBook, () => pubsub.broadcast(guestBookChanges, "changed")),
      library: libraryView(data.catalogue),
      log: logView(data.flights, ownDepartures),
      monitor: monitorView(sampler, ownSamples),
      proposals: proposalsView(data, new Archive(() => movies), (news) => pubsub.broadcast(proposalNews, news)),
      pulse: pulseView({
        sampler,
        samples: ownSamples,
        applause: data.applause,
        readers: data.readers,
        door: doorOf(data.readers, changed),
        changed,
      }),
      room: roomView(data.chat, (message) => pubsub.broadcast(room, message)),
      takings: takingsView(new Takings(records)),
      tonight,
      visitors: visitorsView(
        data.visitors,
        doorOf(data.visitors, () => pubsub.broadcast(visits, "changed")),
      ),
      worker: workerView(`process ${id}`),
    },
  }
}
