/**
 * What films took in, as a chart that a hook draws (`public/takings.js`). The page holds the period and a table; the many parts that
 * the chart shows are the reply of an event, and stay in the browser.
 */

import { event, type LiveView, liveView, type Socket } from "livemount"
import { z } from "zod"
import { dateOf, type Part, type Period, SHORTEST, type Takings } from "../data/takings.js"

interface Row extends Period {
  readonly name: string
  readonly films: number
  readonly gross: number
}

interface TakingsAssigns extends Period {
  name: string
  isWhole: boolean
  rows: readonly Row[]
}

/** Rows of the table. */
const ROWS = 8

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })

const period = z.object({ from: z.coerce.number(), to: z.coerce.number() })
/** As many as the chart has room for. */
const room = z.object({ count: z.number().int().min(1).max(500) })

/** Makes the view; `takings` may be looked at by all pages. */
export function takingsView(takings: Takings): LiveView {
  const shown = (wanted: Period): TakingsAssigns => {
    const { from, to } = takings.fitted(wanted)
    const isWhole = from === takings.whole.from && to === takings.whole.to
    const rows = takings.parts({ from, to }, ROWS).map((part) => ({ ...part, name: nameOf(part) }))
    return { from, to, name: nameOf({ from, to }), isWhole, rows }
  }
  const partsOf = ({ from, to }: Period, count: number): { parts: readonly Part[] } => ({
    parts: takings.parts({ from, to }, count),
  })

  return liveView<TakingsAssigns>({
    name: "takings",
    template: "takings.njk",
    title: "Box office",
    layout: "takings-page.njk",

    mount: () => shown(takings.whole),

    events: {
      // A button of the table.
      show: event(period, (wanted, socket: Socket<TakingsAssigns>) => socket.assign(shown(wanted))),
      whole: (_params, socket) => socket.assign(shown(takings.whole)),
      // The hook's own: what is returned is its reply.
      zoom: event(period.and(room), ({ count, ...wanted }, socket: Socket<TakingsAssigns>) => {
        socket.assign(shown(wanted))
        return partsOf(socket.assigns, count)
      }),
      parts: event(room, ({ count }, socket: Socket<TakingsAssigns>) => partsOf(socket.assigns, count)),
    },
  })
}

/** A row can be looked into as long as it is longer than what can be shown. */
function nameOf({ from, to }: Period): string {
  if (to - from > SHORTEST * 11) return `${month.format(dateOf(from))} – ${month.format(dateOf(to - 1))}`
  return to - from === 1 ? day.format(dateOf(from)) : `${day.format(dateOf(from))} – ${day.format(dateOf(to - 1))}`
}

const month = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" })
