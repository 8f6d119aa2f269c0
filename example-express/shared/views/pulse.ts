/** The live part of the home page: the server's pulse, who is here, and an applause that everybody shares. */

import { type LiveView, liveView, type Topic, topic } from "livemount"
import type { Applause } from "../data/applause.js"
import type { Asked } from "../data/ask.js"
import type { Door } from "../data/door.js"
import type { Presence } from "../data/presence.js"
import { HISTORY_LENGTH, type Sample, type Sampler } from "../data/sampler.js"
import { type Sparkline, sparkline } from "../data/sparkline.js"

/** Somebody clapped, came or went: who is told looks at what is so now. */
export const homeChanges = topic<"changed">("home")

/** What the view stands on. */
export interface PulseSources {
  readonly sampler: Sampler
  /** The sampler's samples. */
  readonly samples: Topic<Sample>
  readonly applause: Asked<Applause>
  readonly readers: Asked<Presence>
  /** Counts the readers that this process serves. */
  readonly door: Door
  /** Tells all open pages. */
  readonly changed: () => void
}

interface PulseAssigns {
  connected: boolean
  /** Share of all processors in use, in percent. */
  cpu: string
  chart: Sparkline
  claps: number
  readers: number
  leave: (() => void) | null
}

/** Units of the chart: one per sample across, about one per pixel upwards. */
const CHART = { width: HISTORY_LENGTH - 1, height: 48, max: 100 }

/** Makes the view on the application's data. */
export function pulseView(sources: PulseSources): LiveView<Sample | "changed"> {
  const { sampler, samples, applause, readers, door, changed } = sources
  const drawn = (): Pick<PulseAssigns, "cpu" | "chart"> => {
    const { latest, history } = sampler.lastMinute()
    const shares = history.map((sample) => sample.cpu)
    return { cpu: latest.cpu.toFixed(0), chart: sparkline(shares, { ...CHART, length: Math.max(2, shares.length) }) }
  }
  // A page that is only being made counts its reader too: they will be here in a moment.
  const counted = async (): Promise<Pick<PulseAssigns, "claps" | "readers">> => {
    const [claps, count] = await Promise.all([applause.count(), readers.count()])
    return { claps, readers: Math.max(1, count) }
  }

  return liveView<PulseAssigns, Sample | "changed">({
    name: "pulse",
    template: "pulse.njk",

    async mount(_params, _session, socket) {
      socket.subscribe(samples)
      socket.subscribe(homeChanges)
      const leave = socket.connected ? door.enter() : null
      return { ...drawn(), ...(await counted()), connected: socket.connected, leave }
    },

    events: {
      async clap(_params, socket) {
        await applause.clap()
        socket.assign(await counted())
        changed()
      },
    },

    async handleInfo(message, socket) {
      if (message === "changed") socket.assign(await counted())
      else socket.assign(drawn())
    },

    terminate(_reason, socket) {
      socket.assigns.leave?.()
    },
  })
}
