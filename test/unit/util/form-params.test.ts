import * as fc from "fast-check"
import { decodeForm, decodeQuery } from "../../../src/util/form-params.js"
import { cpuTime } from "../../support/cpu-time.js"

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
    ["&&a=1&", { a: "1" }],
    ["=1", { "": "1" }],
    ["[]=1", { "[]": "1" }],
    ["a=%ff", { a: "\ufffd" }],
    ["rows[2][id]=3&rows[0][id]=1", { rows: [{ id: "1" }, { id: "3" }] }],
    ["rows[][id]=1&rows[][id]=2", { rows: [{ id: "1" }, { id: "2" }] }],
    ["a[5]=x&a[]=y", { a: ["x", "y"] }],
    ["price[70125]=9&price[70126]=8", { price: { 70125: "9", 70126: "8" } }],
    ["a[0]=x&a[b]=y", { a: { 0: "x", b: "y" } }],
    ["a=1&a[b]=2", { a: { 0: "1", b: "2" } }],
    ["a[b]=1&a=2", { a: { 0: "2", b: "1" } }],
    ["a[b]=1&a[b]=2", { a: { b: ["1", "2"] } }],
    ["a[00]=1&a[-1]=2&a[1e1]=3", { a: { "00": "1", "-1": "2", "1e1": "3" } }],
    ["tags[_unused_0]=&tags[0]=a&tags[_unused_1]=&tags[1]=b", { tags: ["a", "b"], _unused_tags: "" }],
    ["tags[_unused_0]=&tags[0]=a&tags[1]=b", { tags: ["a", "b"] }],
    ["p[tags][_unused_0]=&p[tags][0]=a", { p: { tags: ["a"], _unused_tags: "" } }],
    ["m[0][_unused_0]=&m[0][0]=a", { m: [["a"]] }],
    ["rows[0][_unused_id]=&rows[0][id]=1", { rows: [{ _unused_id: "", id: "1" }] }],
    ["tags[_unused_0]=", { tags: { _unused_0: "" } }],
    ["0=a&1=b", { 0: "a", 1: "b" }],
    ["a[b=1", { "a[b": "1" }],
    ["a]b=1", { "a]b": "1" }],
    ["[a]=1", { "[a]": "1" }],
    ["a[b]c=1", { "a[b]c": "1" }],
    ["a[[b]]=1", { "a[[b]]": "1" }],
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

  test("an array has as many items as there may be parameters, whatever index is named", () => {
    const items = (count: number): string => Array.from({ length: count }, () => "a[]=1").join("&")
    expect(decodeForm(items(1000))["a"]).toHaveLength(1000)
    expect(() => decodeForm(items(1001))).toThrow(refused)
    expect(decodeForm("a[999]=1")).toEqual({ a: ["1"] })
    expect(decodeForm("a[1000]=1&a[999999999]=2")).toEqual({ a: { 1000: "1", 999999999: "2" } })
    expect(decodeForm(`a[${"9".repeat(400)}]=1`)).toEqual({ a: { ["9".repeat(400)]: "1" } })
  })

  test("takes time that grows with the text only, whatever the names are", async () => {
    const thousand = (name: (i: number) => string): string =>
      Array.from({ length: 1000 }, (_, i) => `${name(i)}=1`).join("&")
    const texts = [
      thousand((i) => `a${i}${"[199]".repeat(8)}`),
      thousand((i) => `a[${i % 200}]${"[999]".repeat(7)}`),
      thousand((i) => `a[${i % 200}][${(i * 7) % 200}][b${i}]`),
      thousand((i) => `a[${1000 - i}]`),
      "[".repeat(131_000),
      `a${"[".repeat(65_000)}${"]".repeat(65_000)}=1`,
      `a=${"%41".repeat(43_000)}`,
    ]
    for (const text of texts) {
      // Some 10 ms; with qs the first took 800 ms.
      expect(await cpuTime(() => decodeForm(text))).toBeLessThan(400_000)
    }
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
