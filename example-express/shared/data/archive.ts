/**
 * The club's archive: a catalogue in another house, which takes its time to answer. That it is slow is put on; what it
 * answers is looked up in the film records. A search that nobody waits for any more is given up.
 */

import { setTimeout as wait } from "node:timers/promises"
import type { Movie } from "./movie-catalogue.js"
import type { Proposal } from "./proposals.js"

/** A film that the archive has, and the proposal it is like. */
export interface SimilarFilm extends Pick<Movie, "id" | "title" | "year" | "director"> {
  readonly rating: number
  /** The proposal's title. */
  readonly like: string
}

/** A search. */
export interface ArchiveSearch {
  readonly proposals: readonly Proposal[]
  /** False: nobody answers. */
  readonly isReachable: boolean
  readonly signal: AbortSignal
}

/** How long the archive takes, in milliseconds. */
const DELAY = 1500

/** Proposals that are searched for, from the first of the ranking on, and films for each. */
const PROPOSALS = 4
const FILMS = 2

/** Years that films of one time are apart, at most. */
const YEARS = 8

export class Archive {
  readonly #movies: () => readonly Movie[]
  readonly #delay: number

  /** @param movies - The records as they are at the time of a search. */
  constructor(movies: () => readonly Movie[], delay: number = DELAY) {
    this.#movies = movies
    this.#delay = delay
  }

  /** Films of the kind and time of the first proposals. Rejects if the archive cannot be reached. */
  async search({ proposals, isReachable, signal }: ArchiveSearch): Promise<readonly SimilarFilm[]> {
    await wait(this.#delay, undefined, { signal })
    if (!isReachable) throw new Error("The archive does not answer.")
    return similarFilms(this.#movies(), proposals)
  }
}

/** The best rated films of each proposal's kind that were made within a few years of it, none twice, none proposed. */
export function similarFilms(movies: readonly Movie[], proposals: readonly Proposal[]): readonly SimilarFilm[] {
  const taken = new Set(proposals.map(({ title }) => title.toLowerCase()))
  return proposals.slice(0, PROPOSALS).flatMap(({ title: like, kind, year }) => {
    const films = movies
      .flatMap(({ rating, ...movie }) => (rating === null ? [] : [{ ...movie, rating }]))
      .filter((movie) => movie.genre === kind && Math.abs(movie.year - year) <= YEARS)
      .filter(({ title }) => !taken.has(title.toLowerCase()))
      .sort((a, b) => b.rating - a.rating || a.id - b.id)
      .slice(0, FILMS)
    for (const { title } of films) taken.add(title.toLowerCase())
    return films.map(({ id, title, director, rating, year: made }) => ({
      id,
      title,
      year: made,
      director,
      rating,
      like,
    }))
  })
}
