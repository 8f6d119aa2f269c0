import type { CompilerMessage } from "../../../src/check/explain/compiler-messages.js"
import { explain } from "../../../src/check/explain/explain-message.js"
import type { Explanation } from "../../../src/check/explain/explanation.js"
import type { MarkKind } from "../../../src/check/sources/generated-code.js"

const file = { name: "a.njk", path: "/a.njk", text: "", root: undefined }
const message = (code: number, text: string, ...details: string[]): CompilerMessage => {
  return { file: "/x.ts", line: 0, column: 0, code, text, details }
}

function explained(kind: MarkKind, name: string, error: CompilerMessage): Explanation | undefined {
  return explain({ message: error, mark: { kind, file, line: 1, column: 2, name } }, [], "v")
}

describe("an error at an attribute of a component", () => {
  const size = 'attribute "size" of the component "badge"'

  it.each([
    [
      "Type 'string' is not assignable to type 'number | undefined'.",
      'The attribute "size" of the component "badge" is of the type string; it has to be number.',
    ],
    [
      "Type 'number | undefined' is not assignable to type 'number'.",
      'The attribute "size" of the component "badge" may be undefined; it has to be number.',
    ],
    [
      "Type 'Size | null' is not assignable to type 'number | Size | undefined'.",
      'The attribute "size" of the component "badge" may be null; it has to be number | Size.',
    ],
  ])("%s", (text, expected) => {
    const detail = "Type 'undefined' is not assignable to type 'number'."
    expect(explained("attribute", size, message(2322, text, detail))).toEqual({ rule: "type", message: expected })
  })

  it("names the text that was meant", () => {
    const error = message(2820, `Type '"larg"' is not assignable to type '"small" | "large"'. Did you mean '"large"'?`)
    expect(explained("attribute", size, error)).toEqual({
      rule: "type",
      message:
        'The attribute "size" of the component "badge" is "larg"; it has to be "small" | "large". Did you mean "large"?',
      suggestion: "large",
    })
  })

  it("says which property of a value is wrong", () => {
    const error = message(
      2322,
      "Type '{ id: string; }[]' is not assignable to type 'readonly Row[]'.",
      "Property 'name' is missing in type '{ id: string; }' but required in type 'Row'.",
    )
    expect(explained("attribute", size, error)?.message).toBe(
      'The attribute "size" of the component "badge" is of the type { id: string; }[]; it has to be readonly Row[]. ' +
        "Property 'name' is missing in type '{ id: string; }' but required in type 'Row'.",
    )
  })

  it("says no more of a long type than its beginning", () => {
    const long = `Record<string, ${"number | ".repeat(40)}string>`
    const error = message(2322, `Type '${long}' is not assignable to type 'number'.`)
    expect(explained("attribute", size, error)?.message.length).toBeLessThan(200)
  })

  it("names an attribute that a slot's type does not have", () => {
    const name = 'attribute "lable" of the slot "column" of the component "grid"'
    const type = "type '{ label: string; numeric?: boolean | undefined; }'."
    const error = message(
      2353,
      `Object literal may only specify known properties, and '"lable"' does not exist in ${type}`,
    )
    expect(explained("attribute", name, error)).toEqual({
      rule: "unknown-attribute",
      message: 'The slot "column" of the component "grid" has no attribute "lable". Did you mean "label"?',
      suggestion: "label",
    })
  })

  it("is none between a type and its copy", () => {
    const same = message(
      2322,
      "Type 'Code' is not assignable to type 'Code | undefined'.",
      "Property '[brand]' is missing …",
    )
    expect(explained("attribute", size, same)).toBeUndefined()
    const price = `Type 'import("/app/node_modules/.cache/livemount/.check-x/module-0").Price'`
    const other = message(2322, `${price} is not assignable to type 'import("/app/src/views").Price'.`)
    expect(explained("attribute", size, other)).toBeUndefined()
    const within = message(
      2322,
      "Type 'A' is not assignable to type 'B'.",
      "Property '#x' in type 'P' refers to a different member …",
    )
    expect(explained("attribute", size, within)).toBeUndefined()
  })

  it("is none where only TypeScript is strict", () => {
    expect(explained("attribute", size, message(7006, "Parameter 'x' implicitly has an 'any' type."))).toBeUndefined()
  })
})

describe("an error at a slot", () => {
  const column = 'slot "column" of the component "grid"'

  it("names the attributes that it needs", () => {
    const one = message(2741, "Property 'label' is missing in type '{}' but required in type '{ label: string; }'.")
    expect(explained("slot", column, one)?.message).toBe(
      'The slot "column" of the component "grid" needs the attribute "label".',
    )
    const two = message(2739, "Type '{}' is missing the following properties from type 'Attrs': label, width")
    expect(explained("slot", column, two)?.message).toBe(
      'The slot "column" of the component "grid" needs the attributes "label", "width".',
    )
  })

  it("is a `let` that names nothing", () => {
    const error = message(2322, "Type '($x_1: any) => any' is not assignable to type 'HtmlContent'.")
    expect(explained("slot", column, error)?.message).toBe(
      'The slot "column" of the component "grid" hands nothing to its content, so there is nothing for `let` to name.',
    )
  })
})

it("an error of a use as a whole is told with its reason", () => {
  const error = message(2345, "Argument of type …", "Types of property 'size' are incompatible.")
  expect(explained("component", 'component "badge"', error)?.message).toBe(
    `This use of the component "badge" does not fit its declaration: Types of property 'size' are incompatible.`,
  )
  expect(explained("component", 'component "badge"', message(18046, "…"))).toBeUndefined()
})
