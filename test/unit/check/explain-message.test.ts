import type { CompilerMessage } from "../../../src/check/explain/compiler-messages.js"
import { explain } from "../../../src/check/explain/explain-message.js"
import type { Mark, MarkKind } from "../../../src/check/sources/generated-code.js"

const file = { name: "a.njk", path: "/a.njk", text: "", root: undefined }
const mark = (kind: MarkKind, name?: string): Mark => ({ kind, file, line: 1, column: 2, ...(name ? { name } : {}) })
const message = (code: number, text: string, ...details: string[]): CompilerMessage => {
  return { file: "/x.ts", line: 0, column: 0, code, text, details }
}

describe("an error in generated code", () => {
  it("names an assign that is missing, and the one that was meant", () => {
    const error = message(2551, "Property 'conut' does not exist on type 'Readonly<A>'. Did you mean 'count'?")
    expect(explain({ message: error, mark: mark("assign", "conut") }, [], "counter")).toEqual({
      rule: "unknown-assign",
      message: '"conut" is not an assign of the view "counter". Did you mean "count"?',
      suggestion: "count",
    })
  })

  it("names a property that is missing, and of what type", () => {
    const error = message(2339, "Property 'nme' does not exist on type 'Post'.")
    expect(explain({ message: error, mark: mark("property", "nme") }, [], "v")?.message).toBe(
      'There is no property "nme" on Post.',
    )
  })

  it("is none where nothing is known of the value, or it may be a safe text", () => {
    const missing = (name: string, type: string) => {
      const error = message(2339, `Property '${name}' does not exist on type '${type}'.`)
      return explain({ message: error, mark: mark("property", name) }, [], "v")
    }
    expect(missing("message", "{}")).toBeUndefined()
    expect(missing("text", "never")).toBeUndefined()
    expect(missing("val", "string")).toBeUndefined()
    expect(missing("vall", "string")?.rule).toBe("unknown-property")
  })

  it("is none where a member of a union has the property", () => {
    const error = message(
      2339,
      "Property 'x' does not exist on type 'A | B'.",
      "Property 'x' does not exist on type 'B'.",
    )
    const missing = { message: error, mark: mark("property", "x") }
    expect(explain(missing, [missing], "v")).toBeUndefined()
    const refused = { message: message(2345, "Argument of type '\"x\"' …"), mark: mark("some-member", "x") }
    expect(explain(missing, [missing, refused], "v")?.rule).toBe("unknown-property")
    expect(explain(refused, [missing, refused], "v")).toBeUndefined()
  })

  it("tells of comparisons of texts that never hold, and of no others", () => {
    const compare = (one: string, other: string) =>
      explain(
        { message: message(2367, `This … types '${one}' and '${other}' have no overlap.`), mark: mark("expression") },
        [],
        "v",
      )?.message
    expect(compare('"a" | "b" | null', '"c"')).toBe('This can never hold: "a" | "b" | null is compared with "c".')
    expect(compare("number", '"1"')).toBeUndefined()
  })

  it("tells of arguments that do not fit", () => {
    const error = message(2345, "Argument of type 'number' is not assignable to parameter of type 'string'.")
    expect(explain({ message: error, mark: mark("expression") }, [], "v")).toEqual({
      rule: "type",
      message: error.text,
    })
    expect(explain({ message: error, mark: mark("scaffold") }, [], "v")).toBeUndefined()
  })

  it("is none where nunjucks is looser than TypeScript", () => {
    for (const code of [7053, 2362, 18046, 2774, 6133]) {
      expect(explain({ message: message(code, ""), mark: mark("expression") }, [], "v")).toBeUndefined()
    }
  })
})
