/** The film club of the existing page: its programme, and the seats that are still free. */

import type { Movie } from "./movie-catalogue.js"

export interface Screening {
  readonly id: number
  readonly title: string
  readonly day: string
  readonly seats: number
  readonly free: number
}

const DAYS = ["Thursday", "Friday", "Saturday"] as const
const SEATS = 40

export class Programme {
  #screenings: readonly Screening[]
  /** The films of the season, for the page's own table. */
  readonly season: readonly Movie[]

  /** Chooses the season: the best rated films of the catalogue. */
  constructor(movies: readonly Movie[]) {
    this.season = movies
      .filter((movie) => movie.rating !== null && movie.director !== "")
      .toSorted((a, b) => (b.rating ?? 0) - (a.rating ?? 0) || a.id - b.id)
      .slice(0, 8)
    this.#screenings = DAYS.map((day, index) => ({
      id: index + 1,
      title: this.season[index]?.title ?? "To be announced",
      day,
      seats: SEATS,
      free: SEATS - 9 * index,
    }))
  }

  get screenings(): readonly Screening[] {
    return this.#screenings
  }

  /** Takes one seat. Undefined when there is no such screening, or no seat left. */
  reserve(id: number): Screening | undefined {
    const index = this.#screenings.findIndex((screening) => screening.id === id)
    const screening = this.#screenings[index]
    if (screening === undefined || screening.free === 0) return undefined
    const reserved: Screening = { ...screening, free: screening.free - 1 }
    this.#screenings = this.#screenings.with(index, reserved)
    return reserved
  }
}
