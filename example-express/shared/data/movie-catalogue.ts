/**
 * The film records of the vega-datasets package (3,201 of them, known for their mistakes), in memory.
 * The list is immutable: a correction makes a new list in which all other records are the same objects, so views
 * that hold it have nothing to compare but references.
 */

import { readDataset } from "./dataset.js"
import { type Found, findMovies, type Query } from "./movie-query.js"

export interface Movie {
  readonly id: number
  readonly title: string
  readonly year: number
  readonly genre: string
  readonly director: string
  /** IMDB rating from 0 to 10. */
  readonly rating: number | null
  /** Worldwide gross in dollars. */
  readonly gross: number | null
}

/** What a visitor may correct. */
export type MovieChange = Pick<Movie, "title" | "year" | "genre" | "director" | "rating">

/** The columns of the file that are used here; all of them may be missing, and some titles are numbers. */
export interface SourceRecord {
  readonly Title: string | number | null
  readonly "Release Date": string
  readonly "Major Genre": string | null
  readonly Director: string | null
  readonly "IMDB Rating": number | null
  readonly "Worldwide Gross": number | null
}

export class MovieCatalogue {
  #movies: readonly Movie[]
  /** All genres in the file, sorted. */
  readonly genres: readonly string[]

  constructor(movies: readonly Movie[]) {
    this.#movies = movies
    this.genres = [...new Set(movies.map((movie) => movie.genre))].filter((genre) => genre !== "").sort()
  }

  get movies(): readonly Movie[] {
    return this.#movies
  }

  /** The number of records. */
  get size(): number {
    return this.#movies.length
  }

  /** A page of what a query asks for. */
  search(query: Query): Found {
    return findMovies(this.#movies, query)
  }

  find(id: number): Movie | undefined {
    return this.#movies[id - 1]
  }

  /** The best rated others of a film's director, six at most. */
  othersBy(id: number): readonly Movie[] {
    const director = this.find(id)?.director ?? ""
    if (director === "") return []
    return this.#movies
      .filter((movie) => movie.director === director && movie.id !== id)
      .sort((a, b) => (b.rating ?? 0) - (a.rating ?? 0) || a.id - b.id)
      .slice(0, 6)
  }

  /** Replaces one record. */
  correct(id: number, change: MovieChange): Movie | undefined {
    const movie = this.find(id)
    if (movie === undefined) return undefined
    const corrected: Movie = { ...movie, ...change }
    this.#movies = this.#movies.with(id - 1, corrected)
    return corrected
  }
}

/** Reads the records of all films. */
export function readRecords(): readonly SourceRecord[] {
  return readDataset("movies.json")
}

/** A catalogue of these records, or of all. */
export function loadMovies(records: readonly SourceRecord[] = readRecords()): MovieCatalogue {
  return new MovieCatalogue(
    records.map((record, index) => ({
      id: index + 1,
      title: String(record.Title ?? "Untitled"),
      year: new Date(record["Release Date"]).getFullYear(),
      genre: record["Major Genre"] ?? "",
      director: record.Director ?? "",
      rating: record["IMDB Rating"],
      gross: record["Worldwide Gross"],
    })),
  )
}
