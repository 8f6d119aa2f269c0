import fc from "fast-check"
import { contents, expected, LivePage } from "../../../support/live-page.js"
import { pages } from "../../../support/random-page.js"

describe("random trees of values", () => {
  it("bind to their first HTML without asking for anything, and without changing it", () => {
    fc.assert(
      fc.property(pages, (tree) => {
        const page = new LivePage(tree)
        expect(page.warnings).toEqual([])
        expect(contents(page.root)).toBe(expected(tree))
      }),
      { numRuns: 100 },
    )
  })

  it("are brought up to date by differences: the DOM equals that of the new values", () => {
    fc.assert(
      fc.property(pages, pages, pages, (first, second, third) => {
        const page = new LivePage(first)
        for (const next of [second, third, first]) {
          page.update(next)
          expect(page.requests).toEqual([])
          expect(contents(page.root)).toBe(expected(next))
        }
      }),
      { numRuns: 100 },
    )
  })

  it("are brought up to date by the whole values of another mount", () => {
    fc.assert(
      fc.property(pages, pages, (first, second) => {
        const page = new LivePage(first)
        page.rejoin(second)
        expect(contents(page.root)).toBe(expected(second))
        page.update(first)
        expect(contents(page.root)).toBe(expected(first))
      }),
      { numRuns: 100 },
    )
  })

  it("take the values that a join brings instead of the first HTML's", () => {
    fc.assert(
      fc.property(pages, pages, (first, second) => {
        const page = new LivePage(first, { joined: second })
        expect(contents(page.root)).toBe(expected(second))
      }),
      { numRuns: 100 },
    )
  })
})
