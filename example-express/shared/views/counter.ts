/** A counter: the smallest view that does something. The page says where it starts and by how much it goes. */

import { type LiveView, liveView } from "livemount"
import type {} from "../session.js"

interface CounterAssigns {
  label: string
  start: number
  step: number
  count: number
}

export const counter: LiveView = liveView<CounterAssigns>({
  name: "counter",
  template: "counter.njk",
  container: "section",

  mount(_params, session) {
    const start = session.start ?? 0
    return { label: session.label ?? "Counter", start, step: session.step ?? 1, count: start }
  },

  events: {
    increment(_params, socket) {
      socket.update("count", (count) => count + socket.assigns.step)
    },
    decrement(_params, socket) {
      socket.update("count", (count) => count - socket.assigns.step)
    },
    reset(_params, socket) {
      socket.assign({ count: socket.assigns.start })
    },
  },
})
