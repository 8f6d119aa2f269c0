import type { Movie } from "../../../../../example-express/shared/data/movie-catalogue.js"
import { findMovies, readQuery, writeQuery } from "../../../../../example-express/shared/data/movie-query.js"

const movie = (id: number, change: Partial<Movie>): Movie => ({
  id,
  title: `Film ${id}`,
  year: 2000,
  genre: "Drama",
  director: "",
  rating: null,
  gross: null,
  ...change,
})

describe("readQuery", () => {
  it("takes the default for what is missing or makes no sense", () => {
    const query = readQuery({ q: ["two"], sort: "shoe size", order: 1, size: "7", page: "-1" })
    expect(query).toEqual({ q: "", genre: "", sort: "title", order: "ascending", size: 25, page: 1 })
  })

  it("reads back what writeQuery wrote, and defaults are not written", () => {
    const query = readQuery({ q: "a & b", sort: "gross", page: "3" })
    expect(readQuery(writeQuery(query))).toEqual(query)
    expect(writeQuery(readQuery({}))).toBe("")
  })
})

describe("findMovies", () => {
  it("finds rows that have every word in title, director or year", () => {
    const movies = [movie(1, { title: "Alien", year: 1979 }), movie(2, { title: "Aliens", year: 1986 })]
    expect(findMovies(movies, readQuery({ q: "ALIEN 1986" })).rows).toEqual([movies[1]])
  })

  it.each(["ascending", "descending"])("puts empty values last when sorting %s", (order) => {
    const movies = [movie(1, { rating: null }), movie(2, { rating: 1 }), movie(3, { rating: 9 })]
    const ids = findMovies(movies, readQuery({ sort: "rating", order })).rows.map(({ id }) => id)
    expect(ids).toEqual(order === "ascending" ? [2, 3, 1] : [3, 2, 1])
  })

  it("shows the last page for one beyond it", () => {
    const movies = Array.from({ length: 30 }, (_, index) => movie(index + 1, {}))
    expect(findMovies(movies, readQuery({ page: "99" }))).toMatchObject({ page: 2, pages: 2, total: 30 })
    expect(findMovies([], readQuery({ page: "99" }))).toMatchObject({ page: 1, pages: 1, total: 0, rows: [] })
  })
})
