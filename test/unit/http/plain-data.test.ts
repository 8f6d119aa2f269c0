import { runInNewContext } from "node:vm"
import { checkPlainData } from "../../../src/http/visit/plain-data.js"

const check = (value: unknown): unknown => checkPlainData(value, "the option `session`")

describe("data to be signed", () => {
  it("passes when JSON gives it back as it was", () => {
    const values = { a: 1, b: ["x", { c: null }], d: true, e: undefined }
    expect(check(values)).toBe(values)
    expect(check(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 })
    expect(check(runInNewContext("({ a: [1] })"))).toEqual({ a: [1] })
  })

  it("is empty when nothing is given", () => {
    expect(check(undefined)).toEqual({})
    expect(check(null)).toEqual({})
  })

  it.each([
    ["a Date", { user: { since: new Date() } }, "`user.since` is an instance of Date"],
    ["a Map", { a: new Map() }, "`a` is an instance of Map"],
    ["a function", { a: [() => 1] }, "`a[0]` is a function"],
    ["NaN", { a: Number.NaN }, "`a` is NaN"],
    ["a bigint", { a: 1n }, "`a` is a bigint"],
    ["undefined in a list", { a: [undefined] }, "`a[0]` is a undefined"],
    ["a list", [1], "it is an array"],
    ["a text", "x", "it is a string"],
  ])("is refused with its place when it holds %s", (_what, value, text) => {
    expect(() => check(value)).toThrow(
      expect.objectContaining({ code: "LV_SESSION_NOT_PLAIN", message: expect.stringContaining(text) }),
    )
  })

  it("is refused when it holds itself", () => {
    const loop: Record<string, unknown> = {}
    loop["loop"] = loop
    expect(() => check(loop)).toThrow(expect.objectContaining({ code: "LV_SESSION_NOT_PLAIN" }))
  })
})
