import { escapeHtml } from "../../../src/html/text/escape.js"
import { joinParts, PlaceholderWords } from "../../../src/http/request/placeholder-words.js"

describe("words that stand for what comes later", () => {
  it("are found in the order of the page, as often as they stand there", () => {
    const words = new PlaceholderWords<string>()
    const [a, b] = [words.add("A"), words.add("B")]
    words.add("never printed")
    const found = words.find(`<p>${b}</p>${a}${a}!`)
    expect(found).toEqual({ texts: ["<p>", "</p>", "", "!"], values: ["B", "A", "A"] })
    expect(joinParts(found?.texts ?? [], ["1", "2", "3"])).toBe("<p>1</p>23!")
  })

  it("survive escaping, encoding and neighbours that are letters or digits", () => {
    const words = new PlaceholderWords<number>()
    const word = words.add(7)
    expect(word).toMatch(/^[A-Za-z0-9]+$/)
    expect(escapeHtml(word)).toBe(word)
    expect(encodeURIComponent(word)).toBe(word)
    expect(words.find(`x9${word}9x`)).toEqual({ texts: ["x9", "9x"], values: [7] })
  })

  it("are told apart beyond ten, and from those of other requests", () => {
    const words = new PlaceholderWords<number>()
    const made = Array.from({ length: 12 }, (_, index) => words.add(index))
    expect(words.find(made.join(""))?.values).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    const others = new PlaceholderWords<number>()
    expect(others.find(made.join(""))).toBeUndefined()
    others.add(1)
    expect(others.find(made.join(""))).toBeUndefined()
  })
})
