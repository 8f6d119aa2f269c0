import { makeBrowserCookie, readBrowserCookie, setCookieText } from "../../../src/security/browser-cookie.js"

describe("browser cookie", () => {
  test("each made value is another one, and is read back from the header", () => {
    const values = new Set(Array.from({ length: 100 }, makeBrowserCookie))
    expect(values.size).toBe(100)
    for (const value of values) expect(readBrowserCookie(`a=b; livemount=${value}; c=d`, false)).toBe(value)
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
    expect(readBrowserCookie(header, false)).toBeUndefined()
  })

  test("is kept from scripts and from other sites, and goes over https only where the page did", () => {
    expect(setCookieText("v".repeat(24), false)).toBe(`livemount=${"v".repeat(24)}; Path=/; HttpOnly; SameSite=Lax`)
    expect(setCookieText("v".repeat(24), true)).toBe(
      `__Host-livemount=${"v".repeat(24)}; Secure; Path=/; HttpOnly; SameSite=Lax`,
    )
  })

  test("of https is one that only this host can set; the other one counts where https is not known of", () => {
    const [host, planted] = ["a".repeat(32), "b".repeat(32)]
    for (const secure of [true, false]) {
      expect(readBrowserCookie(`livemount=${planted}; __Host-livemount=${host}`, secure)).toBe(host)
      expect(readBrowserCookie(`__Host-livemount=${host}`, secure)).toBe(host)
    }
    expect(readBrowserCookie(`livemount=${planted}`, true)).toBeUndefined()
    expect(readBrowserCookie(`livemount=${planted}`, false)).toBe(planted)
    expect(readBrowserCookie(`__Host-livemount=forged; livemount=${planted}`, false)).toBeUndefined()
  })
})
