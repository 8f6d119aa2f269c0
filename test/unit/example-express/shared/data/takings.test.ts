import { SHORTEST, Takings } from "../../../../../example-express/shared/data/takings.js"

const takings = new Takings([
  { "Release Date": "Jan 01 1980", "Worldwide Gross": 5 },
  { "Release Date": "Jun 12 1998", "Worldwide Gross": 7 },
  { "Release Date": "Jun 13 1998", "Worldwide Gross": null },
  { "Release Date": "Dec 31 2010", "Worldwide Gross": 11 },
  { "Release Date": "Aug 28 2046", "Worldwide Gross": 13 },
])
const [june] = [Date.parse("1998-06-12") / 86_400_000]

describe("takings", () => {
  it("add up to all of the period, and to nothing beside it", () => {
    for (const count of [1, 7, 400]) {
      const parts = takings.parts(takings.whole, count)
      expect(parts).toHaveLength(count)
      expect(parts.reduce((sum, { films }) => sum + films, 0)).toBe(4)
      expect(parts.reduce((sum, { gross }) => sum + gross, 0)).toBe(23)
      parts.forEach(({ from, to }, i) => {
        expect(to).toBeGreaterThan(from)
        expect(from).toBe(parts[i - 1]?.to ?? takings.whole.from)
      })
    }
  })

  it("have no part shorter than a day", () => {
    const parts = takings.parts({ from: june - 14, to: june + 14 }, 300)
    expect(parts).toHaveLength(28)
    expect(parts[14]).toEqual({ from: june, to: june + 1, films: 1, gross: 7 })
    expect(parts[15]).toMatchObject({ films: 1, gross: 0 })
  })

  it("show the nearest period that can be shown", () => {
    const { whole } = takings
    expect(takings.fitted({ from: -1e9, to: 1e9 })).toEqual(whole)
    expect(takings.fitted({ from: june + 100.4, to: june })).toEqual({ from: june, to: june + 100 })
    expect(takings.fitted({ from: june, to: june })).toEqual({ from: june, to: june + SHORTEST })
    expect(takings.fitted({ from: 1e9, to: 1e9 })).toEqual({ from: whole.to - SHORTEST, to: whole.to })
  })
})
