import * as fc from "fast-check"
import { checkRedirect } from "../../../src/security/redirect.js"
import { anyString } from "../../support/any-string.js"

describe("checkRedirect", () => {
  test.each([
    ["/", "/"],
    ["/posts/5?q=a+b&r=%0A#top", "/posts/5?q=a+b&r=%0A#top"],
    ["/a//b", "/a//b"],
    ["/?next=//evil.com", "/?next=//evil.com"],
    ["/ä b", "/%C3%A4%20b"],
    ["/😀", "/%F0%9F%98%80"],
    ["/\ud800", "/%EF%BF%BD"],
    ["/50%", "/50%"],
    ["/javascript:alert(1)", "/javascript:alert(1)"],
  ])("a path of the same origin passes: %j", (to, expected) => {
    expect(checkRedirect(to)).toBe(expected)
  })

  test.each([
    "",
    "posts",
    "./posts",
    "?a=b",
    "//evil.com",
    "///evil.com",
    "/\\evil.com",
    "\\\\evil.com",
    "/a\\b",
    "/\t/evil.com",
    "/\n/evil.com",
    "/\r\nSet-Cookie: a=b",
    "/a\u0000",
    "/a\u007f",
    "/%09/evil.com",
    "/%0a/evil.com",
    "/%0D%0ASet-Cookie:a",
    "/%5cevil.com",
    "/%7F",
    "\t//evil.com",
    " /posts",
    "javascript:alert(1)",
    "https://evil.com/",
    "data:text/html,x",
  ])("anything else is refused as a path: %j", (to) => {
    expect(() => checkRedirect(to)).toThrow(expect.objectContaining({ code: "LV_BAD_REDIRECT" }))
  })

  test("whatever passes stays on its origin and fits a header", () => {
    fc.assert(
      fc.property(anyString(), (rest) => {
        let to: string
        try {
          to = checkRedirect(`/${rest}`)
        } catch {
          return
        }
        expect(new URL(to, "https://own.test/a/b").origin).toBe("https://own.test")
        expect(to).toMatch(/^[\u0021-\u007e]+$/)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ["https://example.com", "https://example.com/"],
    ["http://example.com/a?b#c", "http://example.com/a?b#c"],
    ["HTTPS://Example.com/ä", "https://example.com/%C3%A4"],
  ])("an http(s) URL passes when it is named as external: %s", (external, expected) => {
    expect(checkRedirect({ external })).toBe(expected)
  })

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.com",
    "https:example.com",
    "https:\\\\example.com",
    "https://",
    "https://a\nb",
    "/path",
    "",
  ])("no other URL does: %j", (external) => {
    expect(() => checkRedirect({ external })).toThrow(expect.objectContaining({ code: "LV_BAD_REDIRECT" }))
  })

  test("what is not text at all is a clear error too", () => {
    for (const to of [undefined, null, 7, {}, { external: 7 }]) {
      expect(() => checkRedirect(to as never)).toThrow(expect.objectContaining({ code: "LV_BAD_REDIRECT" }))
    }
  })
})
