import { isInThisPage, ReloadGuard, redirectTarget } from "../../../../../client/features/standby/location.js"
import { cleanAddress, ownUrl } from "../../../../../client/page/own-url.js"

beforeEach(() => {
  sessionStorage.clear()
  history.replaceState(null, "", "/reports?page=2")
})

afterEach(() => jest.restoreAllMocks())

describe("the page's own URL", () => {
  it("has neither the plain POST's parameter nor a hash", () => {
    history.replaceState(null, "", "/reports?_live=x.y&page=2#top")
    expect(ownUrl()).toBe("http://localhost/reports?page=2")
    cleanAddress()
    expect(location.href).toBe("http://localhost/reports?page=2#top")
  })

  it("keeps its query as it was written", () => {
    history.replaceState(null, "", "/reports?q&name=a%20b")
    expect(ownUrl()).toBe("http://localhost/reports?q&name=a%20b")
  })

  it("is left alone where there is nothing to clean", () => {
    const replace = jest.spyOn(history, "replaceState")
    cleanAddress()
    expect(replace).not.toHaveBeenCalled()
  })
})

describe("a place", () => {
  it.each([
    ["http://localhost/reports?page=2#end", true],
    ["http://localhost/reports?page=2#", true],
    ["http://localhost/reports?page=2", false],
    ["http://localhost/reports#end", false],
    ["http://localhost:81/reports?page=2#end", false],
  ])("%s is in this page: %s", (url, expected) => {
    expect(isInThisPage(url)).toBe(expected)
    history.replaceState(null, "", "#top")
    expect(isInThisPage(url)).toBe(expected)
  })
})

describe("a redirect", () => {
  it.each([
    ["/", "http://localhost/"],
    ["/a?b=c#d", "http://localhost/a?b=c#d"],
    ["https://example.org/x", "https://example.org/x"],
    ["HTTP://example.org", "http://example.org/"],
  ])("to %j is followed", (to, url) => {
    expect(redirectTarget(to)).toBe(url)
  })

  it.each([
    "//example.org",
    "/\\example.org",
    "/\t/example.org",
    "\n/x",
    "/a\r\nb",
    "\\\\example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "relative",
    "",
    "ftp://example.org",
    "https:example.org",
    "http://",
    " /x",
  ])("to %j is refused", (to) => {
    expect(redirectTarget(to)).toBeUndefined()
  })
})

describe("the reload guard", () => {
  it("allows one load of a page", () => {
    expect([new ReloadGuard().mayReload(), new ReloadGuard().mayReload()]).toEqual([true, false])
  })

  it("allows another once all is well, and of another page", () => {
    const guard = new ReloadGuard()
    guard.mayReload()
    guard.clear()
    expect(guard.mayReload()).toBe(true)
    history.replaceState(null, "", "/other")
    expect(guard.mayReload()).toBe(true)
  })

  it("allows none where it cannot remember", () => {
    for (const name of ["getItem", "setItem", "removeItem"] as const) {
      jest.spyOn(Storage.prototype, name).mockImplementation(() => {
        throw new Error("blocked")
      })
    }
    const guard = new ReloadGuard()
    expect(guard.mayReload()).toBe(false)
    expect(() => guard.clear()).not.toThrow()
  })
})
