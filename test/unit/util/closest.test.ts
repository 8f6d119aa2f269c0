import { closest } from "../../../src/util/closest.js"

describe("closest", () => {
  it.each([
    ["cuont", "count"],
    ["Count", "count"],
    ["coun", "count"],
    ["handelInfo", "handleInfo"],
    ["mout", "mount"],
  ])("finds what %s was meant to be", (given, expected) => {
    expect(closest(given, ["title", "count", "mount", "handleInfo"])).toBe(expected)
  })

  it("finds nothing where nothing is near", () => {
    expect(closest("posts", ["title", "count"])).toBeUndefined()
    expect(closest("a", ["b c d", "xyz"])).toBeUndefined()
    expect(closest("x", [])).toBeUndefined()
  })
})
