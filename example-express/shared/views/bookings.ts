/** An island of the existing page: free seats, and a button to take one. */

import { event, type LiveView, liveView, topic } from "livemount"
import { z } from "zod"
import type { Programme, Screening } from "../data/programme.js"

/** All screenings, after every reservation. */
export const reservations = topic<readonly Screening[]>("reservations")

interface BookingsAssigns {
  screenings: readonly Screening[]
  notice: string
}

/** Makes the view on the application's programme. */
export function bookingsView(
  programme: Programme,
  publish: (screenings: readonly Screening[]) => void,
): LiveView<readonly Screening[]> {
  return liveView<BookingsAssigns, readonly Screening[]>({
    name: "bookings",
    template: "bookings.njk",

    mount(_params, _session, socket) {
      socket.subscribe(reservations)
      return { screenings: programme.screenings, notice: "" }
    },

    events: {
      reserve: event(z.object({ id: z.coerce.number().int() }), ({ id }, socket) => {
        const screening = programme.reserve(id)
        const notice = screening
          ? `A seat for “${screening.title}” on ${screening.day} is reserved for you.`
          : "That screening is sold out."
        socket.assign({ screenings: programme.screenings, notice })
        if (screening !== undefined) publish(programme.screenings)
      }),
    },

    handleInfo(screenings, socket) {
      socket.assign({ screenings })
    },
  })
}
