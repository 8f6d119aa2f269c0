import { changedMiddle } from "../../../../client/dom/nodes/changed-middle.js"
import { movedCaret, showValue } from "../../../../client/features/used-controls/show-value.js"

/** Texts with `|` where the caret stands. */
function moved(before: string, after: string): string {
  const caret = before.indexOf("|")
  const text = before.replace("|", "")
  const at = movedCaret(caret, text, changedMiddle(text, after))
  return `${after.slice(0, at)}|${after.slice(at)}`
}

describe("the caret, where the text around it is written in another way,", () => {
  it.each([
    ["behind capitals", "hello|", "HELLO", "HELLO|"],
    ["behind the letter that became one", "HELlo|", "HELLO", "HELLO|"],
    ["in the middle of capitals", "he|llo", "HELLO", "HE|LLO"],
    ["behind a title", "ada l|", "Ada L", "Ada L|"],
    ["behind thousands", "1234|", "1,234", "1,234|"],
    ["among thousands", "1,239|4", "12,394", "12,39|4"],
    ["behind a refused letter", "12a|", "12", "12|"],
    ["behind a refused letter in the middle", "1a|2", "12", "1|2"],
    ["in a trimmed text", "  ada|  ", "ada", "ada|"],
    ["in a text cut at its end", "abcd|", "abc", "abc|"],
    ["before a change", "a|bc", "abd", "a|bd"],
    ["where something was put in", "one |two", "one 2 two", "one 2 |two"],
    ["in front of what was put in", "one| two", "one 2 two", "one| 2 two"],
    ["in another text", "abc|def", "uvw", "uvw|"],
    ["in a text that went", "abc|def", "", "|"],
    ["behind a card number", "41111|", "4111 1", "4111 1|"],
    ["in a phone number", "12345|6", "(123) 456", "(123) 45|6"],
  ])("stands %s: %s is %s", (_, before, after, expected) => {
    expect(moved(before, after)).toBe(expected)
  })
})

describe("a control that has the focus", () => {
  const focused = (value: string, from: number, to: number, direction: "forward" | "backward"): HTMLInputElement => {
    document.body.innerHTML = `<input>`
    const input = document.querySelector("input") as HTMLInputElement
    input.value = value
    input.focus()
    input.setSelectionRange(from, to, direction)
    return input
  }
  const selection = ({ selectionStart, selectionEnd, selectionDirection }: HTMLInputElement): unknown[] => [
    selectionStart,
    selectionEnd,
    selectionDirection,
  ]

  it.each<[string, string, number, number, string, number, number]>([
    ["of all", "hello", 0, 5, "HELLO", 0, 5],
    ["of a part", "hello", 1, 4, "HELLO", 1, 4],
    ["before a change", "one two", 0, 3, "one 2 two", 0, 3],
    ["behind a change", "one two", 4, 7, "one 2 two", 6, 9],
    ["around a change", "one two", 0, 7, "one 2 two", 0, 9],
  ])("keeps a selection %s and its direction", (_, before, from, to, after, start, end) => {
    const input = focused(before, from, to, "backward")
    showValue(input, after)
    expect([input.value, ...selection(input)]).toEqual([after, start, end, "backward"])
  })

  it("is not written where nothing differs: what can be undone would be gone", () => {
    const input = focused("same", 2, 2, "forward")
    const range = jest.spyOn(input, "setRangeText")
    showValue(input, "same")
    expect(range).not.toHaveBeenCalled()
  })
})
