/**
 * The data explorer: a table of 3,201 records in the server's memory. A page holds only the rows it shows; what one
 * visitor corrects, all others see at once.
 */

import { event, type LiveView, liveView, type Socket, topic } from "livemount"
import { z } from "zod"
import type { Asked } from "../data/ask.js"
import type { Movie, MovieCatalogue } from "../data/movie-catalogue.js"
import {
  type Found,
  pageSizes,
  type Query,
  querySchema,
  readQuery,
  type SortKey,
  writeQuery,
} from "../data/movie-query.js"

/** Every corrected record, and the page it was corrected in. */
export const corrections = topic<Correction>("corrections")

export interface Correction {
  readonly movie: Movie
}

/** Tells all open pages. */
export type PublishCorrection = (correction: Correction) => void

interface Column {
  readonly key: SortKey
  readonly name: string
  readonly numeric: boolean
  readonly sorted: "ascending" | "descending" | "none"
  /** The query that a click on the header asks for. */
  readonly to: string
}

interface Editing {
  readonly id: number
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

interface ExplorerAssigns {
  /** The number of records in the catalogue. */
  records: number
  query: Query
  /** The query as text. */
  at: string
  columns: readonly Column[]
  rows: readonly Movie[]
  total: number
  from: number
  to: number
  page: number
  pages: number
  previous: string | null
  next: string | null
  genres: readonly string[]
  sizes: readonly number[]
  editing: Editing | null
  /** The record corrected last, marked in the table. */
  corrected: number | null
  notice: string
}

type Listing = Omit<ExplorerAssigns, "records" | "genres" | "sizes" | "editing" | "corrected" | "notice">

const headers: readonly (readonly [key: SortKey, name: string, numeric: boolean])[] = [
  ["title", "Title", false],
  ["year", "Year", true],
  ["genre", "Genre", false],
  ["director", "Director", false],
  ["rating", "Rating", true],
  ["gross", "Gross, $ m", true],
]

const step = z.object({ to: z.string().max(400) })
const choice = z.object({ id: z.coerce.number().int(), at: z.string().max(400).default("") })

const optionalRating = z
  .string()
  .trim()
  .refine((text) => text === "" || (Number(text) >= 0 && Number(text) <= 10), "0 to 10, or empty.")
  .transform((text) => (text === "" ? null : Number(text)))

const correction = z.object({
  id: z.coerce.number().int(),
  at: z.string().max(400).default(""),
  title: z.string().trim().min(1, "Enter a title.").max(120, "Use at most 120 characters."),
  year: z.coerce.number("Enter a year.").int("Enter a year.").min(1888, "1888 or later.").max(2030, "2030 or earlier."),
  genre: z.string().max(40),
  director: z.string().trim().max(80, "Use at most 80 characters."),
  rating: optionalRating,
})

/** Makes the explorer's view on the application's catalogue. */
export function explorerView(catalogue: Asked<MovieCatalogue>, publish: PublishCorrection): LiveView<Correction> {
  const listed = async (query: Query): Promise<Listing> => listing(query, await catalogue.search(query))

  /** Shows what the sender saw: without JavaScript every event meets a view that was just mounted. */
  const showAt = async (at: string, socket: Socket<ExplorerAssigns, Correction>): Promise<void> => {
    if (socket.assigns.at !== at) socket.assign(await listed(readQuery(at)))
  }

  return liveView<ExplorerAssigns, Correction>({
    name: "explorer",
    template: "explorer.njk",
    title: "Data explorer",

    async mount(params, _session, socket) {
      socket.subscribe(corrections)
      const [list, records, genres] = await Promise.all([
        listed(readQuery(params)),
        catalogue.size(),
        catalogue.genres(),
      ])
      return {
        ...list,
        records,
        genres,
        sizes: pageSizes,
        editing: null,
        corrected: null,
        notice: "",
      }
    },

    events: {
      search: event(querySchema, async (query, socket) => {
        socket.assign({ ...(await listed({ ...query, page: 1 })), editing: null, notice: "" })
      }),
      show: event(step, async ({ to }, socket) => {
        socket.assign({ ...(await listed(readQuery(to))), editing: null, notice: "" })
      }),
      edit: event(choice, async ({ id, at }, socket) => {
        const movie = await catalogue.find(id)
        if (movie === undefined) return
        await showAt(at, socket)
        socket.assign({ editing: { id, values: written(movie), errors: {} }, notice: "" })
        socket.pushEvent("focus", { id: "edit-title" })
      }),
      check: event(
        correction,
        // What was sent, as it was sent: the form shows what the server has.
        (_movie, socket, params) => {
          if (socket.assigns.editing !== null) socket.assign({ editing: sent(params, []) })
        },
        (issues, params, socket) => socket.assign({ editing: sent(params, issues) }),
      ),
      save: event(
        correction,
        async ({ id, at, ...change }, socket) => {
          const movie = await catalogue.correct(id, change)
          if (movie === undefined) return
          publish({ movie })
          await showAt(at, socket)
          const rows = withMovie(socket.assigns.rows, movie)
          socket.assign({ rows, editing: null, corrected: id, notice: `Saved “${movie.title}”.` })
          socket.pushEvent("focus", { id: `edit-${id}` })
        },
        async (issues, params, socket) => {
          const editing = sent(params, issues)
          await showAt(editing.values.at ?? "", socket)
          socket.assign({ editing, notice: "The record was not saved." })
        },
      ),
      cancel: event(choice, async ({ id, at }, socket) => {
        await showAt(at, socket)
        socket.assign({ editing: null, notice: "" })
        socket.pushEvent("focus", { id: `edit-${id}` })
      }),
    },

    handleInfo({ movie }, socket) {
      const rows = withMovie(socket.assigns.rows, movie)
      if (rows === socket.assigns.rows) return
      socket.assign({ rows, corrected: movie.id, notice: `“${movie.title}” was corrected.` })
    },
  })
}

function listing(query: Query, found: Found): Listing {
  const shown: Query = { ...query, page: found.page }
  const first = (found.page - 1) * query.size
  return {
    query: shown,
    at: writeQuery(shown),
    columns: headers.map(([key, name, numeric]) => column(shown, key, name, numeric)),
    rows: found.rows,
    total: found.total,
    from: found.total === 0 ? 0 : first + 1,
    to: first + found.rows.length,
    page: found.page,
    pages: found.pages,
    previous: found.page > 1 ? writeQuery({ ...shown, page: found.page - 1 }) : null,
    next: found.page < found.pages ? writeQuery({ ...shown, page: found.page + 1 }) : null,
  }
}

/** The rows with a corrected one in its place: it stays there until the next search, whatever its new values. */
function withMovie(rows: readonly Movie[], movie: Movie): readonly Movie[] {
  const index = rows.findIndex((row) => row.id === movie.id)
  return index < 0 || rows[index] === movie ? rows : rows.with(index, movie)
}

function column(query: Query, key: SortKey, name: string, numeric: boolean): Column {
  const sorted = query.sort === key ? query.order : "none"
  const order = sorted === "ascending" ? "descending" : "ascending"
  return { key, name, numeric, sorted, to: writeQuery({ ...query, sort: key, order, page: 1 }) }
}

/** A record as the texts of its form. */
function written(movie: Movie): Readonly<Record<string, string>> {
  const { title, year, genre, director, rating } = movie
  return { title, year: String(year), genre, director, rating: rating === null ? "" : String(rating) }
}

interface Issue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** The form as it was sent, with the first message for each of its fields. */
function sent(params: unknown, issues: readonly Issue[]): Editing {
  const fields = Object.entries(params !== null && typeof params === "object" ? params : {})
  const values = Object.fromEntries(fields.filter((entry): entry is [string, string] => typeof entry[1] === "string"))
  const errors: Record<string, string> = {}
  for (const { message, path } of issues) {
    const [first] = path ?? []
    const name = String(typeof first === "object" ? first.key : (first ?? ""))
    errors[name] ??= message
  }
  return { id: Number(values.id), values, errors }
}
