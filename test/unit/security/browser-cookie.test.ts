import { makeBrowserCookie, readBrowserCookie, setCookieText } from "../../../src/security/browser-cookie.js"

describe("browser cookie", () => {
  test("each made value is another one, and is read back from the header", () => {
    const values = new Set(Array.from({ length: 100 }, makeBrowserCookie))
    expect(values.size).toBe(100)
    for (const value of values) expect(readBrowserCookie(`a=b; livemount=${value}; c=d`)).toBe(value)
  })

  test.each([
    undefined,
    "",
    "a=b",
    "livemount=",
    "livemount=short",
    `livemount=${"!".repeat(32)}`,
    `livemount=${"f".repeat(33)}`,
    `xlivemount=${"a".repeat(32)}`,
  ])("nothing is read from %j", (header) => {
    expect(readBrowserCookie(header)).toBeUndefined()
  })

  test("is kept from scripts and from other sites, and goes over https only where the page did", () => {
    expect(setCookieText("v".repeat(24), false)).toBe(`livemount=${"v".repeat(24)}; Path=/; HttpOnly; SameSite=Lax`)
    expect(setCookieText("v".repeat(24), true)).toBe(
      `livemount=${"v".repeat(24)}; Path=/; HttpOnly; Secure; SameSite=Lax`,
    )
  })
})
