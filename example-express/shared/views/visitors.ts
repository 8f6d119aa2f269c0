/** An island of the existing page: how many people have it open. */

import { type LiveView, liveView, topic } from "livemount"
import type { Presence } from "../data/presence.js"

/** The number of visitors, after every change. */
export const visits = topic<number>("visits")

interface VisitorsAssigns {
  count: number
  leave: (() => void) | null
}

/** Makes the view on the application's presence. */
export function visitorsView(presence: Presence): LiveView<number> {
  return liveView<VisitorsAssigns, number>({
    name: "visitors",
    template: "visitors.njk",

    mount(_params, _session, socket) {
      socket.subscribe(visits)
      const leave = socket.connected ? presence.arrive() : null
      // A page that is only being made counts its reader too: they will be here in a moment.
      return { count: Math.max(1, presence.count), leave }
    },

    events: {},

    handleInfo(count, socket) {
      socket.assign({ count })
    },

    terminate(_reason, socket) {
      socket.assigns.leave?.()
    },
  })
}
