/**
 * What the explorer shows of the catalogue: a search, an order and a page. A query is written as a query string too:
 * every button that leads to another one carries it whole, so that the buttons also work without JavaScript.
 */

import { z } from "zod"
import type { Movie } from "./movie-catalogue.js"

const sortKeys = ["title", "year", "genre", "director", "rating", "gross"] as const
const orders = ["ascending", "descending"] as const

/** The rows a page may have. */
export const pageSizes = [25, 100, 500] as const

export type SortKey = (typeof sortKeys)[number]

/** Accepts anything: what is missing or wrong becomes the default. */
export const querySchema = z.object({
  // As it was typed: the page shows it in the field again, where a word and a blank may be the beginning of two.
  q: z.string().max(80).catch(""),
  genre: z.string().max(40).catch(""),
  sort: z.enum(sortKeys).catch("title"),
  order: z.enum(orders).catch("ascending"),
  size: z.coerce
    .number()
    .refine((size) => pageSizes.some((allowed) => allowed === size))
    .catch(pageSizes[0]),
  page: z.coerce.number().int().min(1).catch(1),
})

export type Query = z.infer<typeof querySchema>

const defaults: Query = querySchema.parse({})

/** Reads a query string; also the parameters of a page's URL. */
export function readQuery(from: string | object): Query {
  return querySchema.parse(typeof from === "string" ? Object.fromEntries(new URLSearchParams(from)) : from)
}

/** Writes the query string, without what is the default anyway. */
export function writeQuery(query: Query): string {
  const text = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== defaults[name as keyof Query]) text.set(name, String(value))
  }
  return text.toString()
}

export interface Found {
  /** The rows of the page. */
  readonly rows: readonly Movie[]
  /** The number of rows on all pages. */
  readonly total: number
  readonly page: number
  readonly pages: number
}

/** Finds what a query asks for. A page beyond the last is the last. */
export function findMovies(movies: readonly Movie[], query: Query): Found {
  const words = query.q.toLowerCase().split(/\s+/).filter(Boolean)
  const matching = movies.filter((movie) => {
    if (query.genre !== "" && movie.genre !== query.genre) return false
    const text = `${movie.title}\n${movie.director}\n${movie.year}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const sorted = matching.toSorted(comparison(query))
  const pages = Math.max(1, Math.ceil(sorted.length / query.size))
  const page = Math.min(query.page, pages)
  return { rows: sorted.slice((page - 1) * query.size, page * query.size), total: sorted.length, page, pages }
}

const collator = new Intl.Collator("en", { numeric: true })

/** Empty values come last in either order, equal ones stay in the order of the file. */
function comparison({ sort, order }: Query): (a: Movie, b: Movie) => number {
  const sign = order === "ascending" ? 1 : -1
  return (a, b) => {
    const [left, right] = [a[sort], b[sort]]
    const [leftEmpty, rightEmpty] = [left === null || left === "", right === null || right === ""]
    if (leftEmpty || rightEmpty) return Number(leftEmpty) - Number(rightEmpty)
    const difference =
      typeof left === "number" && typeof right === "number"
        ? left - right
        : collator.compare(String(left), String(right))
    return sign * difference || a.id - b.id
  }
}
