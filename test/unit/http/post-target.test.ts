import fc from "fast-check"
import { readPostTarget } from "../../../src/http/post/post-target.js"
import { writePostTarget } from "../../../src/protocol/plain-post.js"

describe("the field that says what a POST is for", () => {
  it("names root, event and values, and tells forms from buttons", () => {
    const form = { root: "form-1", event: "save", isForm: true }
    expect(writePostTarget({ ...form, values: {} })).toBe("form-1 save")
    expect(writePostTarget({ ...form, values: { id: "9" } })).toBe("form-1 save &id=9")
    const button = { root: "counter-2", event: "add", isForm: false }
    expect(writePostTarget({ ...button, values: {} })).toBe("counter-2 add ?")
    expect(writePostTarget({ ...button, values: { by: "2", "a b": "&" } })).toBe("counter-2 add ?by=2&a+b=%26")
  })

  it("is read as it was written, whatever event and values are", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.boolean(),
        fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })),
        (event, isForm, values) => {
          const target = { root: "view-1", event, isForm, values }
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

  it("is refused when it is long, or holds many values, before it is taken apart", () => {
    const tooLong = `a-1 b ?c=${"x".repeat(131_072)}`
    expect(() => readPostTarget(tooLong)).toThrow(expect.objectContaining({ code: "LV_FORM_LIMIT" }) as Error)
    const tooMany = `a-1 b ?${"c&".repeat(1001)}`
    expect(() => readPostTarget(tooMany)).toThrow(expect.objectContaining({ code: "LV_FORM_LIMIT" }) as Error)
    expect(readPostTarget(`a-1 b ?${"c&".repeat(1000)}`)).toBeDefined()
  })

  it.each(["", " ", "a-1", "a-1 ", " b", "a-1 b c", "a-1 b ?c ?d", "a-1 %E0%A4%A"])("refuses %j", (text) => {
    expect(readPostTarget(text)).toBeUndefined()
  })
})
