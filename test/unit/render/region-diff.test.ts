import fc from "fast-check"
import { regionSplices, type Splice } from "../../../src/render/diff/region-diff.js"

function apply(text: string, splices: readonly Splice[]): string {
  let result = ""
  let at = 0
  for (const [offset, remove, insert] of splices) {
    expect(offset).toBeGreaterThanOrEqual(at)
    result += text.slice(at, offset) + insert
    at = offset + remove
  }
  return result + text.slice(at)
}

const row = (id: number, text: string): string => `<tr id="r${id}"><td>${id}</td><td>${text}</td></tr>`
const table = (texts: readonly string[]): string => `<table>${texts.map((text, i) => row(i, text)).join("")}</table>`
const texts = Array.from({ length: 1_000 }, (_, i) => `item ${i % 7}`)

describe("regionSplices", () => {
  it("makes the new text of the old one", () => {
    const part = fc.constantFrom(
      "<p>",
      "</p>",
      "<br>",
      "<li id=1>",
      "<li id=2>",
      "<li id=3>",
      "a",
      "b",
      "longer text ",
      "é日",
    )
    const text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(""))
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(apply(before, regionSplices(before, after))).toBe(after)
      }),
      { numRuns: 5_000 },
    )
  })

  it("is empty for equal texts", () => {
    expect(regionSplices("", "")).toEqual([])
    expect(regionSplices("<p>x</p>", "<p>x</p>")).toEqual([])
  })

  it("sends the letters that changed", () => {
    expect(regionSplices("<p>12:01</p>", "<p>12:02</p>")).toEqual([[7, 1, "2"]])
    expect(regionSplices("", "<p>")).toEqual([[0, 0, "<p>"]])
    expect(regionSplices("<p>", "")).toEqual([[0, 3, ""]])
  })

  it("keeps places apart that are far from each other, and joins close ones", () => {
    const after = table(texts.with(10, "ten").with(990, "nine hundred and ninety"))
    expect(regionSplices(table(texts), after)).toHaveLength(2)
    expect(regionSplices("<b>1</b><b>1</b>", "<b>2</b><b>2</b>")).toEqual([[3, 9, "2</b><b>2"]])
  })

  it("sends an inserted row, a removed one and a changed text as three splices", () => {
    const before = table(texts)
    const rows = texts.map((text, i) => row(i, i === 500 ? "changed" : text))
    const after = `<table>${[...rows.slice(0, 100), row(5_000, "new"), ...rows.slice(100, 900), ...rows.slice(901)].join("")}</table>`
    const splices = regionSplices(before, after)
    expect(apply(before, splices)).toBe(after)
    expect(splices).toHaveLength(3)
    expect(JSON.stringify(splices).length).toBeLessThan(150)
  })

  it("takes a moved row out and puts it in elsewhere", () => {
    const rows = texts.map((text, i) => row(i, text))
    const before = rows.join("")
    const after = [rows[700], ...rows.toSpliced(700, 1)].join("")
    const splices = regionSplices(before, after)
    expect(apply(before, splices)).toBe(after)
    expect(JSON.stringify(splices).length).toBeLessThan(150)
  })
})
