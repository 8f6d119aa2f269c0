import { Drafts, MOST_DRAFTS } from "../../../../../example-express/shared/data/drafts.js"

describe("Drafts", () => {
  it("keeps what a page was last seen with, until there is nothing more to keep", () => {
    const drafts = new Drafts<string>()
    expect(drafts.of("a")).toBeNull()
    drafts.keep("a", "first")
    drafts.keep("a", "second")
    drafts.keep("b", "other")
    expect([drafts.of("a"), drafts.of("b")]).toEqual(["second", "other"])
    drafts.keep("a", null)
    expect([drafts.of("a"), drafts.of("b")]).toEqual([null, "other"])
  })

  it("forgets the page that has been quiet for longest", () => {
    const drafts = new Drafts<number>()
    for (let index = 0; index < MOST_DRAFTS; index++) drafts.keep(`page ${index}`, index)
    drafts.keep("page 0", 0)
    drafts.keep("one more", 1)
    expect([drafts.of("page 0"), drafts.of("page 1")]).toEqual([0, null])
  })
})
