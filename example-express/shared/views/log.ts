/**
 * The log: a stream of which the page holds 200 rows, whatever the length of the log. Scrolled to an end it gets more there;
 * at its newest end it follows what departs, unless it is paused. Without JavaScript it is gone through by links.
 */

import { type LiveView, liveView, type Socket, type Stream, stream, type Topic, topic } from "livemount"
import type { Asked } from "../data/ask.js"
import type { Flight, FlightLog } from "../data/flight-log.js"

/** Something has departed: by the clock of each process. */
export const departures = topic<"departed">("departures")

interface LogAssigns {
  flights: Stream<Flight>
  /** Numbers of the first and the last row of the page. */
  newest: number
  oldest: number
  /** The newest that is to be shown: a log that is paused ends where it was then. */
  end: number
  total: number
  paused: boolean
  /** Which one the links go on from. */
  olderTo: number
  newerTo: number
}

type LogSocket = Socket<LogAssigns, "departed">
type Rows = Pick<LogAssigns, "newest" | "oldest">

/** Rows in the page at most: many screens of them. */
const LIMIT = 200
/** Rows that are loaded at once. */
const STEP = 60

/** Makes the log's view; `own` tells when something departs. */
export function logView(log: Asked<FlightLog>, own: Topic<"departed">): LiveView<"departed"> {
  /** Shows the rows up to this one, instead of those that are shown. */
  const showLatest = async (socket: LogSocket): Promise<void> => {
    const total = await log.size()
    const rows = rowsUpTo(total)
    socket.stream("flights").reset(await log.entries(rows.oldest, rows.newest))
    socket.assign({ ...withLinks(rows, total), end: total, total, paused: false })
    socket.pushEvent("scroll-to-start", { id: "flights" })
  }

  return liveView<LogAssigns, "departed">({
    name: "log",
    template: "log.njk",
    title: "Log",
    // The rows are read once, and nothing departs unseen between the page and its script.
    adopt: true,

    async mount({ to }, _session, socket) {
      socket.subscribe(own)
      const total = await log.size()
      const rows = rowsUpTo(numberIn(to, total))
      const flights = await log.entries(rows.oldest, rows.newest)
      return {
        flights: stream(flights, { key: ({ id }) => id, limit: LIMIT }),
        ...withLinks(rows, total),
        end: total,
        total,
        paused: false,
      }
    },

    events: {
      async older(_params, socket) {
        const { oldest, newest, total } = socket.assigns
        const from = Math.max(1, oldest - STEP)
        socket.stream("flights").insertMany(await log.entries(from, oldest - 1))
        socket.assign(withLinks({ oldest: from, newest: Math.min(newest, from + LIMIT - 1) }, total))
      },
      async newer(_params, socket) {
        const { oldest, newest, end, total } = socket.assigns
        const to = Math.min(end, newest + STEP)
        socket.stream("flights").insertMany(await log.entries(newest + 1, to), { at: "start" })
        socket.assign(withLinks({ newest: to, oldest: Math.max(oldest, to - LIMIT + 1) }, total))
      },
      pause: (_params, socket) => socket.assign({ paused: true }),
      follow: (_params, socket) => showLatest(socket),
    },

    async handleInfo(_departed, socket) {
      const total = await log.size()
      const { newest, oldest, end, paused } = socket.assigns
      if (!paused && newest === end && total > newest) {
        socket.stream("flights").insertMany(await log.entries(newest + 1, total), { at: "start" })
        socket.assign(withLinks({ newest: total, oldest: Math.max(oldest, total - LIMIT + 1) }, total))
      }
      socket.assign({ total, end: paused ? end : total })
    },

    restream: (_name, { assigns: { oldest, newest } }) => log.entries(oldest, newest),
  })
}

function rowsUpTo(newest: number): Rows {
  return { newest, oldest: Math.max(1, newest - STEP + 1) }
}

function withLinks({ newest, oldest }: Rows, total: number): Rows & Pick<LogAssigns, "olderTo" | "newerTo"> {
  return { newest, oldest, olderTo: Math.max(1, oldest - 1), newerTo: Math.min(total, newest + STEP) }
}

/** The number of a row, as an address says it; else the newest. */
function numberIn(text: unknown, total: number): number {
  const number = typeof text === "string" ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) && number >= 1 && number < total ? number : total
}
