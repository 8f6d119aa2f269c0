/**
 * The library: all films by their filters, and beside them the one that was chosen. Everything it shows stands in the page's URL, and
 * `handleParams` makes the page of it: for the first HTML, along links, and back and forward. So each state has an address.
 */

import { event, type LiveView, liveView } from "livemount"
import { z } from "zod"
import type { Asked } from "../data/ask.js"
import type { Movie, MovieCatalogue } from "../data/movie-catalogue.js"
import { type Query, querySchema, readQuery, writeQuery } from "../data/movie-query.js"

/** How the films may be ordered: as the field says it, and what it is called. */
const orders = [
  { value: "title", name: "Title" },
  { value: "newest", name: "Newest first" },
  { value: "best", name: "Best rated first" },
] as const

interface LibraryAssigns {
  query: Query
  genres: readonly string[]
  orders: typeof orders
  /** Which of the orders it is. */
  order: string
  rows: readonly Movie[]
  total: number
  page: number
  pages: number
  /** The query string of the filters, with its question mark, for the links to films. */
  search: string
  /** Addresses of the pages before and behind this one. */
  previous: string | null
  next: string | null
  /** The film that was chosen; null if there is none of that number. */
  film: Movie | null
  othersBy: readonly Movie[]
}

const filters = z.object({
  q: querySchema.shape.q,
  genre: querySchema.shape.genre,
  order: z.enum(["title", "newest", "best"]).catch("title"),
})

const sorting = {
  title: { sort: "title", order: "ascending" },
  newest: { sort: "year", order: "descending" },
  best: { sort: "rating", order: "descending" },
} as const

/** Makes the library's view on the application's catalogue. It has two routes: `/library`, and `/library/:id` with the action "film". */
export function libraryView(catalogue: Asked<MovieCatalogue>): LiveView {
  return liveView<LibraryAssigns>({
    name: "library",
    template: "library.njk",
    title: "Library",

    mount: async () => ({
      query: readQuery({}),
      genres: await catalogue.genres(),
      orders,
      order: "title",
      rows: [],
      total: 0,
      page: 1,
      pages: 1,
      search: "",
      previous: null,
      next: null,
      film: null,
      othersBy: [],
    }),

    async handleParams({ id, ...params }, _uri, socket) {
      const query = readQuery(params)
      const number = Number(id ?? 0)
      const [found, film, othersBy] = await Promise.all([
        catalogue.search(query),
        catalogue.find(number),
        catalogue.othersBy(number),
      ])
      const { rows, total, page, pages } = found
      const shown = { ...query, page }
      const place = id === undefined ? "/library" : `/library/${id}`
      socket.assign({
        query: shown,
        order: orderOf(shown),
        rows,
        total,
        page,
        pages,
        search: searchOf(shown),
        previous: page > 1 ? place + searchOf({ ...shown, page: page - 1 }) : null,
        next: page < pages ? place + searchOf({ ...shown, page: page + 1 }) : null,
        film: film ?? null,
        othersBy,
      })
      socket.title(film?.title ?? "Library")
    },

    events: {
      // The same path with another query: what `handleParams` makes of it comes with the answer to this event.
      filter: event(filters, ({ q, genre, order }, socket) => {
        const { pathname } = new URL(socket.uri, "http://localhost")
        const query = { ...socket.assigns.query, q, genre, ...sorting[order], page: 1 }
        socket.pushPatch(pathname + searchOf(query), { replace: true })
      }),
    },
  })
}

function searchOf(query: Query): string {
  const text = writeQuery(query)
  return text === "" ? "" : `?${text}`
}

function orderOf({ sort }: Query): string {
  return sort === "year" ? "newest" : sort === "rating" ? "best" : "title"
}
