/** What the films of the catalogue took in, by the day they came out; added up over any period. Days are counted since 1970. */

import type { SourceRecord } from "./movie-catalogue.js"

/** From the first day to before the last one. */
export interface Period {
  readonly from: number
  readonly to: number
}

/** What came out in a part of a period. */
export interface Part extends Period {
  readonly films: number
  /** Dollars. */
  readonly gross: number
}

const DAY = 86_400_000

/** Shorter periods show nothing. */
export const SHORTEST = 28

export class Takings {
  /** Where nearly all records lie; those before and after are mistakes, or few. */
  readonly whole: Period = { from: dayOf("1980-01-01"), to: dayOf("2011-01-01") }
  readonly #premieres: readonly (readonly [day: number, gross: number])[]

  constructor(records: readonly Pick<SourceRecord, "Release Date" | "Worldwide Gross">[]) {
    this.#premieres = records.map((record) => [dayOf(`${record["Release Date"]} UTC`), record["Worldwide Gross"] ?? 0])
  }

  /** The nearest period that can be shown, in whole days. */
  fitted(period: Period): Period {
    const { from: first, to: last } = this.whole
    const from = Math.round(Math.min(Math.max(Math.min(period.from, period.to), first), last - SHORTEST))
    const to = Math.round(Math.min(Math.max(period.from, period.to, from + SHORTEST), last))
    return { from, to }
  }

  /** A period in so many parts of the same length, or of a day each. */
  parts({ from, to }: Period, count: number): readonly Part[] {
    const length = Math.max(1, (to - from) / count)
    const parts = Array.from({ length: Math.round((to - from) / length) }, (_, i) => ({
      from: Math.round(from + i * length),
      to: Math.round(from + (i + 1) * length),
      films: 0,
      gross: 0,
    }))
    for (const [day, gross] of this.#premieres) {
      const part = day >= from && day < to ? parts[Math.floor((day + 0.5 - from) / length)] : undefined
      if (part === undefined) continue
      part.films++
      part.gross += gross
    }
    return parts
  }
}

/** The date of a day. */
export function dateOf(day: number): Date {
  return new Date(day * DAY)
}

function dayOf(date: string): number {
  return Math.floor(Date.parse(date) / DAY)
}
