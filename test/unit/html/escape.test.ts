import fc from "fast-check"
import nunjucks from "nunjucks"
import { decodeAttribute, decodeText, escapeHtml } from "../../../src/html/text/escape.js"
import { anyString } from "../../support/any-string.js"

// Not in its type declarations.
const { escape } = nunjucks.lib as unknown as { escape(text: string): string }

describe("escapeHtml", () => {
  it("escapes as nunjucks does", () => {
    const text = fc.oneof(
      anyString(),
      fc.string({ unit: fc.constantFrom("&", "<", ">", '"', "'", "\\", "a", "é", "日") }),
      fc.string({ unit: fc.constantFrom("a", "<", " "), minLength: 20, maxLength: 60 }),
    )
    fc.assert(fc.property(text, (value) => expect(escapeHtml(value)).toBe(escape(value))))
  })

  it("returns a text without special letters as it is", () => {
    expect(escapeHtml("")).toBe("")
    expect(escapeHtml("plain")).toBe("plain")
    expect(escapeHtml("a plain text that is longer than the short ones are")).toBe(
      "a plain text that is longer than the short ones are",
    )
  })
})

describe("decoding", () => {
  it("reverses escaping, in text and in attributes", () => {
    fc.assert(
      fc.property(anyString(), (value) => {
        expect(decodeText(escapeHtml(value))).toBe(value)
        expect(decodeAttribute(escapeHtml(value))).toBe(value)
      }),
    )
  })

  it("takes references without a semicolon by the rules of the place", () => {
    expect(decodeText("?a&copy=1")).toBe("?a©=1")
    expect(decodeAttribute("?a&copy=1")).toBe("?a&copy=1")
  })
})
