import fc from "fast-check"
import { readPostTarget } from "../../../src/http/post-target.js"
import { writePostTarget } from "../../../src/protocol/plain-post.js"

describe("the field that says what a POST is for", () => {
  it("names root and event, and for a button its values", () => {
    expect(writePostTarget({ root: "form-1", event: "save", values: undefined })).toBe("form-1 save")
    expect(writePostTarget({ root: "counter-2", event: "add", values: { by: "2", "a b": "&" } })).toBe(
      "counter-2 add ?by=2&a+b=%26",
    )
  })

  it("is read as it was written, whatever event and values are", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.option(fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })), { nil: undefined }),
        (event, values) => {
          const target = { root: "view-1", event, values }
          expect(readPostTarget(writePostTarget(target))).toEqual(target)
        },
      ),
    )
  })

  it("keeps a value named __proto__ a value", () => {
    const values = readPostTarget("a-1 b ?__proto__=x")?.values
    expect(Object.keys(values ?? {})).toEqual(["__proto__"])
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
  })

  it.each(["", " ", "a-1", "a-1 ", " b", "a-1 b c", "a-1 b ?c ?d", "a-1 %E0%A4%A"])("refuses %j", (text) => {
    expect(readPostTarget(text)).toBeUndefined()
  })
})
