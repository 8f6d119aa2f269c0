/** An island of the existing page: free seats, and a button to take one. */

import { event, type LiveView, liveView, topic } from "livemount"
import { z } from "zod"
import type { Asked } from "../data/ask.js"
import type { Programme, Screening } from "../data/programme.js"

/** A seat was reserved: who is told looks at how many are free now. */
export const reservations = topic<"changed">("reservations")

interface BookingsAssigns {
  screenings: readonly Screening[]
  notice: string
}

/** Makes the view on the application's programme. */
export function bookingsView(programme: Asked<Programme>, changed: () => void): LiveView<"changed"> {
  return liveView<BookingsAssigns, "changed">({
    name: "bookings",
    template: "bookings.njk",

    async mount(_params, _session, socket) {
      socket.subscribe(reservations)
      return { screenings: await programme.screenings(), notice: "" }
    },

    events: {
      reserve: event(z.object({ id: z.coerce.number().int() }), async ({ id }, socket) => {
        const screening = await programme.reserve(id)
        const notice = screening
          ? `A seat for “${screening.title}” on ${screening.day} is reserved for you.`
          : "That screening is sold out."
        socket.assign({ screenings: await programme.screenings(), notice })
        if (screening !== undefined) changed()
      }),
    },

    async handleInfo(_message, socket) {
      socket.assign({ screenings: await programme.screenings() })
    },
  })
}
