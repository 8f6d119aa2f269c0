import type { IncomingHttpHeaders } from "node:http"
import { OriginPolicy } from "../../../src/security/origin.js"

function allows(policy: OriginPolicy, headers: IncomingHttpHeaders & Record<string, string>): boolean {
  return policy.check({ headers }).ok
}

describe("OriginPolicy", () => {
  const own = new OriginPolicy()

  test.each([
    ["https://example.com", "example.com"],
    ["http://example.com", "example.com:80"],
    ["https://example.com", "example.com:443"],
    ["https://EXAMPLE.com", "Example.COM"],
    ["http://localhost:3000", "localhost:3000"],
    ["http://[::1]:3000", "[::1]:3000"],
    ["http://127.0.0.1:3000", "127.0.0.1:3000"],
  ])("the own host passes: %s at %s", (origin, host) => {
    expect(allows(own, { origin, host })).toBe(true)
  })

  test.each([
    ["https://evil.com", "example.com"],
    ["https://example.com.evil.com", "example.com"],
    ["https://evil.com/example.com", "example.com"],
    ["https://example.com@evil.com", "example.com"],
    ["https://evil.com#example.com", "example.com"],
    ["https://evil.com?example.com", "example.com"],
    ["https://sub.example.com", "example.com"],
    ["http://localhost:3001", "localhost:3000"],
    ["https://example.com:444", "example.com:443"],
    ["http://example.com", "example.com:443"],
    ["null", "example.com"],
    ["file://", "example.com"],
    ["", "example.com"],
    ["", ""],
    ["javascript://example.com", "example.com"],
    ["https://example.com, https://evil.com", "example.com"],
    ["https://example.com", ""],
    ["https://example.com", "example.com, evil.com"],
  ])("another one is refused: %s at %s", (origin, host) => {
    expect(own.check({ headers: { origin, host } })).toEqual({ ok: false, origin, host })
  })

  test("no Origin at all passes", () => {
    expect(allows(own, { host: "example.com" })).toBe(true)
  })

  test("X-Forwarded-Host counts only where the app trusts the proxy, and then alone", () => {
    const headers = { origin: "https://example.com", host: "10.0.0.1", "x-forwarded-host": "example.com, inner.local" }
    expect(allows(own, headers)).toBe(false)
    const behindProxy = new OriginPolicy({ trustsProxy: () => true })
    expect(allows(behindProxy, headers)).toBe(true)
    expect(allows(behindProxy, { ...headers, origin: "https://10.0.0.1" })).toBe(false)
    expect(allows(behindProxy, { origin: "https://example.com", host: "example.com" })).toBe(true)
    expect(allows(behindProxy, { origin: "https://example.com", host: "example.com", "x-forwarded-host": "" })).toBe(
      true,
    )
  })

  test("the authority of HTTP/2 stands for the host", () => {
    expect(allows(own, { origin: "https://example.com", ":authority": "example.com" })).toBe(true)
  })

  test("further origins are let in as they are named", () => {
    const policy = new OriginPolicy({ origins: ["https://www.example.com", "https://*.app.test:8443/"] })
    const host = "example.com"
    expect(allows(policy, { host, origin: "https://www.example.com" })).toBe(true)
    expect(allows(policy, { host, origin: "http://www.example.com" })).toBe(false)
    expect(allows(policy, { host, origin: "https://wwwXexample.com" })).toBe(false)
    expect(allows(policy, { host, origin: "https://www.example.com.evil.com" })).toBe(false)
    expect(allows(policy, { host, origin: "https://a.app.test:8443" })).toBe(true)
    expect(allows(policy, { host, origin: "https://a.b.app.test:8443" })).toBe(true)
    expect(allows(policy, { host, origin: "https://app.test:8443" })).toBe(false)
    expect(allows(policy, { host, origin: "https://evilapp.test:8443" })).toBe(false)
    expect(allows(policy, { host, origin: "https://evil.com/.app.test:8443" })).toBe(false)
  })

  test("a star lets all in", () => {
    expect(allows(new OriginPolicy({ origins: ["*"] }), { host: "a", origin: "https://b" })).toBe(true)
  })

  test.each([
    "example.com",
    "",
    "https://",
    "ftp://example.com",
    "https://example.com/path",
    "https://a b",
    "https://*",
  ])("an entry that is no origin is a clear error at start: %j", (entry) => {
    expect(() => new OriginPolicy({ origins: [entry] })).toThrow(expect.objectContaining({ code: "LV_BAD_ORIGIN" }))
  })

  describe("of a form's POST", () => {
    const host = "example.com"

    test("passes from the own page, with and without the browser's headers", () => {
      expect(own.checkPost({ headers: { host } }).ok).toBe(true)
      expect(
        own.checkPost({ headers: { host, origin: "https://example.com", "sec-fetch-site": "same-origin" } }).ok,
      ).toBe(true)
    })

    test("an Origin of null says nothing: browsers send it under no-referrer", () => {
      expect(own.checkPost({ headers: { host, origin: "null" } }).ok).toBe(true)
      expect(own.checkPost({ headers: { host, origin: "null", "sec-fetch-site": "same-origin" } }).ok).toBe(true)
      expect(own.checkPost({ headers: { host, origin: "null", "sec-fetch-site": "cross-site" } }).ok).toBe(false)
    })

    test.each(["cross-site", "same-site", "none", ""])("is refused from another site: Sec-Fetch-Site %j", (site) => {
      const check = own.checkPost({ headers: { host, "sec-fetch-site": site } })
      expect(check).toEqual({ ok: false, origin: `none (Sec-Fetch-Site: ${site})`, host })
    })

    test("is refused from a foreign origin", () => {
      expect(own.checkPost({ headers: { host, origin: "https://evil.com" } }).ok).toBe(false)
    })
  })
})

describe("on the machine of a developer", () => {
  const local = new OriginPolicy({ loopback: true })

  test.each([
    ["http://localhost:5173", "localhost:3000"],
    ["http://127.0.0.1:5173", "localhost:3000"],
    ["http://[::1]:5173", "127.0.0.1:3000"],
    ["https://app.localhost", "127.0.0.2:3000"],
  ])("pages of any port of it may connect to any other: %s to %s", (origin, host) => {
    expect(allows(local, { origin, host })).toBe(true)
    expect(local.checkPost({ headers: { origin, host, "sec-fetch-site": "same-site" } }).ok).toBe(true)
    expect(allows(new OriginPolicy(), { origin, host })).toBe(false)
    expect(new OriginPolicy().checkPost({ headers: { origin, host, "sec-fetch-site": "same-site" } }).ok).toBe(false)
  })

  test.each([
    ["http://localhost.evil.com", "localhost:3000"],
    ["http://127.0.0.1.evil.com", "localhost:3000"],
    ["http://evil.com", "localhost:3000"],
    ["http://localhost:5173", "example.com"],
    ["http://localhost:5173", "localhost.evil.com"],
    ["null", "localhost:3000"],
    ["", "localhost:3000"],
    ["http://localhost:5173", ""],
  ])("others may not: %j to %j", (origin, host) => {
    expect(allows(local, { origin, host })).toBe(false)
    expect(local.checkPost({ headers: { origin, host, "sec-fetch-site": "same-site" } }).ok).toBe(false)
  })
})
