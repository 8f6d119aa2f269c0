import { described, describedWithKind, kindOf } from "../../../src/errors/described.js"
import { thrownThings } from "../../support/thrown-things.js"

describe("a value given by mistake", () => {
  it.each([
    [null, "null"],
    [[], "an array"],
    [{}, "an object"],
    [Object.create(null), "an object"],
    [new Map(), "an instance of Map"],
    [7, 'the number "7"'],
    [() => {}, "a function"],
  ])("with its kind: %p", (given, text) => {
    expect(describedWithKind(given)).toBe(text)
  })

  it.each([
    ["x".repeat(41), `"${"x".repeat(40)}…"`],
    ['say "so"', '"say \\"so\\""'],
    [7, "7"],
    [undefined, "undefined"],
    [["secret"], "an array"],
    [Promise.resolve(), "a promise"],
    [() => "secret", "a function"],
    [Symbol("s"), "Symbol(s)"],
  ])("itself, where it is short: %p", (given, text) => {
    expect(described(given)).toBe(text)
  })

  it.each([
    ["secret", "a string"],
    [true, "a boolean"],
    [Number.NaN, "NaN"],
    [new Date(0), "an instance of Date"],
  ])("by its kind alone, which tells nothing of it: %p", (given, text) => {
    expect(kindOf(given)).toBe(text)
  })

  it.each(Object.keys(thrownThings))("whatever it is: %s", (name) => {
    const given = thrownThings[name]?.()
    for (const describe of [described, describedWithKind, kindOf]) expect(typeof describe(given)).toBe("string")
  })
})
