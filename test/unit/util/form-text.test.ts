import { parse as parseQuery } from "node:querystring"
import fc from "fast-check"
import { decodeForm } from "../../../src/util/form-params.js"
import { encodeForm } from "../../../src/util/form-text.js"

/** How a name is written on the wire. */
const read = (text: string): string => decodeURIComponent(text.replaceAll("+", " "))

it.each<[object, string]>([
  [{ user: { name: "a&b" }, tags: ["x", "y"] }, "user[name]=a&b&tags[0]=x&tags[1]=y"],
  [{ rows: [{ id: 1 }, { id: 2 }] }, "rows[0][id]=1&rows[1][id]=2"],
  [{ a: true, b: 10n, c: 0, d: "" }, "a=true&b=10&c=0&d="],
  [{ nothing: null, missing: undefined, call: () => 1, empty: [], none: {}, sign: Symbol("x") }, "nothing="],
  [{ at: new Date(0), never: new Date(Number.NaN) }, "at=1970-01-01T00:00:00.000Z&never="],
  [{ bytes: Buffer.from("ä") }, "bytes=ä"],
  // What a parser without nesting leaves.
  [{ "user[name]": "Ada", "tags[]": ["a", "b"] }, "user[name]=Ada&tags[]=a&tags[]=b"],
  [Object.assign(Object.create(null) as object, { a: "1" }), "a=1"],
])("writes %j", (fields, text) => {
  expect(read(encodeForm(fields).replaceAll("%26", "&"))).toBe(text)
})

it("escapes what would end a name or a value", () => {
  expect(new URLSearchParams(encodeForm({ "a&b=c": "d&e=f#+ %" }))).toEqual(
    new URLSearchParams([["a&b=c", "d&e=f#+ %"]]),
  )
})

it("is what the decoder reads, for any fields that a form can have", () => {
  const key = fc.stringMatching(/^[a-zä-ü &=+%.-]{1,6}$/).filter((name) => !(name in Object.prototype))
  const { fields } = fc.letrec<{ fields: unknown; field: unknown }>((tie) => ({
    field: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.array(tie("field"), { minLength: 1, maxLength: 3 }),
      tie("fields"),
    ),
    fields: fc.dictionary(key, tie("field"), { minKeys: 1, maxKeys: 3 }).map((made) => ({ ...made })),
  }))
  fc.assert(
    fc.property(fields, (value) => {
      expect(decodeForm(encodeForm(value as object))).toEqual(value)
    }),
  )
})

it("means the same whether the host's parser knows nesting or not", () => {
  const text = "tags[]=a&tags[]=b&one[]=c&user[name]=Ada&user[roles][]=x&rows[0][id]=1&plain=1&plain=2"
  // As node's `querystring` and Express' `urlencoded({ extended: false })` leave it.
  const flat = parseQuery(text)
  expect(decodeForm(encodeForm(flat))).toEqual(decodeForm(text))
})

it("refuses what is nested deeper than is decoded, and what contains itself", () => {
  const nested = (levels: number): object => (levels === 0 ? { x: "1" } : { x: nested(levels - 1) })
  expect(decodeForm(encodeForm(nested(8)))).toEqual(nested(8))
  expect(() => encodeForm(nested(9))).toThrow(expect.objectContaining({ code: "LV_FORM_LIMIT", status: 413 }))
  const loop: Record<string, unknown> = {}
  loop["self"] = loop
  expect(() => encodeForm(loop)).toThrow(expect.objectContaining({ code: "LV_FORM_LIMIT" }))
  expect(encodeForm({ a: { b: "1" } }, { depth: 1 })).toBe("a%5Bb%5D=1")
  expect(() => encodeForm({ a: { b: "1" } }, { depth: 0 })).toThrow(expect.objectContaining({ code: "LV_FORM_LIMIT" }))
})
