import { VoidedTokens } from "../../../src/supervise/voided-tokens.js"

describe("VoidedTokens", () => {
  test("voids what was issued for the id before, and nothing else", () => {
    const voided = new VoidedTokens(1000)
    voided.add("a", 500)
    expect(voided.has("a", 499)).toBe(true)
    expect(voided.has("a", 500)).toBe(true)
    expect(voided.has("a", 501)).toBe(false)
    expect(voided.has("b", 499)).toBe(false)
  })

  test("voids again what was issued since", () => {
    const voided = new VoidedTokens(1000)
    voided.add("a", 500)
    voided.add("a", 700)
    expect(voided.has("a", 600)).toBe(true)
  })

  test("forgets ids whose tokens have expired by themselves", () => {
    const voided = new VoidedTokens(1000)
    voided.add("a", 0)
    voided.add("b", 600)
    voided.add("a", 700)
    voided.add("c", 1650)
    expect(voided.has("b", 600)).toBe(false)
    expect(voided.has("a", 700)).toBe(true)
    expect(voided.has("c", 1650)).toBe(true)
  })
})
