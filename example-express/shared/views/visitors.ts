/** An island of the existing page: how many people have it open. */

import { type LiveView, liveView, topic } from "livemount"
import type { Asked } from "../data/ask.js"
import type { Door } from "../data/door.js"
import type { Presence } from "../data/presence.js"

/** Somebody came or went: who is told looks at how many there are now. */
export const visits = topic<"changed">("visits")

interface VisitorsAssigns {
  count: number
  leave: (() => void) | null
}

/** Makes the view on the application's presence; `door` counts those that this process serves. */
export function visitorsView(presence: Asked<Presence>, door: Door): LiveView<"changed"> {
  return liveView<VisitorsAssigns, "changed">({
    name: "visitors",
    template: "visitors.njk",

    async mount(_params, _session, socket) {
      socket.subscribe(visits)
      const leave = socket.connected ? door.enter() : null
      // A page that is only being made counts its reader too: they will be here in a moment.
      return { count: Math.max(1, await presence.count()), leave }
    },

    events: {},

    async handleInfo(_message, socket) {
      socket.assign({ count: await presence.count() })
    },

    terminate(_reason, socket) {
      socket.assigns.leave?.()
    },
  })
}
