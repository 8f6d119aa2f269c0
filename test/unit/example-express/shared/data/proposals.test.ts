import { MOST_PROPOSALS, Proposals, type ProposedFilm } from "../../../../../example-express/shared/data/proposals.js"

function film(title: string): ProposedFilm {
  return { title, year: 1965, kind: "Drama", why: "Because of the light.", evenings: [], introduced: false }
}

function titles({ ranking }: Proposals): string[] {
  return ranking.map(({ title }) => title)
}

describe("Proposals", () => {
  it("ranks by votes, of equal ones the earlier first", () => {
    const proposals = new Proposals([{ ...film("First"), letters: 1 }])
    proposals.propose("anna", film("Second"))
    const third = proposals.propose("ben", film("Third"))
    expect(titles(proposals)).toEqual(["First", "Second", "Third"])
    proposals.vote(third.id, "anna")
    expect(titles(proposals)).toEqual(["Third", "First", "Second"])
  })

  it("counts a member's vote once and takes it back the second time, in a new object", () => {
    const proposals = new Proposals([
      { ...film("One"), letters: 0 },
      { ...film("Two"), letters: 0 },
    ])
    const [one, two] = proposals.ranking
    const voted = proposals.vote(two?.id ?? 0, "anna")
    expect(voted?.voters).toEqual(["anna"])
    expect(two?.voters).toEqual([])
    expect(proposals.ranking).toEqual([voted, one])
    expect(proposals.ranking[1]).toBe(one)
    expect(proposals.vote(two?.id ?? 0, "anna")?.voters).toEqual([])
    expect(proposals.vote(99, "anna")).toBeUndefined()
  })

  it("lets nobody but its proposer withdraw a film", () => {
    const proposals = new Proposals([{ ...film("Ours"), letters: 2 }])
    const { id } = proposals.propose("anna", film("Hers"))
    expect(proposals.withdraw(id, "ben")).toBeUndefined()
    expect(proposals.withdraw(1, "ben")).toBeUndefined()
    expect(proposals.withdraw(id, "anna")?.title).toBe("Hers")
    expect(titles(proposals)).toEqual(["Ours"])
  })

  it("knows a film again, however it is written, but not one of another year", () => {
    const proposals = new Proposals([{ ...film("Alphaville"), letters: 0 }])
    expect(proposals.has({ title: "ALPHAVILLE", year: 1965 })).toBe(true)
    expect(proposals.has({ title: "Alphaville", year: 2018 })).toBe(false)
  })

  it("says when it is full", () => {
    const proposals = new Proposals()
    for (let index = 1; index < MOST_PROPOSALS; index++) proposals.propose("anna", film(String(index)))
    expect(proposals.isFull).toBe(false)
    proposals.propose("anna", film("last"))
    expect(proposals.isFull).toBe(true)
  })
})
