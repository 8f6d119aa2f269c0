import fc from "fast-check"
import { type DefaultTreeAdapterMap, parseFragment } from "parse5"
import { decodeAttribute, decodeText, escapeHtml } from "../../../src/html/text/escape.js"
import {
  attributeSources,
  defuseMarkers,
  parsedSource,
  parsedText,
  startTagName,
  withoutFirstNewline,
} from "../../../src/html/text/parser-view.js"

type Node = DefaultTreeAdapterMap["node"]
type Element = DefaultTreeAdapterMap["element"]

const awkward = fc.string({ unit: fc.constantFrom("a", "\r", "\n", "\0", "<", "&", '"', " ") })

describe("what the parser makes of text", () => {
  it("is what parsedText says, between tags", () => {
    fc.assert(
      fc.property(awkward, (text) => {
        const [p] = parseFragment(`<p>${escapeHtml(text)}</p>`).childNodes as Element[]
        expect(textOf(p as Element)).toBe(parsedText(text))
      }),
    )
  })

  it("is what parsedSource says, in attributes and in textarea", () => {
    fc.assert(
      fc.property(awkward, (text) => {
        const source = escapeHtml(text)
        const [p] = parseFragment(`<p title="${source}"></p>`).childNodes as Element[]
        expect(p?.attrs[0]?.value).toBe(decodeAttribute(parsedSource(source)))
        const [area] = parseFragment(`<textarea>${source}</textarea>`).childNodes as Element[]
        expect(textOf(area as Element)).toBe(withoutFirstNewline(decodeText(parsedSource(source))))
      }),
    )
  })
})

describe("defuseMarkers", () => {
  it("leaves no comment that the client would take for a marker", () => {
    const parts = fc.constantFrom(
      "<!--",
      "-->",
      "--!>",
      "<!",
      "</",
      "{",
      "}",
      "#7*2",
      "*7",
      "-",
      ">",
      "text",
      "<b>",
      " ",
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (source) => {
        // The end closes a comment left open by the source.
        for (const data of comments(parseFragment(`${defuseMarkers(source.join(""))} --><p>`))) {
          expect(data).not.toMatch(/^(?:$|[{}#])/)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it("leaves all other HTML as it is", () => {
    for (const html of ["", "<b>x</b>", "<!-- a note -->", "<!--[if IE]>x<![endif]-->", "<!doctype html>", "a < b"]) {
      expect(defuseMarkers(html)).toBe(html)
    }
  })
})

describe("attributeSources", () => {
  it("reads start tags as the parser does", () => {
    const parts = fc.constantFrom("a", "B", "live-x", "=", '"v"', "'w'", "bare", " ", "\n", "/", "&amp;", "é")
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (source) => {
        const text = source.join("")
        const [element] = parseFragment(`<i ${text}>`).childNodes as Element[]
        const expected = Object.fromEntries((element as Element).attrs.map(({ name, value }) => [name, value]))
        const found = [...attributeSources(` ${text}`)].map(([name, value]) => [name, decodeAttribute(value)])
        expect(Object.fromEntries(found)).toEqual(expected)
      }),
      { numRuns: 3_000 },
    )
  })

  it("keeps the first of two equal names", () => {
    expect([...attributeSources(' a="1" A="2" b')]).toEqual([
      ["a", "1"],
      ["b", ""],
    ])
  })

  it("stands beside the tag's name", () => {
    expect(startTagName('<Button type="submit"')).toBe("button")
    expect(startTagName("text")).toBe("")
  })
})

function textOf(element: Element): string {
  return element.childNodes.map((node) => ("value" in node ? node.value : "")).join("")
}

function comments(node: Node): string[] {
  const own = "data" in node ? [node.data] : []
  return "childNodes" in node ? [...own, ...node.childNodes.flatMap(comments)] : own
}
