import * as fc from "fast-check"
import { decodeForm, decodeQuery } from "../../../src/util/form-params.js"

const refused = expect.objectContaining({ code: "LV_FORM_LIMIT", status: 413 })

describe("decodeForm", () => {
  test.each([
    ["", {}],
    ["title=Hello+World&draft=on", { title: "Hello World", draft: "on" }],
    ["user[name]=Ada&user[tags][]=a&user[tags][]=b", { user: { name: "Ada", tags: ["a", "b"] } }],
    ["user%5Bname%5D=%C3%A4%26", { user: { name: "ä&" } }],
    ["rows[0][id]=1&rows[1][id]=2", { rows: [{ id: "1" }, { id: "2" }] }],
    ["tag=a&tag=b", { tag: ["a", "b"] }],
    ["a=", { a: "" }],
    ["a", { a: "" }],
    ["a=%zz", { a: "%zz" }],
    ["text=one%0D%0Atwo", { text: "one\r\ntwo" }],
    ["a.b=1", { "a.b": "1" }],
  ])("decodes %s", (text, params) => {
    expect(decodeForm(text)).toStrictEqual(params)
  })

  test.each([
    ["q=a&_target=q", ["q"]],
    ["user%5Bname%5D=a&_target=user%5Bname%5D", ["user", "name"]],
    ["_target=tags%5B%5D", ["tags"]],
    ["_target=rows%5B0%5D%5Bid%5D", ["rows", "0", "id"]],
    ["_target=", []],
    ["_target=mine&_target=q", ["q"]],
  ])("the target of a change is the path to its value: %s", (text, target) => {
    expect(decodeForm(text)["_target"]).toEqual(target)
  })

  test("a target that is no name is left out", () => {
    expect(decodeForm("_target[a]=b&c=d")).toEqual({ c: "d" })
  })

  test.each([
    "__proto__[admin]=1",
    "__proto__=1",
    "a[__proto__][admin]=1",
    "constructor[prototype][admin]=1",
    "a[constructor][prototype][admin]=1",
    "%5F_proto__%5Badmin%5D=1",
    "a[0][__proto__][admin]=1",
    "__proto__[]=1",
    "toString=1&a[hasOwnProperty]=1",
  ])("no key reaches a prototype: %s", (text) => {
    const params = decodeForm(`${text}&ok=1`)
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
    expect(params["admin"]).toBeUndefined()
    expect(Object.getPrototypeOf(params)).toBe(Object.prototype)
    expect(params["ok"]).toBe("1")
    expect(String(params["toString"])).toContain("native code")
  })

  test("more parameters than the limit refuse the whole text", () => {
    const text = (count: number): string => Array.from({ length: count }, (_, i) => `k${i}=1`).join("&")
    expect(Object.keys(decodeForm(text(1000)))).toHaveLength(1000)
    expect(() => decodeForm(text(1001))).toThrow(refused)
    expect(() => decodeForm(text(3), { parameters: 2 })).toThrow(refused)
  })

  test("deeper nesting than the limit refuses the whole text", () => {
    expect(decodeForm(`a${"[b]".repeat(8)}=1`)).toHaveProperty(`a${".b".repeat(8)}`, "1")
    expect(() => decodeForm(`a${"[b]".repeat(9)}=1`)).toThrow(refused)
    expect(() => decodeForm("a[b][c]=1", { depth: 1 })).toThrow(refused)
  })

  test("larger arrays than the limit refuse the whole text", () => {
    const items = (count: number): string => Array.from({ length: count }, () => "a[]=1").join("&")
    expect(decodeForm(items(200))["a"]).toHaveLength(200)
    expect(() => decodeForm(items(201))).toThrow(refused)
    expect(() => decodeForm("a[200]=1")).toThrow(refused)
    expect(() => decodeForm("a[999999999]=1")).toThrow(refused)
    expect(() => decodeForm("a[]=1&a[]=2", { items: 1 })).toThrow(refused)
  })

  test("whatever is given is decoded to plain data or clearly refused", () => {
    const part = fc.oneof(
      fc.constantFrom(
        "a",
        "b",
        "[",
        "]",
        "[]",
        "[0]",
        "=",
        "&",
        "%5B",
        "%",
        "__proto__",
        "constructor",
        "_target",
        "+",
        "[b]",
      ),
      fc.string({ maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        try {
          JSON.stringify(decodeForm(parts.join("")))
        } catch (error) {
          expect(error).toEqual(refused)
        }
      }),
      { numRuns: 1000 },
    )
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe("decodeQuery", () => {
  test("decodes with or without the question mark, and knows no target", () => {
    expect(decodeQuery("?a[b]=1&_target=a")).toEqual({ a: { b: "1" }, _target: "a" })
    expect(decodeQuery("a=1")).toEqual({ a: "1" })
    expect(decodeQuery("")).toEqual({})
    expect(decodeQuery("?")).toEqual({})
  })

  test("has the same limits", () => {
    expect(() => decodeQuery("a[b][c]=1", { depth: 1 })).toThrow(refused)
  })
})
