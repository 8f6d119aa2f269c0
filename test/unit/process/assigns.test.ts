import fc from "fast-check"
import {
  type AssignsState,
  assignsFrom,
  plainObject,
  setAssign,
  takeChanges,
  unknownAssign,
} from "../../../src/process/unit/assigns.js"

function stateOf(values: Record<string, unknown>): AssignsState {
  return assignsFrom(values, "test")
}

function changesAfter(state: AssignsState, ...assigned: [key: string, value: unknown][]): unknown {
  for (const [key, value] of assigned) setAssign(state, key, value)
  const changes = takeChanges(state)
  return changes === undefined ? undefined : { dirty: [...changes.dirty], mutated: [...changes.mutated] }
}

describe("setAssign", () => {
  it("makes a name dirty whose value is another one", () => {
    const state = stateOf({ a: 1, b: {} })
    expect(changesAfter(state, ["a", 2], ["b", {}])).toEqual({ dirty: ["a", "b"], mutated: [] })
    expect(state.values["a"]).toBe(2)
  })

  it("does nothing for the same primitive", () => {
    const state = stateOf({ a: 1, b: Number.NaN, c: null, d: undefined, e: "x" })
    const same: [string, unknown][] = [
      ["a", 1],
      ["b", Number.NaN],
      ["c", null],
      ["d", undefined],
      ["e", "x"],
    ]
    expect(changesAfter(state, ...same)).toBeUndefined()
  })

  it("takes the same object again as changed in place", () => {
    const list: number[] = []
    const make = (): void => {}
    const state = stateOf({ list, make })
    expect(changesAfter(state, ["list", list], ["make", make])).toEqual({ dirty: [], mutated: ["list", "make"] })
  })

  it("keeps both facts of an object that was replaced, changed in place, and assigned again", () => {
    const state = stateOf({ list: [1] })
    const next = [1, 2]
    expect(changesAfter(state, ["list", next], ["list", next])).toEqual({ dirty: ["list"], mutated: ["list"] })
  })

  it("adds names that mount did not return", () => {
    const state = stateOf({})
    expect(changesAfter(state, ["late", 1])).toEqual({ dirty: ["late"], mutated: [] })
  })
})

describe("takeChanges", () => {
  it("forgets a primitive that came back to what was rendered", () => {
    const state = stateOf({ a: 1 })
    expect(changesAfter(state, ["a", 2], ["a", 1])).toBeUndefined()
  })

  it("takes an object that came back as changed in place", () => {
    const list = [1]
    const state = stateOf({ list })
    expect(changesAfter(state, ["list", []], ["list", list])).toEqual({ dirty: [], mutated: ["list"] })
  })

  it("begins anew every time", () => {
    const state = stateOf({ a: 1 })
    expect(changesAfter(state, ["a", 2])).toEqual({ dirty: ["a"], mutated: [] })
    expect(changesAfter(state)).toBeUndefined()
    expect(changesAfter(state, ["a", 1])).toEqual({ dirty: ["a"], mutated: [] })
  })

  it("says dirty exactly of the names that differ from the last render, for any sequence of assigns", () => {
    const key = fc.constantFrom("a", "b", "c")
    const step = fc.oneof(
      fc.record({ kind: fc.constant("assign" as const), key, value: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ kind: fc.constant("render" as const) }),
    )
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const state = stateOf({ a: 0, b: 0, c: 0 })
        let rendered = { ...state.values }
        for (const each of steps) {
          if (each.kind === "assign") {
            setAssign(state, each.key, each.value)
            continue
          }
          const differing = Object.keys(rendered).filter((name) => rendered[name] !== state.values[name])
          expect([...(takeChanges(state)?.dirty ?? [])].toSorted()).toEqual(differing)
          rendered = { ...state.values }
        }
      }),
    )
  })
})

describe("plainObject", () => {
  it("takes plain objects, also without a prototype", () => {
    const bare = Object.assign(Object.create(null) as object, { a: 1 })
    expect(plainObject(bare, "v", "`mount`")).toBe(bare)
  })

  it.each([[new Date()], [[]], ["a"], [() => {}], [undefined], [new (class Cart {})()]])("refuses %p", (given) => {
    expect(() => plainObject(given, "v", "`mount`")).toThrow(expect.objectContaining({ code: "LV_ASSIGNS_INVALID" }))
  })
})

describe("assignsFrom", () => {
  it("does not write into the object that mount returned", () => {
    const mounted = { a: 1 }
    setAssign(assignsFrom(mounted, "v"), "a", 2)
    expect(mounted).toEqual({ a: 1 })
  })
})

describe("unknownAssign", () => {
  it("names what was meant, and what there is", () => {
    const { message } = unknownAssign(stateOf({ count: 0, title: "" }), "counter", "cuont")
    expect(message).toBe(
      'The view "counter" has no assign "cuont". Did you mean "count"? `mount` returned these: count, title. ' +
        "Return it from `mount` too; it may be undefined there.",
    )
  })
})
