import { Archive, similarFilms } from "../../../../../example-express/shared/data/archive.js"
import type { Movie } from "../../../../../example-express/shared/data/movie-catalogue.js"
import type { Proposal } from "../../../../../example-express/shared/data/proposals.js"

function movie(id: number, changed: Partial<Movie> = {}): Movie {
  return { id, title: `Film ${id}`, year: 1984, genre: "Drama", director: "", rating: 7, gross: null, ...changed }
}

function proposal(changed: Partial<Proposal> = {}): Proposal {
  const film = { id: 1, title: "Paris, Texas", year: 1984, kind: "Drama", why: "", evenings: [], introduced: false }
  return { ...film, by: null, voters: [], ...changed }
}

describe("similarFilms", () => {
  it("finds the two best of the same kind and time", () => {
    const movies = [
      movie(1, { rating: 5 }),
      movie(2, { rating: 8 }),
      movie(3, { rating: 9 }),
      movie(4, { rating: 10, genre: "Comedy" }),
      movie(5, { rating: 10, year: 1960 }),
      movie(6, { rating: null }),
      movie(7, { rating: 10, title: "Paris, Texas" }),
    ]
    const found = similarFilms(movies, [proposal()])
    expect(found.map(({ id, like }) => [id, like])).toEqual([
      [3, "Paris, Texas"],
      [2, "Paris, Texas"],
    ])
  })

  it("names no film twice, and goes by the ranking", () => {
    const movies = [movie(1), movie(2), movie(3)]
    const found = similarFilms(movies, [proposal({ title: "A" }), proposal({ id: 2, title: "B" })])
    expect(found.map(({ id, like }) => `${id} like ${like}`)).toEqual(["1 like A", "2 like A", "3 like B"])
  })
})

describe("Archive", () => {
  const search = { proposals: [proposal()], isReachable: true, signal: new AbortController().signal }

  it("answers from the records as they are then", async () => {
    let movies = [movie(1)]
    const archive = new Archive(() => movies, 0)
    const found = archive.search(search)
    movies = [movie(2)]
    expect((await found).map(({ id }) => id)).toEqual([2])
  })

  it("fails if it cannot be reached", async () => {
    await expect(new Archive(() => [], 0).search({ ...search, isReachable: false })).rejects.toThrow("does not answer")
  })

  it("gives up when nobody waits any more", async () => {
    const controller = new AbortController()
    const found = new Archive(() => [], 60_000).search({ ...search, signal: controller.signal })
    controller.abort()
    await expect(found).rejects.toThrow("abort")
  })
})
