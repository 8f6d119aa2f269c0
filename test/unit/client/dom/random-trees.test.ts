import fc from "fast-check"
import { contents, expected, LivePage } from "../../../support/live-page.js"
import { pages } from "../../../support/random-page.js"

describe("random trees of values", () => {
  it("bind to their first HTML without asking for anything, and without changing it", async () => {
    await fc.assert(
      fc.asyncProperty(pages, async (tree) => {
        const page = new LivePage(tree)
        expect(page.warnings).toEqual([])
        await page.settled()
        expect(contents(page.root)).toBe(expected(tree))
      }),
      { numRuns: 25 },
    )
  })

  it("are brought up to date by differences: the DOM equals that of the new values", async () => {
    await fc.assert(
      fc.asyncProperty(pages, pages, pages, async (first, second, third) => {
        const page = new LivePage(first)
        for (const next of [second, third, first]) {
          page.update(next)
          expect(page.requests).toEqual([])
          await page.settled()
          expect(contents(page.root)).toBe(expected(next))
        }
      }),
      { numRuns: 25 },
    )
  })

  it("are brought up to date by the whole values of another mount", async () => {
    await fc.assert(
      fc.asyncProperty(pages, pages, async (first, second) => {
        const page = new LivePage(first)
        page.rejoin(second)
        await page.settled()
        expect(contents(page.root)).toBe(expected(second))
        page.update(first)
        await page.settled()
        expect(contents(page.root)).toBe(expected(first))
      }),
      { numRuns: 25 },
    )
  })

  it("take the values that a join brings instead of the first HTML's", async () => {
    await fc.assert(
      fc.asyncProperty(pages, pages, async (first, second) => {
        const page = new LivePage(first, { joined: second })
        await page.settled()
        expect(contents(page.root)).toBe(expected(second))
      }),
      { numRuns: 25 },
    )
  })

  it("take the difference from the first HTML that the join of its own process brings, and go on from there", async () => {
    await fc.assert(
      fc.asyncProperty(pages, pages, async (first, second) => {
        const page = new LivePage(first, { adopted: second })
        expect(page.requests).toEqual([])
        await page.settled()
        expect(contents(page.root)).toBe(expected(second))
        page.update(first)
        await page.settled()
        expect(contents(page.root)).toBe(expected(first))
      }),
      { numRuns: 15 },
    )
  })
})
