import { BasePaths, readBasePath } from "../../../src/http/base-path.js"
import type { HostExchange } from "../../../src/http/host/host-exchange.js"
import { RecordingLogger } from "../../support/recording-logger.js"

const exchange = (header: string | undefined, trusted = true): HostExchange =>
  ({
    message: { headers: { "x-forwarded-prefix": header } },
    app: { trustsProxy: () => trusted },
  }) as unknown as HostExchange

const of = (header: string | undefined, trusted?: boolean, fixed?: string): string =>
  new BasePaths(fixed, new RecordingLogger()).of(exchange(header, trusted))

describe("the prefix that a proxy strips", () => {
  test.each([
    ["/app", "/app"],
    ["/app/", "/app"],
    ["/a/b-c/v1.2/~me", "/a/b-c/v1.2/~me"],
    ["/", ""],
    ["", ""],
    [undefined, ""],
    ["/outer, /inner", "/outer/inner"],
    ["/outer/,/inner/", "/outer/inner"],
    ["/, /app", "/app"],
  ])("is what a trusted proxy's header says: %j", (header, expected) => {
    expect(of(header)).toBe(expected)
  })

  test.each([
    "//evil.com",
    "/app//evil.com",
    "///",
    "/\\evil.com",
    "\\\\evil.com",
    "https://evil.com",
    "evil.com",
    "app",
    "javascript:alert(1)",
    "/a?b",
    "/a#b",
    "/a b",
    "/..",
    "/a/../b",
    "/./evil",
    "/%2e%2e/x",
    "/%5cevil.com",
    '/"><script>',
    "/a\tb",
    "/a\u0000",
    "/ä",
    "/, //evil.com",
    "/app, evil",
    `/${"a".repeat(300)}`,
    Array.from({ length: 40 }, () => "/aaaaaaaaa").join(","),
  ])("is none where a browser might read it as another host, folder or markup: %j", (header) => {
    expect(of(header)).toBe("")
  })

  it("is not taken from a header that nobody is trusted to send", () => {
    expect(of("/app", false)).toBe("")
  })

  it("is what the option says, whatever the header says", () => {
    expect(of("/other", true, "/app")).toBe("/app")
    expect(of(undefined, false, "/app")).toBe("/app")
    expect(of("/other", true, "")).toBe("")
  })

  it("is told once where it was ignored", () => {
    const logger = new RecordingLogger()
    const paths = new BasePaths(undefined, logger)
    paths.of(exchange("//evil.com"))
    paths.of(exchange("//evil.org"))
    expect(logger.entries.map(({ message }) => message)).toEqual([expect.stringContaining('"//evil.com" is no path')])
  })

  it("may be empty in the option, and otherwise has to be a path", () => {
    expect([readBasePath(""), readBasePath("/"), readBasePath("/app/")]).toEqual(["", "", "/app"])
    expect([readBasePath("app"), readBasePath("https://example.com/app")]).toEqual([undefined, undefined])
  })
})
