import { type Effect, extrasOf, redirectIn, titleIn } from "../../../src/process/output/effects.js"

const effects: readonly Effect[] = [
  { kind: "title", text: "First" },
  { kind: "event", name: "one", payload: { n: 1 } },
  { kind: "redirect", to: "/first" },
  { kind: "title", text: "Last" },
  { kind: "event", name: "two", payload: undefined },
  { kind: "redirect", to: "/last" },
]

describe("effects", () => {
  it("are written for the wire: events in order, the last title, the last redirect", () => {
    const e = [
      ["one", { n: 1 }],
      ["two", undefined],
    ]
    expect(extrasOf(effects, undefined)).toEqual({ e, n: "Last", r: { to: "/last" } })
  })

  it("stand beside what else accompanies a difference", () => {
    const title: readonly Effect[] = [{ kind: "title", text: "New" }]
    expect(extrasOf(title, { y: 1, t: { 0: "id" } })).toEqual({ y: 1, t: { 0: "id" }, n: "New" })
    const beside = { y: 1 }
    expect(extrasOf(title, beside)).not.toBe(beside)
    expect(beside).toEqual({ y: 1 })
  })

  it("are nothing where none were asked for", () => {
    const beside = { y: 1 }
    expect([extrasOf(undefined, undefined), extrasOf(undefined, beside)]).toEqual([undefined, beside])
    expect([titleIn(undefined), redirectIn(undefined), titleIn([]), redirectIn([])]).toEqual(Array(4).fill(undefined))
  })

  it("tell the title and the redirect that were asked for last", () => {
    expect([titleIn(effects), redirectIn(effects)]).toEqual(["Last", "/last"])
  })
})
