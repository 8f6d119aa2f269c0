import {
  isMarked,
  markName,
  pathAndQuery,
  pathOf,
  queryOf,
  withMark,
  withoutMark,
} from "../../../src/http/request/page-url.js"

describe("the mark in a page's URL", () => {
  it.each([
    ["/a", "/a?_live"],
    ["/a?b=1", "/a?b=1&_live"],
    ["//evil.example/a", "/.//evil.example/a?_live"],
    ["/\\evil.example", "/./\\evil.example?_live"],
  ])("is added to %s", (url, marked) => {
    expect(withMark(url, "")).toBe(marked)
    expect(withMark(url, "admin/live")).toBe(`${marked}=admin/live`)
  })

  it("never makes another host of the action", () => {
    for (const path of ["//evil.example/", "///evil.example", "/\\evil.example/", "/\\/evil.example"]) {
      expect(new URL(withMark(path, ""), "http://app.example/page").host).toBe("app.example")
    }
  })

  it.each([
    ["/a?_live", "/a", ""],
    ["/a?_live=", "/a", ""],
    ["/a?_live=one&b=2", "/a?b=2", "one"],
    ["/a?b=2&_live=x/live", "/a?b=2", "x/live"],
    ["/a?b=2&_live", "/a?b=2", ""],
    ["/a?b=%20&_live&c=3&_live", "/a?b=%20&c=3", ""],
  ])("is taken from %s, and all else stays", (marked, url, name) => {
    expect(isMarked(marked, name)).toBe(true)
    expect(isMarked(marked, "other")).toBe(false)
    expect(withoutMark(marked)).toBe(url)
  })

  it("has the name of a livemount that is not at the usual path", () => {
    expect([markName("/live/"), markName("/second/"), markName("/admin/live/")]).toEqual(["", "second", "admin/live"])
  })

  it.each(["/a", "/_live", "/a&_live", "/a?x_live=1", "/a?_lively", "/a?b=_live", "/a?b?_live", "/a?_live_token=1"])(
    "is not in %s",
    (url) => {
      expect(isMarked(url, "")).toBe(false)
      expect(withoutMark(url)).toBe(url)
    },
  )
})

describe("a request's target", () => {
  it("is path and query, also when it came with scheme and host, or empty", () => {
    expect(pathAndQuery("http://proxy.example:80/a?b")).toBe("/a?b")
    expect(pathAndQuery("http://proxy.example?b")).toBe("/?b")
    expect(pathAndQuery("/a?u=http://x/")).toBe("/a?u=http://x/")
    expect(pathAndQuery("?b")).toBe("/?b")
  })

  it("has a path and a query", () => {
    expect([pathOf("/a?b?c"), queryOf("/a?b?c")]).toEqual(["/a", "b?c"])
    expect([pathOf("/a"), queryOf("/a")]).toEqual(["/a", ""])
  })
})
